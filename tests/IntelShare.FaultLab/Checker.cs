using System.Text.Json.Nodes;
using Npgsql;

namespace IntelShare.FaultLab;

/// <summary>What must be 0 after the healing.</summary>
internal sealed record Findings(int Lost, int Duplicates, int Unsettled, int AuditMissing, int Torn)
{
    public bool Clean => this is { Lost: 0, Duplicates: 0, Unsettled: 0, AuditMissing: 0, Torn: 0 };
}

/// <summary>Holds the journal against the hub: over HTTP as a partner would, and against its tables.</summary>
internal sealed class Checker(HubProcess hub, Journal journal, TimeProvider clock)
{
    private const string Officers = "select officer from intelshare.audit_entry where officer like 'lab-%'";

    private const string Records = "select count(*) from es.mt_events where type = 'indicator-submitted' and user_name like 'lab-%'";

    // A submission is a fact, its stream, its document, its keys and its postings together, or nothing.
    private const string HalfWritten =
        """
        select count(*) from es.mt_streams s
        full join doc.mt_doc_indicator d on d.id = s.id
        where (s.type = 'indicator' or d.id is not null) and (s.id is null or d.id is null
            or s.version <> (select count(*) from es.mt_events e where e.stream_id = s.id)
            or not exists (select from intelshare.match_key k where k.indicator = s.id)
            or not exists (select from intelshare.posting p where p.indicator = s.id))
        """;

    /// <summary>Whether a search result is exactly this record, in full.</summary>
    public static bool IsFound(Submission submission, JsonNode result) =>
        (string?)result["outcome"] == "full" && result["indicators"]!.AsArray().Any(indicator => (string?)indicator!["id"] == submission.Id);

    public async Task<Findings> CheckAsync(CancellationToken ct)
    {
        var (lost, duplicates) = (0, 0);
        var reader = new Partner(hub.Http, hub.Key("fr-ofast"), journal, clock);
        var acknowledged = journal.Submissions.Where(submission => submission.Id is not null).ToArray();
        foreach (var some in acknowledged.Chunk(500))
        {
            var reply = await reader.SearchAsync(some, ct);
            foreach (var (submission, result) in some.Zip(reply.Body?["results"]?.AsArray() ?? throw new InvalidOperationException($"The last search was answered {reply.Status}.")))
            {
                lost += IsFound(submission, result!) ? 0 : 1;
                duplicates += Math.Max(0, result!["indicators"]!.AsArray().Count - 1);
            }
        }

        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString);
        var onRecord = new HashSet<string>(StringComparer.Ordinal);
        await using (var officers = source.CreateCommand(Officers))
        {
            await using var rows = await officers.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                onRecord.Add(rows.GetString(0));
            }
        }

        return new(
            lost,
            Math.Max(duplicates, (int)(await CountAsync(source, Records, ct) - acknowledged.Length)),
            journal.Submissions.Count - acknowledged.Length,
            journal.Entries.Count(entry => entry.Reply.Status is > 0 and < 500 && !onRecord.Contains(entry.Officer)),
            (int)await CountAsync(source, HalfWritten, ct));
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
