using IntelShare.Members;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>Tells whoever waits for an agency's decision that it cannot decide for now, and that it can again. In the transaction of the suspension or its end.</summary>
internal static class Pausing
{
    private static readonly string Tell =
        $"""
        insert into intelshare.notice (member, id, at, kind, about)
        select asker.member, {Notice.IdMadeOf("asker.id::text")}, ?, ?, asker.id
        from intelshare.disclosure_queue owner join intelshare.disclosure_queue asker on asker.id = owner.id and not asker.received
        where owner.member = ? and owner.received and owner.state in ('open', 'deferred') and owner.due > ?
        order by asker.member, asker.id
        """;

    public static void Queue(IDocumentSession session, Ids ids, string member, IReadOnlyList<object> facts, DateTimeOffset at)
    {
        foreach (var kind in facts.Select(fact => fact switch { MemberSuspended => NoticeKind.DisclosurePaused, MemberReadmitted => NoticeKind.DisclosureResumed, _ => (NoticeKind?)null }).OfType<NoticeKind>())
        {
            session.QueueSqlCommand(Tell, ids.Next($"pauses of {member}").ToString("N"), at, kind.Code(), member, at);
        }
    }
}
