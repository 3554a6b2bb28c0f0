using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Stix;

/// <summary>
/// A record as STIX 2.1 objects, in a stable order, what is referred to first; the last carries the whole record in our extension.
/// Identities, markings and the extension's definition are sent beside: <see cref="SharedObjects"/>.
/// </summary>
public static class StixObjects
{
    private const string KillChain = "intelshare-recruitment";
    private const string NeutralName = "Not available";
    private static readonly string[] Phases = ["contact", "tasking"];

    /// <summary>The types of the objects that a record of a kind is made into, each once.</summary>
    /// <param name="kind">Its wire name.</param>
    public static IReadOnlyList<string> Types(string kind) => new RecordOrigin(default, "", kind) is var origin && origin.Names(typeof(AccountHandle))
        ? ["user-account", "observed-data", "relationship", origin.CarrierType] : [origin.CarrierType];

    /// <summary>The record's objects. Each version of a record replaces the former: same ids, later <c>modified</c>.</summary>
    public static IReadOnlyList<StixObject> Of(SharedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (record.Content ?? Identified(record)) switch
        {
            AccountHandle account => OfAccount(record, account),
            LexiconEntry entry => [OfTerm(record, entry)],
            RecruitmentPattern pattern => [OfPattern(record, pattern)],
            // A kind that has no pattern here yet still travels whole.
            _ => [Indicator(record, "unknown", string.Join(", ", record.Identifier.Values), description: null, AccountName.Nobody.Pattern, "stix", from: null, _ => { })],
        };
    }

    /// <summary>
    /// What is told once the owner withdrew or erased the record: final, and without content. The standard wants of an indicator a pattern, of an attack pattern
    /// a name and of observed data an account: they are neutral ones, the same for all.
    /// </summary>
    /// <param name="origin">What the ids are made of.</param>
    /// <param name="toldAt">When it was told; later than the last version.</param>
    public static IReadOnlyList<StixObject> Revoked(RecordOrigin origin, DateTimeOffset toldAt) => Empty(origin, toldAt, until: null);

    /// <summary>
    /// What is told a reader that lost access though the record stands: without content, and no longer valid. Not <c>revoked</c>, since that is for ever and the
    /// reader may have access again.
    /// </summary>
    /// <param name="origin">What the ids are made of.</param>
    /// <param name="toldAt">When it was told; later than the last version.</param>
    /// <param name="since">First moment without access.</param>
    public static IReadOnlyList<StixObject> Lost(RecordOrigin origin, DateTimeOffset toldAt, DateTimeOffset since) => Empty(origin, toldAt, since);

    /// <summary>A sighting of a record, for its author's agency and the record's owner alone.</summary>
    /// <param name="sighting">What was seen, its note open.</param>
    /// <param name="of">The record.</param>
    public static StixObject Of(Sighting sighting, RecordOrigin of)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        var author = StixIds.Identity(sighting.Member);
        return StixObject.Versioned("sighting", StixIds.Of(sighting), author, StixTime.Version(sighting.At), json =>
        {
            json.Say("description", sighting.Secret?.Open?.Words);
            json.Say("first_seen", StixTime.Of(sighting.SeenAt));
            json.Say("last_seen", StixTime.Of(sighting.SeenAt));
            json.Say("count", sighting.Count);
            json.Say("sighting_of_ref", StixIds.Carrier(of));
            json.Say("where_sighted_refs", [author]);
            json.SayExtension(new SightingExtension(RecordExtension.PropertyExtension, sighting.Record, sighting.Platform, sighting.Country));
        });
    }

    private static List<StixObject> OfAccount(SharedRecord record, AccountHandle account)
    {
        var (name, markings, version) = (AccountName.Of(account), Markings.Of(record.Handling), StixTime.Version(record.ToldAt));
        // Where no day is known, none is said: the constant stands for it.
        var (first, last) = (account.ObservedFrom ?? account.ObservedTo, account.ObservedTo ?? account.ObservedFrom);
        var kindOfUse = account.Role is null or AccountRole.Unknown or AccountRole.Victim or AccountRole.Other ? "unknown" : "attribution";
        return
        [
            StixObject.Plain("user-account", name.Id, version, json =>
            {
                json.Say("user_id", name.UserId);
                json.Say("account_login", name.Login);
                json.Say("account_type", name.Type);
                json.Say("object_marking_refs", markings);
            }),
            ObservedData(record.Origin, version, name.Id, first is { } from ? StixTime.Of(from) : StixTime.Created, last is { } to ? StixTime.Of(to) : StixTime.Created, markings),
            BasedOn(record.Origin, version, markings),
            Indicator(record, kindOfUse, account.Handle ?? account.Url ?? NeutralName, account.Note, name.Pattern, "stix", account.ObservedFrom, _ => { }),
        ];
    }

    private static StixObject OfTerm(SharedRecord record, LexiconEntry entry) => Indicator(
        record, entry.Stance is Stance.Disputes ? "benign" : "anomalous-activity", entry.Term ?? NeutralName, entry.Meaning, TermPattern.Write([entry.Term!, .. entry.Variants ?? []]), "pcre", entry.ObservedFrom, json =>
        {
            json.Say("lang", entry.Language is "und" ? null : entry.Language);
            json.Say("labels", ["lexicon"]);
        });

    private static StixObject OfPattern(SharedRecord record, RecruitmentPattern pattern) => Carrier(record.Origin, StixTime.Version(record.ToldAt), json =>
    {
        json.Say("name", pattern.Title ?? NeutralName);
        json.Say("description", pattern.Description);
        json.WriteStartArray("kill_chain_phases");
        // Whoever hires makes contact and names a task; what lies between no field of ours says.
        foreach (var phase in pattern.Task is null ? Phases[..1] : Phases)
        {
            json.WriteStartObject();
            json.Say("kill_chain_name", KillChain);
            json.Say("phase_name", phase);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Rest(json, record);
    });

    private static StixObject Indicator(SharedRecord record, string type, string name, string? description, string pattern, string patternType, DateOnly? from, Action<Utf8JsonWriter> also) =>
        Carrier(record.Origin, StixTime.Version(record.ToldAt), json =>
        {
            json.Say("name", name);
            json.Say("description", description);
            json.Say("indicator_types", [type]);
            json.Say("pattern", pattern);
            json.Say("pattern_type", patternType);
            Validity(json, from is { } day ? StixTime.Of(day) : StixTime.Created, record.ValidUntil);
            also(json);
            Rest(json, record);
        });

    private static void Rest(Utf8JsonWriter json, SharedRecord record)
    {
        json.Say("confidence", record.Evaluation is { Assessed: true } grade ? Confidence.Of(grade.Information) : null);
        json.Say("object_marking_refs", Markings.Of(record.Handling));
        json.SayExtension(RecordExtension.Of(record));
    }

    // The end must lie after the beginning; a last day that is known outweighs a first one that was foreseen.
    private static void Validity(Utf8JsonWriter json, DateTimeOffset from, DateTimeOffset? until)
    {
        var begins = until is null || from < until ? from : StixTime.Created < until ? StixTime.Created : until.Value.AddMilliseconds(-1);
        json.Say("valid_from", begins);
        json.Say("valid_until", until);
    }

    private static IReadOnlyList<StixObject> Empty(RecordOrigin origin, DateTimeOffset toldAt, DateTimeOffset? until)
    {
        var (version, revoked) = (StixTime.Version(toldAt), until is null);
        var carrier = Carrier(origin, version, json =>
        {
            if (origin.CarrierType == "indicator")
            {
                json.Say("pattern", AccountName.Nobody.Pattern);
                json.Say("pattern_type", "stix");
                Validity(json, StixTime.Created, until);
            }
            else
            {
                json.Say("name", NeutralName);
            }

            if (!revoked)
            {
                json.SayExtension(new RecordExtension(RecordExtension.PropertyExtension, ValidUntil: until));
            }
        }, revoked);
        return origin.Names(typeof(AccountHandle))
            ? [ObservedData(origin, version, StixIds.NoAccount, StixTime.Created, StixTime.Created, [], revoked), BasedOn(origin, version, [], revoked), carrier]
            : [carrier];
    }

    private static StixObject Carrier(RecordOrigin origin, DateTimeOffset version, Action<Utf8JsonWriter> rest, bool revoked = false) =>
        StixObject.Versioned(origin.CarrierType, StixIds.Carrier(origin), StixIds.Identity(origin.FirstOwner), version, rest, revoked);

    private static StixObject ObservedData(RecordOrigin origin, DateTimeOffset version, string account, DateTimeOffset first, DateTimeOffset last, IReadOnlyList<string> markings, bool revoked = false) =>
        StixObject.Versioned("observed-data", StixIds.Of("observed-data", origin), StixIds.Identity(origin.FirstOwner), version, json =>
        {
            json.Say("first_observed", first);
            json.Say("last_observed", last);
            json.Say("number_observed", 1);
            json.Say("object_refs", [account]);
            json.Say("object_marking_refs", markings);
        }, revoked);

    private static StixObject BasedOn(RecordOrigin origin, DateTimeOffset version, IReadOnlyList<string> markings, bool revoked = false) =>
        StixObject.Versioned("relationship", StixIds.Of("relationship", origin), StixIds.Identity(origin.FirstOwner), version, json =>
        {
            json.Say("relationship_type", "based-on");
            json.Say("source_ref", StixIds.Carrier(origin));
            json.Say("target_ref", StixIds.Of("observed-data", origin));
            json.Say("object_marking_refs", markings);
        }, revoked);

    /// <summary>The content as far as its identifier says it, for what a disclosure withholds.</summary>
    internal static IndicatorContent? Identified(SharedRecord record) => Kind.All.TryGetValue(record.Origin.Kind, out var kind)
        ? (IndicatorContent?)JsonSerializer.SerializeToElement(record.Identifier, RecordExtension.Body).Deserialize(kind.Content, RecordExtension.Body)
        : null;
}
