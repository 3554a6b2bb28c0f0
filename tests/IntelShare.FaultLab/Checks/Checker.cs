using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;
using Npgsql;

namespace IntelShare.FaultLab.Checks;

/// <summary>Holds the journal against the hub after the healing: over HTTP as readers would, and against its tables.</summary>
internal sealed class Checker(Site site, Journal journal, TimeProvider clock)
{
    /// <summary>Queries in one search.</summary>
    public const int AtOnce = 200;

    private const string Officers = "select officer from intelshare.audit_entry where officer like 'lab-%'";

    private const string Submitted = "select count(*) from es.mt_events where type = 'indicator-submitted' and user_name like 'lab-%'";

    // A submission is a fact, its stream, its document, its keys and its postings together, or nothing.
    private const string HalfWritten =
        """
        select count(*) from es.mt_streams s
        full join doc.mt_doc_indicator d on d.id = s.id
        where (s.type = 'indicator' or d.id is not null) and (s.id is null or d.id is null
            or s.version <> (select count(*) from es.mt_events e where e.stream_id = s.id)
            or d.data ->> 'status' <> 'erased' and (not exists (select from intelshare.match_key k where k.indicator = s.id)
                or not exists (select from intelshare.posting p where p.indicator = s.id)))
        """;

    // An answer has an entry by its officer; what it changed, by the entry that commits to it.
    private const string Unentered = "select count(*) from es.mt_events e where e.user_name like 'lab-%' and not exists (select from intelshare.audit_entry a where a.id = e.correlation_id::uuid and e.id = any(a.facts))";

    // Of an erased record no key is left, nothing it is found by, no place in a list.
    private const string Remains =
        """
        select count(*) from unnest($1::uuid[]) erased(id) where exists (select from intelshare.record_key where indicator = erased.id)
            or exists (select from intelshare.match_key where indicator = erased.id) or exists (select from intelshare.posting where indicator = erased.id)
        """;

    /// <summary>Has owners read, readers search and scan; counts, and holds every answer against the trail.</summary>
    /// <param name="readers">Who looks for every record once more.</param>
    /// <param name="ct">Cancels.</param>
    public async Task CheckAsync(IEnumerable<string> readers, CancellationToken ct)
    {
        await ReadAsync(ct);
        await SearchAsync(readers, journal.Records, ct);
        await using var source = NpgsqlDataSource.Create(site.Database());
        var acknowledged = journal.Records.Count(record => record.Id is not null);
        var submitted = await CountAsync(source, Submitted, ct);
        Blame(Check.Duplicates, submitted - acknowledged, "records more than were wanted");
        Blame(Check.AcknowledgedLost, acknowledged - submitted, "records fewer than were acknowledged");
        Blame(Check.TornWrites, await CountAsync(source, HalfWritten, ct), "records of which a part is missing");
        Blame(Check.ErasedFound, await CountAsync(source, Remains, ct, journal.Records.Where(record => record.History.Last?.Ending == Ending.Erased).Select(record => Guid.Parse(record.Id!)).ToArray()), "erased records of which a key or a place is left");

        Blame(Check.AuditMissing, await CountAsync(source, Unentered, ct), "facts that no entry commits to");
        var onRecord = new HashSet<string>(StringComparer.Ordinal);
        await using var officers = source.CreateCommand(Officers);
        await using var rows = await officers.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            onRecord.Add(rows.GetString(0));
        }

        // A token that is not accepted is counted, not entered.
        foreach (var missing in journal.Exchanges.Where(exchange => exchange.Reply.Status is > 0 and < 500 and not 401 && !onRecord.Contains(exchange.Officer)))
        {
            journal.Blame(Check.AuditMissing, $"{missing.Operation} of {missing.Officer}, answered {missing.Reply.Status}");
        }
    }

    /// <summary>Every owner reads each of its records: what nobody else may read is lost as easily.</summary>
    private async Task ReadAsync(CancellationToken ct)
    {
        var dice = new Random(0);
        foreach (var record in journal.Records.Where(record => record is { Id: not null, History.Doubtful: null }))
        {
            var (reply, last) = ((await new Partner(site, record.Owner, journal, dice, clock).FindAsync(record, absent: 410, ct)).Reply, record.History.Last!);
            var erased = last.Ending == Ending.Erased;
            if (reply.Outcome == Outcome.Ok ? Judge.StandOf(reply.Body!) != last : reply.Status != 410 || !erased)
            {
                journal.Blame(reply.Outcome == Outcome.Ok && erased ? Check.ErasedFound : reply.Status is 200 or 404 or 410 ? Check.AcknowledgedLost : Check.WrongAnswers, $"{record.Key} is not {last} to its owner, who was answered {reply.Status}");
            }
        }
    }

    /// <summary>Every reader looks for every record once more, and has texts read that name them.</summary>
    public async Task SearchAsync(IEnumerable<string> readers, IEnumerable<LabRecord> records, CancellationToken ct)
    {
        var dice = new Random(records.Count());
        foreach (var reader in readers)
        {
            var partner = new Partner(site, reader, journal, dice, clock);
            foreach (var some in records.Chunk(AtOnce))
            {
                var (found, read) = (await partner.SearchAsync(some, ct), await partner.ScanAsync(some, ct));
                foreach (var last in (Exchange[])[found, read])
                {
                    if (last.Reply.Outcome != Outcome.Ok)
                    {
                        journal.Blame(Check.WrongAnswers, $"the last {last.Operation} was answered {last.Reply.Status}");
                    }
                }

                Judge.Observe(journal, some, reader, found);
                Judge.ObserveScan(journal, some, reader, read);
            }
        }
    }

    private void Blame(Check check, long count, string what)
    {
        if (count > 0)
        {
            journal.Blame(check, $"{count} {what}");
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
