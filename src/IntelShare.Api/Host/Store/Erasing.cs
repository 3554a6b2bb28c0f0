using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>What leaves the database with an erased record: its key, and with it every sealed word of its facts; what it was found by; what others said of it.</summary>
internal static class Erasing
{
    // What others said of the record is sealed under keys of its own. By index: joined by "or", every key would be looked at.
    private const string DropKeys =
        $"""
        delete from intelshare.record_key where indicator in (select unnest(?::uuid[])
            union all select id from {EventStore.Documents}.mt_doc_sighting where record = any(?)
            union all select id from {EventStore.Documents}.mt_doc_regrade_proposal where (data ->> 'record')::uuid = any(?))
        """;

    private static readonly string[] Drops =
    [
        "delete from intelshare.match_key where indicator = any(?)",
        "delete from intelshare.posting where indicator = any(?)",
        "delete from intelshare.cross_match_due where indicator = any(?)",
        "delete from intelshare.notice where about = any(?) and kind = 'cross-match'",
        "delete from intelshare.review_told where indicator = any(?)",
    ];

    public static void Queue(IDocumentSession session, params Guid[] indicators)
    {
        session.QueueSqlCommand(DropKeys, indicators, indicators, indicators);
        foreach (var drop in Drops)
        {
            session.QueueSqlCommand(drop, (object)indicators);
        }
    }
}
