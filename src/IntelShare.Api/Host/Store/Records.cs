using System.Text.Json;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;
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
    private const string ById =
        $"""
        select d.data, k.wrapped from {EventStore.Documents}.mt_doc_indicator d
        left join intelshare.record_key k on k.indicator = d.id where d.id = $1
        """;

    // Ordered by id, which is random: the order says nothing.
    private const string ByKey =
        $"""
        select m.key, d.data, k.wrapped from intelshare.match_key m
        join {EventStore.Documents}.mt_doc_indicator d on d.id = m.indicator
        left join intelshare.record_key k on k.indicator = d.id where m.key = any($1) order by d.id
        """;

    // The rows of a walk are those of its snapshot; what changes meanwhile is found in the walk that follows, so a page walk
    // loses nothing. Rows of one fact share its place, so a page never ends between two of them. What the law would refuse
    // for purpose, role or protection is left out here already, so that the work does not grow with what is hidden.
    private const string ByAudience =
        $"""
        with candidate as (
            select distinct p.xid, p.pos, p.indicator, p.version from unnest($1::text[]) a(audience) cross join lateral (
                select q.xid, q.pos, q.indicator, q.version from intelshare.posting q
                where q.audience = a.audience and (q.xid, q.pos) < ($2::text::xid8, $3)
                  and ($4::text is null or q.kind = $4)
                  and (q.audience = $8 or ($9 = any(q.purposes) and (q.feeds or $10) and (not q.protected or $11)))
                  and ($5::text is null or pg_visible_in_snapshot(q.xid, $5::text::pg_snapshot))
                  and ($6::text is null or not pg_visible_in_snapshot(q.xid, $6::text::pg_snapshot))
                order by q.xid desc, q.pos desc limit $7) p
            order by p.xid desc, p.pos desc limit $7)
        select c.xid::text, c.pos, c.version, pg_current_snapshot()::text, d.data, k.wrapped from candidate c
        join {EventStore.Documents}.mt_doc_indicator d on d.id = c.indicator
        left join intelshare.record_key k on k.indicator = d.id
        order by c.xid desc, c.pos desc
        """;

    public async Task<Stored?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ById, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader, 0) : null;
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
            found.Add((reader.GetFieldValue<byte[]>(0), Read(reader, 1)));
        }

        return found;
    }

    /// <summary>The next rows of a walk for these audiences, newest first.</summary>
    public async Task<List<Row>> WalkAsync(Reader by, string[] audiences, string? kind, Walk walk, int most, CancellationToken ct)
    {
        var rows = new List<Row>(most);
        await using var command = new NpgsqlCommand(ByAudience, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = audiences });
        command.Parameters.Add(new() { Value = walk.Xid });
        command.Parameters.Add(new() { Value = walk.Pos });
        command.Parameters.Add(new() { Value = (object?)kind ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)walk.Until ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)walk.Since ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = IndicatorRows.Owner(by.Member) });
        command.Parameters.Add(new() { Value = by.Purpose.Code() });
        command.Parameters.Add(new() { Value = by.Roles.Contains(Role.Analyst) });
        command.Parameters.Add(new() { Value = by.Cleared });
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

    public static Stored Read(NpgsqlDataReader reader, int column) => new(
        JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(column), Json.Stored)!,
        reader.IsDBNull(column + 1) ? null : reader.GetFieldValue<byte[]>(column + 1));
}
