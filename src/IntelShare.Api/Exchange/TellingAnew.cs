using System.Collections.Concurrent;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Members;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Exchange;

/// <summary>
/// Posts anew what an agreement or an authorisation opens to a member: those records stand before the places up to which its machines have read.
/// A batch is one transaction with how far it came, so that a node that dies loses nothing; nodes wait for each other.
/// </summary>
internal sealed class TellingAnew(NpgsqlDataSource source, RegistryCache registry, TimeProvider clock, ILogger<TellingAnew> log) : Rounds(TimeSpan.FromSeconds(5), clock, log, atStart: true)
{
    private const int Batch = 500;

    private const string Turn = "select pg_advisory_xact_lock(hashtext('intelshare.telling-anew'))";

    private const string Find = "select told, becoming, after from intelshare.authority where member = $1";

    private const string Keep =
        """
        insert into intelshare.authority (member, told, becoming, after) values ($1, $2, $3, $4)
        on conflict (member) do update set told = excluded.told, becoming = excluded.becoming, after = excluded.after
        """;

    // Whoever changes or erases one of them waits, or this waits for it: what is erased is not posted again.
    private const string Hold =
        $"select d.id from {EventStore.Documents}.mt_doc_indicator d join {EventStore.Facts}.mt_streams s on s.id = d.id where d.id > $1 order by d.id limit $2 for share of s";

    private const string Read = $"select data from {EventStore.Documents}.mt_doc_indicator where id = any($1) order by id";

    // What stands under the class from an earlier time moves to the new place.
    private const string Post = IndicatorRows.WithClassesOfFirst +
        """
        , opened as (select * from unnest($2::bigint[], $3::uuid[], $4::int[]) with ordinality r(class, indicator, version, nth)),
        place as materialized (select indicator, nextval('intelshare.posting_pos') as pos from (select indicator from opened group by indicator order by min(nth)) one),
        tide as (insert into intelshare.tide (xid, first, last) select pg_current_xact_id(), min(pos), max(pos) from place on conflict (xid) do update set last = excluded.last)
        insert into intelshare.posting (class, indicator, pos, version, since) select opened.class, indicator, place.pos, opened.version, '-infinity' from opened join place using (indicator)
        on conflict (indicator, version, class) do update set xid = excluded.xid, pos = excluded.pos
        """;

    private readonly ConcurrentDictionary<string, Authority> settled = new(StringComparer.Ordinal);

    private sealed record Place(Authority Told, Authority? Becoming, Guid After);

    /// <summary>Tells every member of all that its authority opens by now.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        await registry.RefreshAsync(ct);
        foreach (var member in registry.Current.Members.Keys)
        {
            while (!await IsSettledAsync(member, ct))
            {
            }
        }
    }

    /// <summary>Does one batch, where there is one to do.</summary>
    /// <returns>Whether the member is told up to its present authority.</returns>
    private async Task<bool> IsSettledAsync(string member, CancellationToken ct)
    {
        if (Authority.Of(AnyOf(member)).Equals(settled.GetValueOrDefault(member)))
        {
            return true;
        }

        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var turn = new NpgsqlCommand(Turn, connection))
        {
            await turn.ExecuteNonQueryAsync(ct);
        }

        // What it was before its turn may be what another node has left behind.
        await registry.RefreshAsync(ct);
        var reader = AnyOf(member);
        var authority = Authority.Of(reader);

        // A member that was never told anything has nothing to be told anew: its machines begin at the beginning.
        var place = await FindAsync(connection, member, ct) ?? new(authority, Becoming: null, Guid.Empty);
        if (!authority.Equals(place.Becoming))
        {
            place = authority.Exceeds(place.Told) ? place with { Becoming = authority, After = Guid.Empty } : new(authority, Becoming: null, Guid.Empty);
        }

        if (place.Becoming is not null)
        {
            var records = await HeldAsync(connection, place.After, ct);
            await PostAsync(connection, reader, place.Told, records, ct);
            place = records.Count == Batch ? place with { After = records[^1].Id } : new(authority, Becoming: null, Guid.Empty);
        }

        await KeepAsync(connection, member, place, ct);
        await transaction.CommitAsync(ct);
        if (place.Becoming is null)
        {
            settled[member] = authority;
        }

        return place.Becoming is null;
    }

    private Reader AnyOf(string member)
    {
        var current = registry.Current;
        return Reader.Supposing(current.Members[member], new(Role.Analyst, Purpose.CrossChecking, Cleared: true), current.TaskForces.Values, current, Clock.GetUtcNow());
    }

    private static async Task PostAsync(NpgsqlConnection connection, Reader reader, Authority told, List<Indicator> records, CancellationToken ct)
    {
        (PostingClass Class, Guid Record, int Version)[] opened =
        [
            .. from record in records
               from one in Authority.Opened(reader, told, record)
               select (PostingClass.OfAnew(record, IndicatorRows.Anew(reader.Member, one.Way)), record.Id, one.Version),
        ];
        if (opened is [])
        {
            return;
        }

        await using var post = new NpgsqlCommand(Post, connection)
        {
            Parameters =
            {
                new() { Value = IndicatorRows.Json(opened.Select(row => (row.Class, DateTimeOffset.MinValue)).Distinct()) },
                new() { Value = opened.Select(row => row.Class.Id()).ToArray() },
                new() { Value = opened.Select(row => row.Record).ToArray() },
                new() { Value = opened.Select(row => row.Version).ToArray() },
            },
        };
        await post.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<Indicator>> HeldAsync(NpgsqlConnection connection, Guid after, CancellationToken ct)
    {
        var held = new List<Guid>(Batch);
        await using (var hold = new NpgsqlCommand(Hold, connection) { Parameters = { new() { Value = after }, new() { Value = Batch } } })
        {
            await using var ids = await hold.ExecuteReaderAsync(ct);
            while (await ids.ReadAsync(ct))
            {
                held.Add(ids.GetGuid(0));
            }
        }

        var records = new List<Indicator>(held.Count);
        await using var read = new NpgsqlCommand(Read, connection) { Parameters = { new() { Value = held.ToArray() } } };
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            records.Add(JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!);
        }

        return records;
    }

    private static async Task<Place?> FindAsync(NpgsqlConnection connection, string member, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Find, connection) { Parameters = { new() { Value = member } } };
        await using var reader = await find.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(JsonSerializer.Deserialize<Authority>(reader.GetString(0), Json.Stored)!, reader.IsDBNull(1) ? null : JsonSerializer.Deserialize<Authority>(reader.GetString(1), Json.Stored), reader.IsDBNull(2) ? Guid.Empty : reader.GetGuid(2))
            : null;
    }

    private static async Task KeepAsync(NpgsqlConnection connection, string member, Place place, CancellationToken ct)
    {
        await using var keep = new NpgsqlCommand(Keep, connection)
        {
            Parameters =
            {
                new() { Value = member },
                new() { Value = JsonSerializer.Serialize(place.Told, Json.Stored), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = place.Becoming is { } becoming ? JsonSerializer.Serialize(becoming, Json.Stored) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = place.After },
            },
        };
        await keep.ExecuteNonQueryAsync(ct);
    }
}
