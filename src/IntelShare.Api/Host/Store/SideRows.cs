using IntelShare.Keeping;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>The rows beside the first facts of a stream that is no record, queued into the same transaction; facts without such rows change nothing here.</summary>
internal static class SideRows
{
    public static void Queue(IDocumentSession session, Guid id, IReadOnlyList<object> facts)
    {
        DisclosureRows.Queue(session, id, facts);
        RecallRows.Queue(session, id, facts);
        foreach (var received in facts.OfType<SubjectRequestReceived>())
        {
            SubjectRows.QueueReceived(session, id, received);
        }
    }
}
