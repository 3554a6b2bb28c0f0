using System.Globalization;

namespace IntelShare.Bench;

/// <summary>A server, the PostgreSQL beneath it, and what it is asked: as <see cref="Load.Run"/> has it.</summary>
internal sealed record Side(Child Server, int DatabaseId, Func<int, int, ReadOnlyMemory<byte>> Requests);

/// <summary>Two servers under the same load, in turns.</summary>
internal static class InTurns
{
    /// <summary>Warms both up, then loads one after the other, and compares neighbouring rounds.</summary>
    public static Figure Measure(string claim, Side ours, Side floor, int connections, double? goal, int expected, Pace pace)
    {
        Console.Error.WriteLine(claim);
        foreach (var side in (Side[])[floor, ours])
        {
            // Compiled code before time: on a busy machine a second may pass before the first answer.
            for (var done = 0; done < pace.Warm; done += Load.Run(side.Server.Port, connections, side.Requests, expected, pace.WarmUp).Requests)
            {
            }
        }

        var rounds = new List<(Round Ours, Round Floor)>();
        for (var i = 0; i < pace.Rounds; i++)
        {
            // The order turns too, so that neither always follows the other's checkpoint.
            var first = i % 2 == 0;
            var a = One(first ? ours : floor);
            var b = One(first ? floor : ours);
            rounds.Add(first ? (a, b) : (b, a));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {rounds[i].Ours.PerSecond,8:N0} {rounds[i].Floor.PerSecond,8:N0} {rounds[i].Ours.PerSecond / rounds[i].Floor.PerSecond:N2} {rounds[i].Ours.Cost,8:N0} {rounds[i].Floor.Cost,8:N0} {rounds[i].Floor.Cost / rounds[i].Ours.Cost:N2}"));
        }

        var ratios = rounds.ConvertAll(round => round.Ours.PerSecond / round.Floor.PerSecond);
        return new(claim, "requests/s", Figure.Median(rounds.Select(round => round.Ours.PerSecond)), Figure.Median(rounds.Select(round => round.Floor.PerSecond)), Figure.Median(ratios),
            new(ratios.Min(), ratios.Max()), goal, string.Create(CultureInfo.InvariantCulture,
                $"p50/p99 {Latency(rounds.ConvertAll(round => round.Ours))} ms beside {Latency(rounds.ConvertAll(round => round.Floor))}; processor {Cost(rounds.Select(round => round.Ours))} µs a request beside {Cost(rounds.Select(round => round.Floor))}: {Figure.Median(rounds.Select(round => round.Floor.Cost / round.Ours.Cost)):N2}"));

        Round One(Side side)
        {
            var before = Processor.Of(side.Server.Id, side.DatabaseId);
            var round = Load.Run(side.Server.Port, connections, side.Requests, expected, pace.Round);
            return round with { Cost = Processor.Since(before, side.Server.Id, side.DatabaseId).TotalMicroseconds / Math.Max(1, round.Requests) };
        }
    }

    private static string Latency(List<Round> rounds) => string.Create(CultureInfo.InvariantCulture,
        $"{Figure.Median(rounds.Select(round => round.Median)):N1}/{Figure.Median(rounds.Select(round => round.Slowest)):N1}");

    private static string Cost(IEnumerable<Round> rounds) => Figure.Median(rounds.Select(round => round.Cost)).ToString("N0", CultureInfo.InvariantCulture);
}
