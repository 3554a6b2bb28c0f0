using IntelShare.Indicators;
using IntelShare.Members;
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
        """;

    // Rows of one fact share its place: with two, a reader reached by both would find the record twice.
    private static readonly string AddBeside = AddPostings.Replace("nextval", "currval", StringComparison.Ordinal);

    private const string DropPostings = "delete from intelshare.posting where indicator = ?";

    private const string DropOwners = "delete from intelshare.posting where indicator = ? and audience = ?";

    /// <summary>The owner's own audience: not one a release can name.</summary>
    public static string Owner(string member) => "owner:" + member;

    /// <summary>The key under which an owner finds its own reference again; no search asks for it.</summary>
    public static byte[] ReferenceKey(Vault vault, string owner, string reference) => vault.MatchKey("reference", owner + "\0" + reference);

    /// <summary>Every key of a record whose secret is open.</summary>
    public static byte[][] Keys(Vault vault, Indicator open) =>
    [
        .. open.MatchValues().Distinct(StringComparer.Ordinal).Select(value => vault.MatchKey(open.Kind, value)),
        .. open.Secret?.Open?.Reference is { } reference ? [ReferenceKey(vault, open.Owner, reference)] : Array.Empty<byte[]>(),
    ];

    /// <summary>Queues what the step from <paramref name="before"/> to <paramref name="after"/> changes.</summary>
    /// <param name="session">The session that appends the facts.</param>
    /// <param name="vault">Keys the match values.</param>
    /// <param name="before">Null at submission.</param>
    /// <param name="after">With its secret open.</param>
    /// <param name="facts">The facts of the step.</param>
    public static void Queue(IDocumentSession session, Vault vault, Indicator? before, Indicator after, IReadOnlyList<object> facts)
    {
        var owner = Owner(after.Owner);
        var withdrawn = after.Status == IndicatorStatus.Withdrawn;
        if (before is null)
        {
            Post([owner, .. after.Release.Full!]);
        }
        else if (withdrawn || facts.Any(fact => fact is IndicatorAmended { TellsReaders: true }))
        {
            session.QueueSqlCommand(DropPostings, after.Id);
            Post(withdrawn ? [owner] : [owner, .. after.Release.Full!.Except(Named(after), StringComparer.Ordinal)]);
            PostNamed(withdrawn ? [] : [.. Named(after).Distinct(StringComparer.Ordinal)]);
        }
        else
        {
            // Whoever was in already keeps its row, and with it the record's place.
            session.QueueSqlCommand(DropOwners, after.Id, owner);
            string[] named = [.. facts.OfType<DisclosureGranted>().Select(fact => fact.Member).Concat(facts.OfType<HandlingAcknowledged>().Select(fact => fact.Member)).Select(Audience.OfMember).Distinct(StringComparer.Ordinal)];
            Post([owner, .. LetIn(before, after).Except(named, StringComparer.Ordinal).Distinct(StringComparer.Ordinal)]);
            PostNamed(named);
        }

        if (facts.Any(fact => fact is IndicatorSubmitted or IndicatorAmended))
        {
            if (before is not null)
            {
                session.QueueSqlCommand(DropKeys, after.Id);
            }

            session.QueueSqlCommand(AddKeys, Keys(vault, after), after.Id, (short)Folding.Version);
        }

        // A purpose admitted for one member opens the record to it in the rows of its audiences too; to others the law does not.
        void Post(string[] audiences) => Add(AddPostings, audiences, after.Purposes.Union(after.Grants.Select(grant => grant.Purpose).OfType<Purpose>()));

        // A grant may open the record for a purpose that it does not have.
        void PostNamed(string[] members)
        {
            if (members.Length > 0)
            {
                Add(AddBeside, members, Enum.GetValues<Purpose>());
            }
        }

        void Add(string sql, string[] audiences, IEnumerable<Purpose> purposes) => session.QueueSqlCommand(sql, audiences, after.Id, after.ChangedAt, after.Version, after.Kind,
            purposes.Select(purpose => purpose.Code()).ToArray(), after.Release.Feeds == true, after.Protected);
    }

    /// <summary>Members to whom something of the record was disclosed.</summary>
    private static IEnumerable<string> Named(Indicator record) => record.Grants.Select(grant => Audience.OfMember(grant.Member));

    /// <summary>Audiences that hold somebody whom a change of release may let in: those added, those no longer excluded, all of them when feeds open.</summary>
    private static IEnumerable<string> LetIn(Indicator before, Indicator after) =>
    [
        .. after.FullSince.Except(before.FullSince).Select(audience => audience.Key),
        .. before.Release.Excluded!.Except(after.Release.Excluded!, StringComparer.Ordinal),
        .. after.Release.Feeds == true && before.Release.Feeds != true ? after.Release.Full! : [],
    ];
}
