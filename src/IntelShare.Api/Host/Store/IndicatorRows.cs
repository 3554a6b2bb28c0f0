using System.Globalization;
using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Stix;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>The rows beside a record's facts, queued into the same transaction: match keys and postings.</summary>
internal static class IndicatorRows
{
    private const string DropKeys = "delete from intelshare.match_key where indicator = ?";

    // In the order of the index: neighbours are found where the last one was.
    private const string AddKeys = "insert into intelshare.match_key (key, indicator, fold) select key, indicator, ? from unnest(?::bytea[], ?::uuid[]) k(key, indicator) order by key";

    // In the order of their ids: two facts that bring the same new classes wait for each other instead of both for ever.
    private const string Classes =
        """
        ::jsonb) r(id bigint, since timestamptz, audience text, month date, kind text, personal boolean,
            purposes text[], feeds boolean, protected boolean, excluded text[], projects text[], via text[])),
        class as (insert into intelshare.posting_class (id, audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via)
            select distinct on (id) id, audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via from row order by id on conflict do nothing)
        """;

    private const string WithClasses = "with row as (select * from jsonb_to_recordset(?" + Classes;

    /// <summary>The classes of the first parameter's rows, as <see cref="Json"/> writes them, for a command outside of a session.</summary>
    public const string WithClassesOfFirst = "with row as (select * from jsonb_to_recordset($1" + Classes;

    /// <summary>A new place, which the feeds tell at its moment.</summary>
    public const string NewPlace =
        """
        place as materialized (select nextval('intelshare.posting_pos') as pos),
        tide as (insert into intelshare.tide (xid, first, last) select pg_current_xact_id(), pos, pos from place on conflict (xid) do update set last = excluded.last)

        """;

    /// <summary>Rows of classes at one new place.</summary>
    public const string AtPlace = WithClasses + ", " + NewPlace;

    private const string AddPostings = AtPlace + "insert into intelshare.posting (class, indicator, pos, version, since) select row.id, ?, place.pos, ?, row.since from row, place";

    // The records of one call, each at a place of its own, in their order.
    private const string AddBegun = WithClasses +
        """
        , begun as (select * from unnest(?::bigint[], ?::uuid[], ?::timestamptz[]) with ordinality r(class, indicator, since, nth)),
        place as materialized (select indicator, nextval('intelshare.posting_pos') as pos from (select indicator from begun group by indicator order by min(nth)) one),
        tide as (insert into intelshare.tide (xid, first, last) select pg_current_xact_id(), min(pos), max(pos) from place on conflict (xid) do update set last = excluded.last)
        insert into intelshare.posting (class, indicator, pos, version, since) select begun.class, indicator, place.pos, 1, begun.since from begun join place using (indicator)
        """;

    private const string MovePostings = WithClasses +
        """

        update intelshare.posting p set class = row.id from intelshare.posting_class old, row
        where p.indicator = ? and old.id = p.class and row.audience = old.audience and row.month = old.month and row.id <> old.id
        """;

    private const string DropPostings = "delete from intelshare.posting where indicator = ?";

    // Whoever reads by a grant keeps its place: an amendment may change what the grant withholds.
    private const string DropTold = "delete from intelshare.posting p using intelshare.posting_class c where p.indicator = ? and c.id = p.class and c.audience not like 'granted:%'";

    private const string AddDue = "insert into intelshare.cross_match_due (indicator, since, held) values (?, ?, ?)";

    private const string AddFirstDue = "insert into intelshare.cross_match_due (indicator, since, held) select unnest(?::uuid[]), 0, '{}'";

    private const string DropOwners = "delete from intelshare.posting p using intelshare.posting_class c where p.indicator = ? and c.id = p.class and c.audience = ?";

    private const string RemindAnew = "delete from intelshare.review_told where indicator = ?";

    private const string Ever = "-infinity";

    /// <summary>The owner's own audience: not one a release can name.</summary>
    public static string Owner(string member) => "owner:" + member;

    /// <summary>The audience of what others disclosed to a member: not one a release can name.</summary>
    public static string Granted(string member) => "granted:" + member;

    /// <summary>The audience of what a member's grown authority opened to it, in one way of looking: not one a release can name, and the feeds' alone.</summary>
    public static string Anew(string member, string way) => $"anew:{member} {way}";

    /// <summary>The key under which an owner finds its own reference again; no search asks for it.</summary>
    public static byte[] ReferenceKey(Vault vault, string owner, string reference) => vault.MatchKey("reference", owner + "\0" + reference);

    /// <summary>The key under which a record is found by the id of a STIX object that was made of it; no search asks for it. Of its owner's own, since two owners' accounts may have one id.</summary>
    public static byte[] StixKey(Vault vault, string owner, string id) => vault.MatchKey("stix", owner + "\0" + id);

    /// <summary>Every key of a record whose secret is open.</summary>
    public static byte[][] Keys(Vault vault, Indicator open) =>
    [
        .. (open.Content is null ? [] : StixIds.Made(open)).Select(id => StixKey(vault, open.Owner, id)),
        .. open.MatchValues().Distinct(StringComparer.Ordinal).Select(value => vault.MatchKey(open.Kind, value)),
        .. open.Secret?.Open?.Reference is { } reference ? [ReferenceKey(vault, open.Owner, reference)] : Array.Empty<byte[]>(),
    ];

    /// <summary>The rows of a record that was just submitted or tells everybody something new, each with the moment that a closed task force asks for.</summary>
    public static IEnumerable<(PostingClass Class, DateTimeOffset Since)> Everywhere(Indicator record) =>
        record.IsInUse ? [Own(record), .. record.FullSince.Select(audience => Row(record, audience.Key, audience.Value))]
        : record is { Status: IndicatorStatus.Withdrawn, Restriction: null } ? [Own(record)]
        : [];

    /// <summary>Queues what records bring that begin, as they stand after their submission, with their secrets open.</summary>
    public static void Begin(IDocumentSession session, Vault vault, params IReadOnlyList<Indicator> records)
    {
        var rows = records.SelectMany(record => Everywhere(record).Select(row => (Class: row.Class.Id(), record.Id, Row: row))).ToArray();
        session.QueueSqlCommand(AddBegun, Json(rows.DistinctBy(row => row.Class).Select(row => row.Row)), rows.Select(row => row.Class).ToArray(), rows.Select(row => row.Id).ToArray(), rows.Select(row => Moment(row.Row.Since)).ToArray());
        QueueKeys(session, vault, records);
        session.QueueSqlCommand(AddFirstDue, records.Select(record => record.Id).ToArray());
    }

    /// <summary>Queues what the step from <paramref name="before"/> to <paramref name="after"/> changes.</summary>
    /// <param name="session">The session that appends the facts.</param>
    /// <param name="vault">Keys the match values.</param>
    /// <param name="before">The record.</param>
    /// <param name="after">With its secret open.</param>
    /// <param name="facts">The facts of the step.</param>
    public static void Queue(IDocumentSession session, Vault vault, Indicator before, Indicator after, IReadOnlyList<object> facts)
    {
        Departures.Queue(session, before, after, facts);
        if (after.Status == IndicatorStatus.Erased)
        {
            Erasing.Queue(session, after.Id);
            return;
        }

        if (before.Status != after.Status || before.Restriction != after.Restriction || facts.Any(fact => fact is IndicatorAmended { TellsReaders: true } or IndicatorReevaluated or RetentionExtended { TellsReaders: true } or IndicatorHandedOver))
        {
            session.QueueSqlCommand(after.IsInUse && before.IsInUse ? DropTold : DropPostings, after.Id);
            session.QueueSqlCommand(MovePostings, Json(Disclosed(after)), after.Id);
            Post(session, after, Everywhere(after));
        }
        else
        {
            // Whoever was in already keeps its row, and with it the record's place.
            session.QueueSqlCommand(DropOwners, after.Id, Owner(after.Owner));
            if (facts.Any(fact => fact is ReleaseChanged))
            {
                session.QueueSqlCommand(MovePostings, Json(Standing(after)), after.Id);
            }

            Post(session, after,
            [
                Own(after),
                .. LetIn(before, after).Distinct(StringComparer.Ordinal).Select(token => Row(after, token, after.FullSince.GetValueOrDefault(token))),
                // A change of release may leave a reader to the grant that it has, at the change's own place.
                .. facts.Any(fact => fact is ReleaseChanged) ? Disclosed(after) : [],
                .. facts.OfType<DisclosureGranted>().Select(fact => fact.Member).Concat(facts.OfType<HandlingAcknowledged>().Select(fact => fact.Member)).Select(member => Disclosed(after, member)),
            ]);
        }

        if (facts.Any(fact => fact is IndicatorAmended or IndicatorHandedOver))
        {
            session.QueueSqlCommand(DropKeys, after.Id);
            QueueKeys(session, vault, [after]);
        }

        if (facts.Any(fact => fact is IndicatorHandedOver))
        {
            session.QueueSqlCommand(RemindAnew, after.Id);
        }

        // Whatever others may notice may make a match, or end one. What was between the owner and one member is told there.
        if (facts.Any(fact => fact is IndicatorAmended { TellsReaders: true } or ReleaseChanged or IndicatorRestricted or RestrictionLifted or IndicatorWithdrawn or IndicatorHandedOver))
        {
            // In other hands it is another match, as if it began.
            session.QueueSqlCommand(AddDue, after.Id, before.Version, before.Owner != after.Owner ? [] : Keys(vault, before));
        }
    }

    private static void QueueKeys(IDocumentSession session, Vault vault, IReadOnlyList<Indicator> records)
    {
        var keys = records.SelectMany(record => Keys(vault, record).Select(key => (Key: key, record.Id))).ToArray();
        session.QueueSqlCommand(AddKeys, (short)Folding.Version, keys.Select(one => one.Key).ToArray(), keys.Select(one => one.Id).ToArray());
    }

    /// <summary>Queues rows at the record's version; all of one call share one place.</summary>
    private static void Post(IDocumentSession session, Indicator record, IEnumerable<(PostingClass Class, DateTimeOffset Since)> rows)
    {
        if (rows.ToArray() is { Length: > 0 } some)
        {
            session.QueueSqlCommand(AddPostings, Json(some), record.Id, record.Version);
        }
    }

    private static (PostingClass Class, DateTimeOffset Since) Own(Indicator record) => (PostingClass.OfOwner(record), DateTimeOffset.MinValue);

    public static (PostingClass Class, DateTimeOffset Since) Disclosed(Indicator record, string member) => (PostingClass.OfGrant(record, member), DateTimeOffset.MinValue);

    private static (PostingClass Class, DateTimeOffset Since) Row(Indicator record, string audience, DateTimeOffset released)
    {
        var since = Audience.IsClosedTaskForce(audience) ? released : DateTimeOffset.MinValue;
        return (PostingClass.Of(record, audience, since), since);
    }

    /// <summary>The rows of those to whom something of the record was disclosed.</summary>
    public static IEnumerable<(PostingClass Class, DateTimeOffset Since)> Disclosed(Indicator record) =>
        record.Grants.Select(grant => grant.Member).Concat(record.Acknowledgements.Select(one => one.Member)).Distinct(StringComparer.Ordinal).Select(member => Disclosed(record, member));

    /// <summary>Audiences that hold somebody whom a change of release may let in: those added, those no longer excluded, all of them when feeds open.</summary>
    private static IEnumerable<string> LetIn(Indicator before, Indicator after) =>
    [
        .. after.FullSince.Except(before.FullSince).Select(audience => audience.Key),
        .. before.Release.Excluded!.Except(after.Release.Excluded!, StringComparer.Ordinal),
        .. after.Release.Feeds == true && before.Release.Feeds != true ? after.Release.Full! : [],
    ];

    /// <summary>Every class in which the releases up to now may have left a row.</summary>
    private static IEnumerable<(PostingClass Class, DateTimeOffset Since)> Standing(Indicator record)
    {
        (PostingClass Class, DateTimeOffset Since)[] rows =
        [
            .. record.FullSince.Concat(record.Earlier.SelectMany(standing => standing.FullSince)).Select(audience => Row(record, audience.Key, audience.Value)),
            .. record.Earlier.SelectMany(standing => standing.Release.Excluded!).Select(token => Row(record, token, default)),
            .. Disclosed(record),
        ];
        return rows.DistinctBy(row => (row.Class.Audience, row.Class.Month));
    }

    public static string Json(IEnumerable<(PostingClass Class, DateTimeOffset Since)> rows) => JsonSerializer.Serialize(rows.Select(row => new
    {
        id = row.Class.Id(),
        since = Moment(row.Since),
        audience = row.Class.Audience,
        month = row.Class.Month == DateOnly.MinValue ? Ever : row.Class.Month.ToString("O", CultureInfo.InvariantCulture),
        kind = row.Class.Kind,
        personal = row.Class.Personal,
        purposes = row.Class.Purposes,
        feeds = row.Class.Feeds,
        @protected = row.Class.Protected,
        excluded = row.Class.Excluded,
        projects = row.Class.Projects,
        via = row.Class.Via,
    }));

    private static string Moment(DateTimeOffset since) => since == DateTimeOffset.MinValue ? Ever : since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
