using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>A part of the own log, to be kept and verified elsewhere.</summary>
/// <param name="First">Index of the first leaf.</param>
/// <param name="Until">Index after the last one.</param>
/// <param name="Frontier">Base64 of the roots of the perfect subtrees before <paramref name="First"/>, largest first: what to go on from.</param>
/// <param name="Leaves">To the byte.</param>
/// <param name="Details">What leaves of own acts commit to, where it was not erased.</param>
/// <param name="Records">Which record stands behind a reference in the leaves.</param>
internal sealed record LeavesView(string Log, long First, long Until, IReadOnlyList<string> Frontier, IReadOnlyList<string> Leaves, IReadOnlyList<LeafDetail> Details, IReadOnlyList<LeafRecord> Records);

/// <summary>The words behind an entry's <c>detail</c>, and the salt with which they make it.</summary>
/// <param name="Id">The entry's.</param>
/// <param name="Salt">Base64url.</param>
/// <param name="Detail">To the letter.</param>
internal sealed record LeafDetail(string Id, string Salt, string Detail);

/// <summary>The record behind a reference, and the salt with which its id makes it.</summary>
internal sealed record LeafRecord(string Record, string Salt, Guid Indicator);

/// <summary>The own log's leaves in order, for an export that is verified without the hub.</summary>
internal static class ListLeavesEndpoint
{
    private const int Most = 1000;

    private const string Behind =
        """
        select e.id, e.member, e.owners, e.records, e.levels, d.box
        from unnest($1::timestamptz[], $2::uuid[]) u(at, id) join intelshare.audit_entry e on e.at = u.at and e.id = u.id
        left join intelshare.audit_detail d on d.entry = e.id and e.member = $3
        """;

    [Published(Problems = ["leaves-gone"])]
    public static async Task<Answer> Get(string log, string? first, string? until, Visit visit, Line line, Trail trail, CancellationToken ct)
    {
        if (!ReadLogEndpoint.TryReadSize(first, 0, out var from) || !ReadLogEndpoint.TryReadSize(until, long.MaxValue, out var before))
        {
            return Problems.Of("malformed-parameter", "first, until: places in this log.");
        }

        if (log != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        var connection = await line.OpenAsync(ct);
        var logs = new AuditLogs(connection);
        var size = (await logs.HeadAsync(log, DateTimeOffset.MaxValue, ct))?.Size ?? 0;
        var (start, end) = (from!.Value, Math.Min(Math.Min(before!.Value, size), from.Value + Most));
        if (start > end)
        {
            return Problems.Of("malformed-parameter", "first, until: places in this log, in this order.");
        }

        var leaves = await logs.LeavesAsync(log, start, end, ct);
        if (leaves.Count != end - start || await logs.RootsAsync(log, [new(0, start)], ct) is not { } roots)
        {
            return Problems.Of("leaves-gone");
        }

        var (details, records) = await BehindAsync(connection, log, leaves, trail, ct);
        return Answer.Json(StatusCodes.Status200OK, new LeavesView(
            log, start, end, [.. new LeafRange(0, start).Perfect().Select(part => Convert.ToBase64String(roots[part]))], [.. leaves.Select(leaf => Encoding.UTF8.GetString(leaf.Body))], details, records));
    }

    private static async Task<(IReadOnlyList<LeafDetail>, IReadOnlyList<LeafRecord>)> BehindAsync(
        NpgsqlConnection connection, string log, IReadOnlyList<(long Index, Guid Entry, byte[] Body)> leaves, Trail trail, CancellationToken ct)
    {
        var entries = leaves.Where(leaf => leaf.Entry != Guid.Empty).ToList();
        await using var command = new NpgsqlCommand(Behind, connection) { Parameters = { new() { Value = entries.Select(leaf => AtOf(leaf.Body)).ToArray() }, new() { Value = entries.Select(leaf => leaf.Entry).ToArray() }, new() { Value = log } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (details, records) = (new List<LeafDetail>(), new Dictionary<Guid, LeafRecord>());
        while (await reader.ReadAsync(ct))
        {
            var (id, own) = (reader.GetGuid(0), reader.GetString(1) == log);
            if (trail.DetailOf(id, reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5)) is { Salt.Length: > 0 } detail)
            {
                details.Add(new(trail.NameOf(id, log), Base64Url.EncodeToString(detail.Salt), detail.Text));
            }

            var (owners, ids, levels) = (reader.GetFieldValue<string[]>(2), reader.GetFieldValue<Guid[]>(3), reader.GetFieldValue<string[]>(4));
            for (var i = 0; i < owners.Length; i++)
            {
                if (owners[i] == log || (own && levels[i] == Level.Full.Code()))
                {
                    records[ids[i]] = new(trail.ReferenceOf(log, ids[i]), Base64Url.EncodeToString(trail.SaltOf(log, ids[i])), ids[i]);
                }
            }
        }

        return ([.. details.OrderBy(detail => detail.Id, StringComparer.Ordinal)], [.. records.Values.OrderBy(record => record.Record, StringComparer.Ordinal)]);
    }

    private static DateTimeOffset AtOf(byte[] body)
    {
        using var leaf = JsonDocument.Parse(body);
        return leaf.RootElement.GetProperty("at").GetDateTimeOffset();
    }
}
