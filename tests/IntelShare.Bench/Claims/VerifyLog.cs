using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using IntelShare.Audit;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>How long a partner waits for the proof of its log, on one thread, beside SHA-256 over the same lines and nothing else.</summary>
internal static class VerifyLog
{
    private const int EntriesForEachRecord = 10;
    private const double Goal = 10;

    internal static Figure Measure(Pace pace)
    {
        var count = pace.Records * EntriesForEachRecord;
        using var log = new ExportedLog(count);
        var ours = new List<Turn>();
        var floor = new List<Turn>();
        for (var round = -1; round < pace.Rounds; round++)
        {
            var (verified, hashed) = (Take(() => Verify(log)), Take(() => Hash(log)));
            if (round >= 0)
            {
                ours.Add(verified);
                floor.Add(hashed);
            }
        }

        return new(string.Create(CultureInfo.InvariantCulture, $"Verification of {count:N0} exported entries, one thread"), "s", Figure.Median(ours.Select(turn => turn.Clock)), Figure.Median(floor.Select(turn => turn.Clock)), Ratio: null,
            new(ours.Min(turn => turn.Clock), ours.Max(turn => turn.Clock)), Goal, string.Create(CultureInfo.InvariantCulture,
                $"processor {Figure.Median(ours.Select(turn => turn.Processor)):0.00} s beside {Figure.Median(floor.Select(turn => turn.Processor)):0.00}; {Figure.Median(ours.Zip(floor, (our, bare) => bare.Processor / our.Processor)):0.00} of the floor's speed"));
    }

    private static void Verify(ExportedLog log)
    {
        if (Verification.Of(log.Open, [log.Key]).Fault is { } fault)
        {
            throw new InvalidOperationException(fault.What);
        }
    }

    private static void Hash(ExportedLog log)
    {
        var (buffer, hash) = (new byte[64 * 1024], new byte[SHA256.HashSizeInBytes]);
        foreach (var name in new[] { Export.Entries, Export.Details })
        {
            using var file = log.Open(name)!;
            for (int kept = 0, read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
            {
                var rest = buffer.AsSpan(0, kept + read);
                for (int feed; (feed = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(feed + 1)..])
                {
                    SHA256.HashData(rest[..feed], hash);
                }

                rest.CopyTo(buffer);
                kept = rest.Length;
            }
        }
    }

    private static Turn Take(Action act)
    {
        var (clock, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        act();
        return new(Stopwatch.GetElapsedTime(clock).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>Seconds.</summary>
    private sealed record Turn(double Clock, double Processor);
}
