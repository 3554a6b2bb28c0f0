using System.Text.Json;
using IntelShare.Disclosure;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Store;

/// <summary>A stored request, its words still closed, and the wrapped key that may open them.</summary>
internal readonly record struct StoredRequest(DisclosureRequest Request, byte[]? WrappedKey);

/// <summary>A line of an owner's ledger: which record went out by which request, and when a later grant of the same took its place.</summary>
internal readonly record struct LedgerLine(DateTimeOffset At, Guid Indicator, DateTimeOffset? ReplacedAt, StoredRequest Stored);

/// <summary>Reads disclosure requests as the inline projection wrote them. What of one a caller may see is decided by its side.</summary>
internal sealed class Disclosures(Line line)
{
    private const string ById =
        $"""
        select d.data, k.wrapped from {EventStore.Documents}.mt_doc_disclosure_request d
        left join intelshare.record_key k on k.indicator = d.id where d.id = $1
        """;

    // A lapse is computed here as the law computes it, so that a page of one state is full.
    private const string OfMember =
        $"""
        select d.data, k.wrapped from (select unnest($1::text[]) as member, true as received union all select $8, false) e cross join lateral (
            select q.at, q.id from intelshare.disclosure_queue q
            where q.member = e.member and q.received = e.received and q.received = any($2)
              and (e.member = $8 or not exists (select from intelshare.disclosure_queue own where own.member = $8 and own.id = q.id)) and (q.at, q.id) < ($3, $4)
              and ($5::text is null or $5 = case when q.state in ('open', 'deferred') and q.due <= $6 then 'lapsed' else q.state end)
            order by q.at desc, q.id desc limit $7) q
        join {EventStore.Documents}.mt_doc_disclosure_request d on d.id = q.id
        left join intelshare.record_key k on k.indicator = q.id
        order by q.at desc, q.id desc limit $7
        """;

    private const string OfOwner =
        $"""
        select d.data, k.wrapped, l.at, l.indicator, l.replaced_at from unnest($1::text[]) e(member) cross join lateral (
            select l.* from intelshare.disclosure l
            where l.owner = e.member and ($2::uuid is null or l.indicator = $2) and (l.at, l.request, l.indicator) < ($3, $4, $5)
            order by l.at desc, l.request desc, l.indicator desc limit $6) l
        join {EventStore.Documents}.mt_doc_disclosure_request d on d.id = l.request
        left join intelshare.record_key k on k.indicator = l.request
        order by l.at desc, l.request desc, l.indicator desc limit $6
        """;

    public async Task<StoredRequest?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ById, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    /// <summary>Requests below (at, id), newest first: those that a member asked, those that its estate received, or both.</summary>
    public async Task<List<StoredRequest>> QueueAsync(string member, string[] estate, bool[] received, DisclosureState? state, DateTimeOffset now, (DateTimeOffset At, Guid Id) below, int most, CancellationToken ct)
    {
        var found = new List<StoredRequest>(most);
        await using var command = new NpgsqlCommand(OfMember, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = estate });
        command.Parameters.Add(new() { Value = received });
        command.Parameters.Add(new() { Value = below.At });
        command.Parameters.Add(new() { Value = below.Id });
        command.Parameters.Add(new() { Value = (object?)state?.Code() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = member });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    /// <summary>The lines of an owner's ledger below (at, request, indicator), newest first.</summary>
    public async Task<List<LedgerLine>> LedgerAsync(string[] estate, Guid? indicator, (DateTimeOffset At, Guid Request, Guid Indicator) below, int most, CancellationToken ct)
    {
        var found = new List<LedgerLine>(most);
        await using var command = new NpgsqlCommand(OfOwner, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = estate });
        command.Parameters.Add(new() { Value = (object?)indicator ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = below.At });
        command.Parameters.Add(new() { Value = below.Request });
        command.Parameters.Add(new() { Value = below.Indicator });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetFieldValue<DateTimeOffset>(2), reader.GetGuid(3), reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4), Read(reader)));
        }

        return found;
    }

    private static StoredRequest Read(NpgsqlDataReader reader) => new(
        JsonSerializer.Deserialize<DisclosureRequest>(reader.GetFieldValue<byte[]>(0), Json.Stored)!,
        reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1));
}
