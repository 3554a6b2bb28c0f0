using System.Text.Json;
using IntelShare.Indicators;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Store;

/// <summary>A stored record, its secret still closed, and the wrapped key that may open it.</summary>
internal readonly record struct Stored(Indicator Record, byte[]? WrappedKey);

/// <summary>A place in a walk through postings, newest first: below (xid, pos), among what the snapshot <paramref name="Until"/> sees and <paramref name="Since"/> does not.</summary>
/// <param name="Xid">Of the row last read.</param>
/// <param name="Pos">Of the row last read.</param>
/// <param name="Until">The database snapshot of the walk's first page; null before it.</param>
/// <param name="Since">The snapshot of the walk before; null in the first.</param>
internal sealed record Walk(string Xid, long Pos, string? Until, string? Since)
{
    public static Walk From(string? since) => new(ulong.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture), long.MaxValue, Until: null, since);
}

/// <summary>One row of a walk, where it stands, the version that put it there, and the record. A reader finds the record in one of its rows: that of <see cref="Access.AccessPolicy.ToldAt"/>.</summary>
internal readonly record struct Row(Walk At, int Version, Stored Stored);

/// <summary>
/// Reads records as the inline projection wrote them. SQL only narrows: what is found here goes through
/// <see cref="Access.AccessPolicy"/> before anything is said of it.
/// </summary>
internal sealed class Records(Line line)
{
    private const string Each = $"select d.data, k.wrapped from {EventStore.Documents}.mt_doc_indicator d left join intelshare.record_key k on k.indicator = d.id where d.id";

    private const string ById = Each + " = $1";

    private const string ByIds = Each + " = any($1)";

    private const string ByOwnKey =
        $"select m.key, d.data, k.wrapped from intelshare.match_key m join {EventStore.Documents}.mt_doc_indicator d on d.id = m.indicator left join intelshare.record_key k on k.indicator = d.id where m.key = any($1)";

    // Ordered by id, which is random: the order says nothing. A key that nobody has reads the record whose id comes next to it,
    // so that the time of a miss is that of a record which the reader may not know of.
    private const string ByKey =
        $"""
        select m.key, d.data, k.wrapped from (select distinct unnest($1::bytea[]) as key) a
        left join intelshare.match_key m on m.key = a.key
        join {EventStore.Documents}.mt_doc_indicator d on d.id = coalesce(m.indicator, (
            select n.id from {EventStore.Documents}.mt_doc_indicator n where n.id >= encode(substr(a.key || decode(repeat('00', 16), 'hex'), 1, 16), 'hex')::uuid order by n.id limit 1))
        left join intelshare.record_key k on k.indicator = d.id order by d.id
        """;

    // What the walk before saw and this one does not show again lies below the oldest transaction then under way.
    private const string Admitted =
        """
        from intelshare.posting q
        where q.class = c.id and (q.xid, q.pos) < ($13::text::xid8, $14) and q.xid >= $15::text::xid8 and q.since between c.first and c.last
          and ($16::text is null or pg_visible_in_snapshot(q.xid, $16::text::pg_snapshot))
          and ($17::text is null or not pg_visible_in_snapshot(q.xid, $17::text::pg_snapshot))
        """;

    // The rows of a walk are those of its snapshot; what changes meanwhile is found in the walk that follows, so a page walk
    // loses nothing. Rows of one fact share its place, so a page never ends between two of them. What the law would refuse is
    // left out by class, so that the work does not grow with what is hidden; of the rest only the classes whose newest rows
    // may stand on this page are read.
    private const string ByClass =
        $"""
        with {Narrowing.Classes},
        newest as (
            select c.*, dense_rank() over (order by n.xid desc, n.pos desc) as place from class c cross join lateral (
                select q.xid, q.pos {Admitted} order by q.xid desc, q.pos desc limit 1) n),
        candidate as (
            select distinct p.xid, p.pos, p.indicator, p.version from newest c cross join lateral (
                select q.xid, q.pos, q.indicator, q.version {Admitted} order by q.xid desc, q.pos desc limit $18) p
            where c.place <= $18
            order by p.xid desc, p.pos desc limit $18)
        select c.xid::text, c.pos, c.version, pg_current_snapshot()::text, d.data, k.wrapped from candidate c
        join {EventStore.Documents}.mt_doc_indicator d on d.id = c.indicator
        left join intelshare.record_key k on k.indicator = d.id
        order by c.xid desc, c.pos desc
        """;

    private const string Moments =
        $"select p.xid, p.pos, t.at + {Tide.StepInterval} * (p.pos - t.first) from unnest($1::text[], $2::bigint[]) p(xid, pos) join intelshare.tide t on t.xid = p.xid::xid8 where t.at is not null";

    public async Task<Stored?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ById, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader, 0) : null;
    }

    /// <summary>All that the ids name, whoever's they are, in no order.</summary>
    public async Task<List<Stored>> FindAsync(Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ByIds, await line.OpenAsync(ct)) { Parameters = { new() { Value = ids } } };
        var found = new List<Stored>(ids.Length);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(Read(reader, 0));
        }

        return found;
    }

    /// <summary>Every record under keys of the caller's own references. Unlike <see cref="MatchingAsync"/> a miss is faster than a hit: for no other keys.</summary>
    public async Task<List<(byte[] Key, Stored Stored)>> OwnByReferenceAsync(byte[][] keys, CancellationToken ct)
    {
        var found = new List<(byte[], Stored)>();
        await using var command = new NpgsqlCommand(ByOwnKey, await line.OpenAsync(ct)) { Parameters = { new() { Value = keys } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((reader.GetFieldValue<byte[]>(0), Read(reader, 1)));
        }

        return found;
    }

    /// <summary>Every record under any of the keys, with the key it was found under.</summary>
    /// <param name="keys">As <see cref="Vault.MatchKey"/> makes them.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="first">What is done before, in the same round trip; where it fails, nothing is looked up.</param>
    public async Task<List<(byte[] Key, Stored Stored)>> MatchingAsync(byte[][] keys, CancellationToken ct, params IEnumerable<NpgsqlBatchCommand> first)
    {
        var found = new List<(byte[], Stored)>();
        await using var batch = new NpgsqlBatch(await line.OpenAsync(ct));
        foreach (var command in first)
        {
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(new(ByKey) { Parameters = { new() { Value = keys } } });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var stored = Read(reader, 1);
            if (!reader.IsDBNull(0))
            {
                found.Add((reader.GetFieldValue<byte[]>(0), stored));
            }
        }

        return found;
    }

    /// <summary>The next rows of a walk through what may reach a reader, newest first.</summary>
    public async Task<List<Row>> WalkAsync(Narrowing narrowing, string? kind, Walk walk, int most, CancellationToken ct)
    {
        var rows = new List<Row>(most);
        await using var command = new NpgsqlCommand(ByClass, await line.OpenAsync(ct));
        narrowing.Fill(command.Parameters, kind);
        command.Parameters.Add(new() { Value = walk.Xid });
        command.Parameters.Add(new() { Value = walk.Pos });
        command.Parameters.Add(new() { Value = walk.Since?.Split(':')[0] ?? "0" });
        command.Parameters.Add(new() { Value = (object?)walk.Until ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)walk.Since ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                walk with { Xid = reader.GetString(0), Pos = reader.GetInt64(1), Until = walk.Until ?? reader.GetString(3) },
                reader.GetInt32(2),
                Read(reader, 4)));
        }

        return rows;
    }

    /// <summary>The moments of these places in the feeds; of those that the feeds do not tell yet, none.</summary>
    public async Task<Dictionary<(string Xid, long Pos), DateTimeOffset>> MomentsAsync(IEnumerable<Walk> places, CancellationToken ct)
    {
        var moments = new Dictionary<(string Xid, long Pos), DateTimeOffset>();
        if (places.Select(place => (place.Xid, place.Pos)).Distinct().ToArray() is { Length: > 0 } asked)
        {
            await using var command = new NpgsqlCommand(Moments, await line.OpenAsync(ct)) { Parameters = { new() { Value = asked.Select(place => place.Xid).ToArray() }, new() { Value = asked.Select(place => place.Pos).ToArray() } } };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                moments[(reader.GetString(0), reader.GetInt64(1))] = reader.GetFieldValue<DateTimeOffset>(2);
            }
        }

        return moments;
    }

    public static Stored Read(NpgsqlDataReader reader, int column) => new(
        JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(column), Json.Stored)!,
        reader.IsDBNull(column + 1) ? null : reader.GetFieldValue<byte[]>(column + 1));
}
