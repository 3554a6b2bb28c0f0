using IntelShare.Disclosure;
using IntelShare.Indicators;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>The rows beside a request's facts, queued into the same transaction: both sides' queues and the owner's ledger. They hold no word of either.</summary>
internal static class DisclosureRows
{
    private const string Add =
        """
        insert into intelshare.disclosure_queue (member, id, received, at, state, due)
        select member, ?, received, ?, 'open', ? from unnest(?::text[], array[true, false]) side(member, received)
        """;

    private const string Defer = "update intelshare.disclosure_queue set state = 'deferred', due = ? where id = ?";
    private const string Settle = "update intelshare.disclosure_queue set state = ? where id = ?";

    private const string Enter =
        """
        insert into intelshare.disclosure (owner, at, request, indicator)
        select member, ?, id, unnest(?::uuid[]) from intelshare.disclosure_queue where id = ? and received
        """;

    private const string Replace = "update intelshare.disclosure set replaced_at = ? where request = any(?) and indicator = ?";

    /// <summary>Queues what the facts change; facts of other streams change nothing here.</summary>
    public static void Queue(IDocumentSession session, Guid request, IReadOnlyList<object> facts)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case DisclosureRequested e:
                    session.QueueSqlCommand(Add, request, e.At, e.Due, new[] { e.Owner, e.Asker });
                    break;
                case DisclosureDeferred e:
                    session.QueueSqlCommand(Defer, e.Due, request);
                    break;
                case DisclosureAnswered e:
                    session.QueueSqlCommand(Settle, (e.Granted ? DisclosureState.Granted : DisclosureState.Refused).Code(), request);
                    session.QueueSqlCommand(Enter, e.At, e.Indicators, request);
                    break;
                case DisclosureTakenBack:
                    session.QueueSqlCommand(Settle, DisclosureState.Revoked.Code(), request);
                    break;
            }
        }
    }

    /// <summary>Queues that a new grant on a record stands in the place of those that it replaces.</summary>
    public static void QueueReplaced(IDocumentSession session, Indicator before, DisclosureGranted granted)
    {
        Guid[] replaced = [.. before.Grants.Where(grant => grant.IsReplacedBy(granted) && granted.At < grant.Until).Select(grant => grant.Request)];
        if (replaced.Length > 0)
        {
            session.QueueSqlCommand(Replace, granted.At, replaced, before.Id);
        }
    }
}
