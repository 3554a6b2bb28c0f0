using IntelShare.Keeping;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>The rows beside a recall's facts, queued into the same transaction: both sides' lists, and whom the clock still waits for.</summary>
internal static class RecallRows
{
    private const string AddOwner = "insert into intelshare.recall_side (member, id, issued, at, due) values (?, ?, true, ?, ?)";

    private const string AddRecipients =
        "insert into intelshare.recall_side (member, id, issued, at, due, waits) select unnest(?::text[]), ?, false, ?, ?, ?";

    private const string Settle = "update intelshare.recall_side set waits = null where member = ? and id = ?";

    /// <summary>Queues what the facts change; facts of other streams change nothing here.</summary>
    public static void Queue(IDocumentSession session, Guid recall, IReadOnlyList<object> facts)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case RecallIssued e:
                    session.QueueSqlCommand(AddOwner, e.Owner, recall, e.At, e.Due);
                    session.QueueSqlCommand(AddRecipients, e.Recipients.Select(one => one.Member).ToArray(), recall, e.At, e.Due, Recall.ReminderOf(e.At));
                    break;
                case RecallAnswered e:
                    session.QueueSqlCommand(Settle, e.Member, recall);
                    break;
            }
        }
    }
}
