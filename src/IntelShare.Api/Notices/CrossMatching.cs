using System.Data;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Notices;

/// <summary>
/// Tells owners of each other's records under the same value, each what the law lets it see, after the write and apart from
/// it. One node at a time; what is done leaves the list in the transaction of its notices, so nothing is lost or told twice.
/// </summary>
internal sealed partial class CrossMatching(NpgsqlDataSource source, Bell bell, RegistryCache registry, Streams streams, Ids ids, TimeProvider clock, ILogger<CrossMatching> log) : BackgroundService
{
    private const int Batch = 500;

    /// <summary>Between two looks under load: many writes are compared at once, and a notice may wait that long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const string Turn = "hashtext('intelshare.cross-match')";

    // By a range: a plan made while nothing was due, as it is most of the time, would join the list with its own first rows one by one. This one reads
    // the list twice at worst.
    internal const string Take =
        """
        delete from intelshare.cross_match_due where pos <= (select max(pos) from (select pos from intelshare.cross_match_due order by pos limit $1) first)
        returning pos, indicator, since, held
        """;

    private const string Standing = $"select data from {EventStore.Documents}.mt_doc_indicator where id = any($1)";

    // A key that one record alone has, and had, tells nobody: most new values end here, before a record is read.
    private const string Under =
        """
        with asked as (select key from intelshare.match_key where indicator = any($1) union select unnest($2::bytea[])),
        told as materialized (select key from asked where key = any($2) or (select count(*) = 2 from (select from intelshare.match_key o where o.key = asked.key limit 2) two))
        select m.key, m.indicator from told join intelshare.match_key m using (key)
        """;

    // In the order of member, key and other owner: where a notice stands among those of one batch says nothing.
    private const string Tell =
        """
        insert into intelshare.notice (member, id, at, kind, about, key, other)
        select n.member, n.id, $7, $8, n.about, n.key, n.other from unnest($1::text[], $2::uuid[], $3::uuid[], $4::bytea[], $5::text[], $6::int[]) n(member, id, about, key, other, nth) order by n.nth
        on conflict (member, key, other) where acknowledged_at is null and kind = 'cross-match' do nothing
        """;

    /// <summary>Works until the last batch was not full: what comes meanwhile waits for others, to be compared with them.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        for (var more = await IsDueAsync(ct); more;)
        {
            try
            {
                more = await WorkAsync(ct) == Batch;
            }
            catch (PostgresException moved) when (moved.SqlState == PostgresErrorCodes.SerializationFailure)
            {
                // Somebody acknowledged meanwhile; the batch is whole again.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                Failed(failed.GetType().Name, (failed as PostgresException)?.SqlState, failed.StackTrace);
            }

            await bell.WaitAsync(stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task<bool> IsDueAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select exists (select from intelshare.cross_match_due)");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<int> WorkAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);

        // Outside of the transaction, whose snapshot would else be older than the turn. A pooled connection keeps what it was
        // not told to give back, so the turn is given back whatever happened; one that was lost has given it back.
        try
        {
            await ExecuteAsync($"select pg_advisory_lock({Turn})", ct);
            await registry.RefreshAsync(ct);
            return await TellAsync(connection, ct);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
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

    /// <summary>One batch, taken and told in one transaction.</summary>
    /// <returns>How many writes it held.</returns>
    private async Task<int> TellAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var due = await TakeAsync(connection, ct);
        // Of each record, where it stood before the first of its steps.
        var steps = due.GroupBy(row => row.Indicator).ToDictionary(rows => rows.Key, rows => rows.MinBy(row => row.Pos).Step);
        var notices = await MatchAsync(connection, steps, ct);
        await using var tell = new NpgsqlCommand(Tell, connection)
        {
            Parameters =
            {
                new() { Value = notices.Select(notice => notice.Member).ToArray() },
                new() { Value = notices.Select(notice => Notice.NextId(ids, notice.Member)).ToArray() },
                new() { Value = notices.Select(notice => notice.About).ToArray() },
                new() { Value = notices.Select(notice => Convert.FromHexString(notice.Key)).ToArray() },
                new() { Value = notices.Select(notice => notice.Other).ToArray() },
                new() { Value = Enumerable.Range(0, notices.Count).ToArray() },
                new() { Value = clock.GetUtcNow() },
                new() { Value = NoticeKind.CrossMatch.Code() },
            },
        };
        await tell.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return due.Count;
    }

    private static async Task<List<(long Pos, Guid Indicator, Step Step)>> TakeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var due = new List<(long Pos, Guid Indicator, Step Step)>();
        await using var take = new NpgsqlCommand(Take, connection) { Parameters = { new() { Value = Batch } } };
        await using var reader = await take.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            due.Add((reader.GetInt64(0), reader.GetGuid(1), new(reader.GetInt32(2), reader.GetFieldValue<byte[][]>(3).Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal))));
        }

        return due;
    }

    private async Task<IReadOnlyList<Match>> MatchAsync(NpgsqlConnection connection, Dictionary<Guid, Step> steps, CancellationToken ct)
    {
        var earlier = new Dictionary<Guid, Indicator?>();
        foreach (var (id, step) in steps)
        {
            earlier[id] = step.Since == 0 ? null
                : (await streams.FactsAsync(id, ct)).TakeWhile(fact => fact.Version <= step.Since).Aggregate((Indicator?)null, (state, fact) => Indicator.Evolve(state, id, fact.Data));
        }

        var bearers = await UnderAsync(connection, steps, ct);

        // Those that may have lost a key, and each bearer once, however many keys it has.
        var records = await StandingAsync(connection, [.. steps.Where(step => step.Value.Held.Count > 0).Select(step => step.Key).Union(bearers.SelectMany(key => key))], ct);
        var now = clock.GetUtcNow();
        return
        [
            .. bearers.SelectMany(topic => new Topic(topic.Key, [.. topic.Select(id => records[id])], [.. steps.Where(step => step.Value.Held.Contains(topic.Key) && records.ContainsKey(step.Key)).Select(step => records[step.Key])], steps, earlier)
                .Matches(registry.Current, now)).OrderBy(match => match.Member, StringComparer.Ordinal).ThenBy(match => match.Key, StringComparer.Ordinal).ThenBy(match => match.Other, StringComparer.Ordinal),
        ];
    }

    private static async Task<ILookup<string, Guid>> UnderAsync(NpgsqlConnection connection, Dictionary<Guid, Step> steps, CancellationToken ct)
    {
        await using var under = new NpgsqlCommand(Under, connection)
        {
            Parameters = { new() { Value = steps.Keys.ToArray() }, new() { Value = steps.Values.SelectMany(step => step.Held).Select(Convert.FromHexString).ToArray() } },
        };
        var found = new List<(string Key, Guid Indicator)>();
        await using var reader = await under.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((Convert.ToHexString(reader.GetFieldValue<byte[]>(0)), reader.GetGuid(1)));
        }

        return found.ToLookup(bearer => bearer.Key, bearer => bearer.Indicator, StringComparer.Ordinal);
    }

    private static async Task<Dictionary<Guid, Indicator>> StandingAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken ct)
    {
        await using var standing = new NpgsqlCommand(Standing, connection) { Parameters = { new() { Value = ids } } };
        var records = new Dictionary<Guid, Indicator>(ids.Length);
        await using var reader = await standing.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var record = JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!;
            records[record.Id] = record;
        }

        return records;
    }

    [LoggerMessage(LogLevel.Error, "Cross-matching failed: {Exception} {SqlState}\n{Trace}")]
    private partial void Failed(string exception, string? sqlState, string? trace);
}
