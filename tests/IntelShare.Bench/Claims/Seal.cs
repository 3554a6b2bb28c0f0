using System.Diagnostics;
using System.Globalization;
using IntelShare.Api.Audit;
using IntelShare.Api.Host.Door;
using IntelShare.Bench.Floor;
using IntelShare.Bench.World;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Bench.Claims;

/// <summary>How fast the sealer folds what waits for it, alone, beside a bare sealer of one log; both take the same entries, in turns.</summary>
internal static class Seal
{
    private const double Goal = 15_000;
    private const int FactsToCommitTo = 5000;
    private const string Waiting = "select count(*) from intelshare.audit_entry where xid >= (select max(xid) from intelshare.audit_fold)";

    public static async Task<Figure> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await using var database = await Database.CreateAsync(FactsToCommitTo, ct);
        await using var source = Api.Host.Database.Open(database.ConnectionString);
        await using var hub = await database.HubAsync(source, ct);
        var sealer = hub.Services.GetRequiredService<Sealer>();
        using var floor = new BareSeal(database.Owner, source);
        await floor.CreateAsync(ct);
        var facts = await FactsAsync(database.Owner, ct);
        var entries = new Entries(database.Owner, hub.Services.GetRequiredService<Trail>(), hub.Services.GetRequiredService<RegistryCache>().Current.Version, TimeProvider.System);
        var count = pace.Records / 2;
        var rounds = new List<(Turn Ours, Turn Floor)>();
        for (var round = -1; round < pace.Rounds; round++)
        {
            await entries.AddAsync(count, facts, ct);
            var first = round % 2 == 0;
            var a = await TakeAsync(first ? sealer.GoAsync : floor.GoAsync);
            var b = await TakeAsync(first ? floor.GoAsync : sealer.GoAsync);
            var turn = first ? (a, b) : (b, a);
            await RequireSealedAsync(database.Owner, ct);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {turn.Item1.PerSecond,8:N0} {turn.Item2.PerSecond,8:N0} {turn.Item1.PerSecond / turn.Item2.PerSecond:N2} {turn.Item1.Cost,8:N1} {turn.Item2.Cost,8:N1}; the sealer itself {turn.Item1.Own:N1}"));
            if (round >= 0)
            {
                rounds.Add(turn);
            }
        }

        await sealer.StopAsync(ct);
        return new(string.Create(CultureInfo.InvariantCulture, $"Sealing of {count:N0} entries, alone"), "entries/s", Figure.Median(rounds.Select(round => round.Ours.PerSecond)), Figure.Median(rounds.Select(round => round.Floor.PerSecond)), Ratio: null,
            new(rounds.Min(round => round.Ours.PerSecond), rounds.Max(round => round.Ours.PerSecond)), Goal, string.Create(CultureInfo.InvariantCulture,
                $"processor {Figure.Median(rounds.Select(round => round.Ours.Cost)):N1} µs an entry, {Figure.Median(rounds.Select(round => round.Ours.Own)):N1} of them the hub's, beside {Figure.Median(rounds.Select(round => round.Floor.Cost)):N1} and {Figure.Median(rounds.Select(round => round.Floor.Own)):N1}; {Figure.Median(rounds.Select(round => round.Ours.PerSecond / round.Floor.PerSecond)):0.00} of the floor's speed"));

        async Task<Turn> TakeAsync(Func<CancellationToken, Task> seal)
        {
            var (clock, own, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, Processor.Of(database.ServerId));
            await seal(ct);
            var time = Stopwatch.GetElapsedTime(clock);
            var hubs = Environment.CpuUsage.TotalTime - own;
            return new(count / time.TotalSeconds, (hubs + Processor.Since(before, database.ServerId)).TotalMicroseconds / count, hubs.TotalMicroseconds / count);
        }
    }

    private static async Task<List<Guid>> FactsAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        var facts = new List<Guid>(FactsToCommitTo);
        await using var command = owner.CreateCommand("select id from es.mt_events order by seq_id desc limit " + FactsToCommitTo.ToString(CultureInfo.InvariantCulture));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            facts.Add(reader.GetGuid(0));
        }

        return facts;
    }

    private static async Task RequireSealedAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var command = owner.CreateCommand(Waiting);
        if (await command.ExecuteScalarAsync(ct) is not 0L)
        {
            throw new InvalidOperationException("Not everything was sealed.");
        }
    }

    /// <summary>Microseconds of processor time for an entry, with PostgreSQL's and without.</summary>
    private sealed record Turn(double PerSecond, double Cost, double Own);
}
