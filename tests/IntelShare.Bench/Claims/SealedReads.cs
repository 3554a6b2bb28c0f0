using System.Diagnostics;
using System.Globalization;
using IntelShare.Bench.World;
using Npgsql;

namespace IntelShare.Bench.Claims;

/// <summary>
/// What sealing takes from those who read: one hub with its sealer beside the same hub with the bare insert, in turns. The sealer is put off by
/// taking its seat from outside; what was left waiting is folded before its own round begins, so that a round folds what it writes.
/// </summary>
internal static class SealedReads
{
    private const int Connections = 32;
    private const double Goal = 0.8;
    private const string TakeSeat = "select pg_advisory_lock(hashtext('intelshare.sealing'))";
    private const string GiveSeat = "select pg_advisory_unlock(hashtext('intelshare.sealing'))";

    // The key of an advisory lock of one 64-bit number stands in two columns.
    private const string CutOff = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and ((classid::bigint << 32) | objid::bigint) = hashtext('intelshare.sealing')::bigint and pid <> $1";

    private const string Waiting =
        """
        select count(*), coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 from intelshare.audit_entry
        where xid >= (select coalesce(max(xid), '0') from intelshare.audit_fold)
        """;

    public static async Task<Figure> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync($"Filling a database with {pace.Records.ToString("N0", CultureInfo.InvariantCulture)} indicators.");
        await using var database = await Database.CreateAsync(pace.Records, ct);
        await using var hub = await Child.Hub(database.Folder, database.Settings).ListeningAsync(ct);
        await using var outside = await database.Owner.OpenConnectionAsync(ct);
        var searches = Counter.Searches(database, "lexicon-entry", reference: null);
        for (var done = 0; done < pace.Warm; done += Load.Run(hub.Port, Connections, searches, 200, pace.WarmUp).Requests)
        {
        }

        var rounds = new List<(Round Sealed, Round Bare)>();
        List<double> late = [], rest = [];
        var folded = 0L;
        for (var i = 0; i < pace.Rounds; i++)
        {
            // A token lives ten minutes.
            searches = Counter.Searches(database, "lexicon-entry", reference: null);
            var first = i % 2 == 0;
            var a = first ? await SealedAsync() : await BareAsync();
            var b = first ? await BareAsync() : await SealedAsync();
            rounds.Add(first ? (a, b) : (b, a));
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {rounds[i].Sealed.PerSecond,8:N0} {rounds[i].Bare.PerSecond,8:N0} {rounds[i].Sealed.PerSecond / rounds[i].Bare.PerSecond:N2} {rounds[i].Sealed.Cost,8:N0} {rounds[i].Bare.Cost,8:N0} {rounds[i].Bare.Cost / rounds[i].Sealed.Cost:N2}; {rest[i]:N0} waited, the oldest {late[i]:N2} s"));
        }

        var ratios = rounds.ConvertAll(round => round.Sealed.PerSecond / round.Bare.PerSecond);
        return new("Exact search of a term while its entries are sealed beside the bare insert, 32 connections", "requests/s", Figure.Median(rounds.Select(round => round.Sealed.PerSecond)), Figure.Median(rounds.Select(round => round.Bare.PerSecond)), Figure.Median(ratios),
            new(ratios.Min(), ratios.Max()), Goal, string.Create(CultureInfo.InvariantCulture,
                $"{folded:N0} entries folded in the sealer's rounds; at the end of one {Figure.Median(rest):N0} waited, the oldest {Figure.Median(late):N2} s (most {late.Max():N2}); processor {Figure.Median(rounds.Select(round => round.Sealed.Cost)):N0} µs a request beside {Figure.Median(rounds.Select(round => round.Bare.Cost)):N0}: {Figure.Median(rounds.Select(round => round.Bare.Cost / round.Sealed.Cost)):N2}"));

        async Task<Round> SealedAsync()
        {
            await CaughtUpAsync();
            var round = One();
            var (waiting, seconds) = await WaitingAsync(outside, ct);
            late.Add(seconds);
            rest.Add(waiting);
            folded += round.Requests - waiting;
            return round;
        }

        async Task<Round> BareAsync()
        {
            // Queued before the sealer is cut off, so that it finds its seat taken.
            await using var holder = await database.Owner.OpenConnectionAsync(ct);
            await using var take = new NpgsqlCommand(TakeSeat, holder);
            var taken = take.ExecuteNonQueryAsync(ct);
            while (!taken.IsCompleted)
            {
                // The seat may be taken before it is known here.
                await ExecuteAsync(outside, CutOff, ct, holder.ProcessID);
                await Task.WhenAny(taken, Task.Delay(50, ct));
            }

            await taken;
            var round = One();
            var (waiting, _) = await WaitingAsync(outside, ct);
            await ExecuteAsync(holder, GiveSeat, ct);
            return waiting >= round.Requests ? round : throw new InvalidOperationException("Somebody sealed without the seat.");
        }

        Round One()
        {
            var before = Processor.Of(hub.Id, database.ServerId);
            var round = Load.Run(hub.Port, Connections, searches, 200, pace.Round);
            return round with { Cost = Processor.Since(before, hub.Id, database.ServerId).TotalMicroseconds / Math.Max(1, round.Requests) };
        }

        async Task CaughtUpAsync()
        {
            for (var began = Stopwatch.GetTimestamp(); (await WaitingAsync(outside, ct)).Entries > 0;)
            {
                await Task.Delay(100, ct);
                if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
                {
                    throw new InvalidOperationException("The sealer does not catch up.");
                }
            }
        }
    }

    private static async Task<(long Entries, double Seconds)> WaitingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Waiting, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetDouble(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params int[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
        await command.ExecuteNonQueryAsync(ct);
    }
}
