using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>
/// Reminds owners of review days, 90, 30 and 7 days ahead, and erases what nobody decided, or whose owner left. Whatever was missed while no node
/// ran is made up for; two nodes take turns, and what one has done the other no longer finds.
/// </summary>
internal sealed class Reviewing(NpgsqlDataSource source, Streams streams, Trail trail, RegistryCache registry, ShredList shredded, Ids ids, TimeProvider clock, ILogger<Reviewing> log) : Rounds(TimeSpan.FromMinutes(15), clock, log, atStart: true)
{
    // Each owner's in a transaction of their own.
    internal const int Batch = 500;
    private const int Reminders = 500;
    private const string Turn = "hashtext('intelshare.reviewing')";

    private const string Lapsed =
        $"""
        select data from {EventStore.Documents}.mt_doc_indicator
        where data -> 'retention' ->> 'reviewBy' < $1 and data ->> 'status' <> 'erased' and data -> 'restriction' is null limit $2
        """;

    private const string OfThoseWhoLeft = $"select data from {EventStore.Documents}.mt_doc_indicator where data ->> 'owner' = any($1) and data ->> 'status' <> 'erased' limit $2";

    // The last reminder that a record has come to: one that comes late takes the place of those before it.
    private const string Due =
        $"""
        select i.id, i.data ->> 'owner', r.days, (i.data -> 'retention' ->> 'reviewBy')::date from {EventStore.Documents}.mt_doc_indicator i
        join lateral (select min(d) as days from unnest(array[7, 30, 90]) d where (i.data -> 'retention' ->> 'reviewBy')::date - d <= $1) r on r.days is not null
        where i.data -> 'retention' ->> 'reviewBy' between $2 and $3 and i.data ->> 'status' <> 'erased'
          and not exists (select from intelshare.review_told t where t.indicator = i.id and t.review_by = (i.data -> 'retention' ->> 'reviewBy')::date and t.days = r.days)
        limit $4
        """;

    private const string Remind =
        """
        with once as (
            insert into intelshare.review_told (indicator, review_by, days)
            select u.indicator, u.review_by, u.days from unnest($1::uuid[], $2::date[], $3::int[]) u(indicator, review_by, days) on conflict do nothing returning indicator)
        insert into intelshare.notice (member, id, at, kind, about)
        select n.member, n.id, $6, $7, n.indicator from unnest($1::uuid[], $4::text[], $5::uuid[]) n(indicator, member, id) join once using (indicator)
        """;

    private DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    /// <summary>Reminds of what comes, erases what is over.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await ExecuteAsync($"select pg_advisory_lock({Turn})", ct);
            await registry.RefreshAsync(ct);
            while (await RemindAsync(ct) == Reminders)
            {
            }

            await EraseAllAsync(Lapsed, _ => Text(Today), ct);
            await EraseAllAsync(OfThoseWhoLeft, current => current.Members.Values.Where(member => member.LosesRecords(current, Clock.GetUtcNow())).Select(member => member.Id).ToArray(), ct);

            await shredded.CompleteAsync(ct);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync($"select pg_advisory_unlock({Turn})", CancellationToken.None);
            }
        }

        async Task ExecuteAsync(string sql, CancellationToken until)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(until);
        }
    }

    private async Task<int> RemindAsync(CancellationToken ct)
    {
        var today = Today;
        var due = new List<(Guid Indicator, string Owner, int Days, DateOnly ReviewBy)>();
        await using (var command = source.CreateCommand(Due))
        {
            command.Parameters.Add(new() { Value = today });
            command.Parameters.Add(new() { Value = Text(today) });
            command.Parameters.Add(new() { Value = Text(today.AddDays(90)) });
            command.Parameters.Add(new() { Value = Reminders });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                due.Add((reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateOnly>(3)));
            }
        }

        await using var remind = source.CreateCommand(Remind);
        remind.Parameters.Add(new() { Value = due.Select(one => one.Indicator).ToArray() });
        remind.Parameters.Add(new() { Value = due.Select(one => one.ReviewBy).ToArray() });
        remind.Parameters.Add(new() { Value = due.Select(one => one.Days).ToArray() });
        remind.Parameters.Add(new() { Value = due.Select(one => one.Owner).ToArray() });
        remind.Parameters.Add(new() { Value = due.Select(one => Notice.NextId(ids, one.Owner)).ToArray() });
        remind.Parameters.Add(new() { Value = Clock.GetUtcNow() });
        remind.Parameters.Add(new() { Value = NoticeKind.ReviewDue.Code() });
        await remind.ExecuteNonQueryAsync(ct);
        return due.Count;
    }

    /// <summary>Erases batch by batch, and rests between two for three quarters of the time that one took: whoever reads meanwhile goes first.</summary>
    private async Task EraseAllAsync(string which, Func<Registry, object> whose, CancellationToken ct)
    {
        for (var began = Clock.GetTimestamp(); await EraseAsync(which, whose, ct); began = Clock.GetTimestamp())
        {
            await Task.Delay(Clock.GetElapsedTime(began) * 0.75, Clock, ct);
        }
    }

    /// <summary>Erases one batch.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> EraseAsync(string which, Func<Registry, object> whose, CancellationToken ct)
    {
        // One registry for decision and entry: what is erased is erased only while it stands.
        var current = registry.Current;
        var now = Clock.GetUtcNow();
        var lapsed = new List<Indicator>();
        await using (var command = source.CreateCommand(which))
        {
            command.Parameters.Add(new() { Value = whose(current) });
            command.Parameters.Add(new() { Value = Batch });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                lapsed.Add(JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!);
            }
        }

        var moved = false;
        Indicator[] due = [.. lapsed.Where(record => record.Lapse(current, now).IsAccepted)];
        foreach (var own in due.GroupBy(record => record.Owner))
        {
            try
            {
                await streams.LapseAsync(current, [.. own], now, EntryOf(own), ct);
            }
            catch (VersionMovedException)
            {
                // Somebody changed one of them: each by itself, as it then stands.
                foreach (var record in own)
                {
                    await LapseAloneAsync(record);
                }
            }
            catch (RegistryMovedException)
            {
                await registry.ReloadAsync(ct);
                moved = registry.Current.Version > current.Version;
            }
        }

        return moved || (lapsed.Count == Batch && due.Length > 0);

        Entry EntryOf(IEnumerable<Indicator> records) => trail.EntryOf(records.First().Owner, current, "indicator-erased", records.Select(record => record.Id));

        async Task LapseAloneAsync(Indicator record)
        {
            await using var open = await streams.OpenAsync(record.Id, _ => true, ct, alone: true);
            if (open is not null && open.Record.Lapse(current, now) is { IsAccepted: true } lapse)
            {
                await streams.ChangeAsync(open, lapse.Facts, EntryOf([open.Record]), ct);
            }
        }
    }

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
