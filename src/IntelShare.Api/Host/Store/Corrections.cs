using IntelShare.Indicators;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// Tells whoever had a record in full that its owner corrected it (Regulation (EU) 2016/794, Article 37), also where the law
/// shows it no more: one that must correct its own copy knows the record. In the amendment's transaction, as one statement.
/// </summary>
internal static class Corrections
{
    // One that is still open says all that a second would.
    private static readonly string Tell =
        $"""
        insert into intelshare.notice (member, id, at, kind, about)
        select had.member, {Notice.IdMadeOf("had.member")}, ?, 'corrected', ?
        from (select distinct e.member from intelshare.audit_entry e
            where e.records @> array[?::uuid] and e.at >= ? and e.at < ? and e.member <> all(?)
              and exists (select from unnest(e.records, e.levels) told(record, level) where told.record = ? and told.level = 'full')) had
        order by had.member
        on conflict (member, about) where acknowledged_at is null and kind = 'corrected' do nothing
        """;

    /// <summary>Queues the notices of an amendment that readers notice; other facts correct nothing, a new evaluation neither.</summary>
    public static void Queue(IDocumentSession session, Ids ids, Indicator record, IReadOnlyList<object> facts)
    {
        foreach (var at in facts.OfType<IndicatorAmended>().Where(fact => fact.TellsReaders).Select(fact => fact.At).Take(1))
        {
            var (since, until) = Span(record.SubmittedAt, at);
            session.QueueSqlCommand(Tell, ids.Next($"corrections of {record.Id}").ToString("N"), at, record.Id, record.Id, since, until, record.FormerOwners.Add(record.Owner).ToArray(), record.Id);
        }
    }

    /// <summary>Between which moments the trail may tell of a record, whatever the nodes' clocks: it leaves most of the trail's months alone.</summary>
    public static (DateTimeOffset Since, DateTimeOffset Until) Span(DateTimeOffset submitted, DateTimeOffset now) => (submitted.AddDays(-1), now.AddDays(1));
}
