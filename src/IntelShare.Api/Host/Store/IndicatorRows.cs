using IntelShare.Indicators;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>The rows beside a record's facts, queued into the same transaction: match keys and postings.</summary>
internal static class IndicatorRows
{
    private const string DropKeys = "delete from intelshare.match_key where indicator = ?";

    private const string AddKeys = "insert into intelshare.match_key (key, indicator, fold) select unnest(?::bytea[]), ?, ?";

    private const string AddPostings =
        """
        insert into intelshare.posting (audience, indicator, pos, at, version, kind, purposes, feeds, protected)
        select unnest(?::text[]), ?, (select nextval('intelshare.posting_pos')), ?, ?, ?, ?, ?, ?
        on conflict (audience, indicator) do update set xid = excluded.xid, pos = excluded.pos, at = excluded.at, version = excluded.version,
            purposes = excluded.purposes, feeds = excluded.feeds, protected = excluded.protected
        """;

    private const string MoveOthers =
        """
        update intelshare.posting p set xid = o.xid, pos = o.pos, at = o.at, version = o.version, purposes = o.purposes, feeds = o.feeds, protected = o.protected
        from intelshare.posting o where o.indicator = ? and o.audience = ? and p.indicator = o.indicator and p.audience <> o.audience
        """;

    private const string DropOthers = "delete from intelshare.posting where indicator = ? and audience <> ?";

    /// <summary>The owner's own audience: not one a release can name.</summary>
    public static string Owner(string member) => "owner:" + member;

    /// <summary>The keys under which a record is found; none while its content is closed, and for ever once it is erased.</summary>
    public static byte[][] Keys(Vault vault, Indicator open) =>
        [.. open.MatchValues().Distinct(StringComparer.Ordinal).Select(value => vault.MatchKey(open.Kind, value))];

    /// <summary>Queues what the step from <paramref name="before"/> to <paramref name="after"/> changes.</summary>
    /// <param name="session">The session that appends the facts.</param>
    /// <param name="vault">Keys the match values.</param>
    /// <param name="before">Null at submission.</param>
    /// <param name="after">With its secret open.</param>
    /// <param name="facts">The facts of the step.</param>
    public static void Queue(IDocumentSession session, Vault vault, Indicator? before, Indicator after, IReadOnlyList<object> facts)
    {
        var owner = Owner(after.Owner);
        if (after.Status == IndicatorStatus.Withdrawn)
        {
            Post([owner]);
            session.QueueSqlCommand(DropOthers, after.Id, owner);
            return;
        }

        var contentChanged = facts.Any(fact => fact is IndicatorSubmitted or IndicatorAmended);
        var added = after.Release.Full!.Except(before?.Release.Full ?? [], StringComparer.Ordinal);
        Post([owner, .. added]);
        if (!contentChanged)
        {
            return;
        }

        if (before is not null)
        {
            session.QueueSqlCommand(MoveOthers, after.Id, owner);
            session.QueueSqlCommand(DropKeys, after.Id);
        }

        session.QueueSqlCommand(AddKeys, Keys(vault, after), after.Id, (short)Folding.Version);

        void Post(string[] audiences) => session.QueueSqlCommand(AddPostings, audiences, after.Id, after.ChangedAt, after.Version, after.Kind,
            after.Purposes.Select(purpose => purpose.Code()).ToArray(), after.Release.Feeds == true, after.Protected);
    }
}
