using System.Diagnostics;
using System.Globalization;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>The sweep of what nobody decided in time: alone, beside bare batches of the same writes; and what it takes from those who search meanwhile.</summary>
internal static class Sweep
{
    private const int Due = 10_000;
    private const int Connections = 8;

    /// <summary>Searches are counted in runs of this length, of which some end before the sweep does.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    public static async Task<List<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync($"Filling a database with {pace.Records.ToString("N0", CultureInfo.InvariantCulture)} indicators.");
        await using var database = await Database.CreateAsync(pace.Records, ct);
        await using var ours = await Child.SweepingHub(database.Folder, database.Settings).ListeningAsync(ct);
        await using var floor = await Child.Floor(database.Folder, database.Settings).ListeningAsync(ct);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };

        // What the corpus itself has due, and its reminders.
        await SweepAsync(ours);
        foreach (var side in (Child[])[floor, ours])
        {
            await database.AddLapsedAsync(Due / 5, ct);
            await SweepAsync(side);
        }

        var searches = Counter.Searches(database, "lexicon-entry", reference: null);
        for (var done = 0; done < pace.Warm; done += Load.Run(ours.Port, Connections, searches, 200, pace.WarmUp).Requests)
        {
        }

        List<(double Ours, double Floor)> alone = [];
        List<(double During, double Without)> reads = [];
        List<double> beside = [], cost = [], floorCost = [];
        for (var i = 0; i < Math.Max(1, pace.Rounds / 3); i++)
        {
            await database.AddLapsedAsync(Due, ct);
            var (rate, processor) = await CostAsync(ours);
            await database.AddLapsedAsync(Due, ct);
            var (bareRate, bareProcessor) = await CostAsync(floor);
            alone.Add((rate, bareRate));
            cost.Add(processor);
            floorCost.Add(bareProcessor);

            await database.AddLapsedAsync(Due, ct);
            searches = Counter.Searches(database, "lexicon-entry", reference: null);
            var before = Load.Run(ours.Port, Connections, searches, 200, pace.Round);
            var sweep = SweepAsync(ours);
            var during = new List<double>();
            for (var slice = One(); !sweep.IsCompleted; slice = One())
            {
                during.Add(slice.PerSecond);
            }

            beside.Add(Due / (await sweep).TotalSeconds);
            var after = Load.Run(ours.Port, Connections, searches, 200, pace.Round);
            reads.Add((during.Average(), (before.PerSecond + after.PerSecond) / 2));
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {rate,8:N0} {bareRate,8:N0} {rate / bareRate:N2} {processor,8:N0} {bareProcessor,8:N0}; beside searches {beside[i],8:N0}, {reads[i].During,8:N0} {reads[i].Without,8:N0} {reads[i].During / reads[i].Without:N2}"));
        }

        var ratios = reads.ConvertAll(round => round.During / round.Without);
        return
        [
            new("Sweep of 10,000 due records", "records/s", Figure.Median(alone.Select(round => round.Ours)), Figure.Median(alone.Select(round => round.Floor)), Ratio: null,
                new(alone.Min(round => round.Ours), alone.Max(round => round.Ours)), 500, string.Create(CultureInfo.InvariantCulture,
                    $"the hub holds itself back; processor {Figure.Median(cost):N0} µs a record beside {Figure.Median(floorCost):N0}: {Figure.Median(floorCost) / Figure.Median(cost):N2}; {Figure.Median(beside):N0} records/s beside searches")),
            new("Exact search of a term during a sweep beside none, 8 connections", "requests/s", Figure.Median(reads.Select(round => round.During)), Figure.Median(reads.Select(round => round.Without)), Figure.Median(ratios),
                new(ratios.Min(), ratios.Max()), 0.8, string.Create(CultureInfo.InvariantCulture,
                    $"searches alone fill {Environment.ProcessorCount} processors, which client, server and PostgreSQL share with the sweep of {Figure.Median(beside):N0} records/s")),
        ];

        Round One() => Load.Run(ours.Port, Connections, searches, 200, Slice);

        async Task<(double PerSecond, double Cost)> CostAsync(Child side)
        {
            var before = Processor.Of(side.Id, database.ServerId);
            var time = await SweepAsync(side);
            return (Due / time.TotalSeconds, Processor.Since(before, side.Id, database.ServerId).TotalMicroseconds / Due);
        }

        async Task<TimeSpan> SweepAsync(Child side)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync(new Uri($"http://127.0.0.1:{side.Port}/sweep"), content: null, ct);
            var time = Stopwatch.GetElapsedTime(began);
            return answer.IsSuccessStatusCode && await database.LapsedAsync(ct) == 0 ? time : throw new InvalidOperationException("The sweep left something.");
        }
    }
}
