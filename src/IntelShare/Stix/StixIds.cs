using System.Collections.Concurrent;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Stix;

/// <summary>
/// Ids of STIX objects: UUIDs of version 5, so that the same thing has the same id in every answer of every node. Except that of an
/// account they are made of names that never change; neither an amendment nor a hand-over makes a new one.
/// </summary>
public static class StixIds
{
    /// <summary>The namespace of cyber-observables, for whose ids all producers digest the same properties (STIX 2.1, section 2.9).</summary>
    private static readonly Guid Observables = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /// <summary>Ours: UUIDv5 of <c>urn:intelshare:stix</c> in the namespace of URLs.</summary>
    private static readonly Guid Ours = new("95d415a7-3fdd-55e0-b3c3-9e8ba8f2c9f1");

    // Members are few, and every object names one.
    private static readonly ConcurrentDictionary<string, string> Identities = new(StringComparer.Ordinal);

    /// <summary>The definition of our property-extension: the key under which an object carries a whole record.</summary>
    public static string Extension { get; } = Named("extension-definition", "record");

    /// <summary>Who made the extension; no member can be called so.</summary>
    public static string Hub { get; } = Named("identity", "org:intelshare");

    /// <summary>The account that nobody has, for objects that must name one and may tell none.</summary>
    public static string NoAccount { get; } = Account(type: AccountName.Nobody.Type, userId: null, login: null);

    /// <summary>The identity of a member.</summary>
    /// <param name="member">Member id.</param>
    public static string Identity(string member) => Identities.GetOrAdd(member, static member => Named("identity", member));

    /// <summary>The statement of a handling code.</summary>
    public static string Marking(HandlingCode code) => Named("marking-definition", code.Code());

    /// <summary>A sighting, which only its author's agency and the record's owner know.</summary>
    public static string Of(Sighting sighting) => Named("sighting", $"{sighting.Member}|{sighting.Id}");

    /// <summary>
    /// The object that carries the record: its <c>attack-pattern</c> or <c>indicator</c>. Sightings are of it.
    /// </summary>
    public static string Carrier(RecordOrigin origin) => Of(origin.CarrierType, origin);

    /// <summary>
    /// All ids made from a record, the carrier's last; known without its content, for removals. The <c>user-account</c> of an account
    /// handle is not among them: its id is a digest of personal data, anybody's object may have the same, and it says nothing of the record once
    /// the others are gone.
    /// </summary>
    public static IReadOnlyList<string> All(RecordOrigin origin) =>
        origin.Names(typeof(AccountHandle)) ? [Of("observed-data", origin), Of("relationship", origin), Carrier(origin)] : [Carrier(origin)];

    /// <summary>The same and that of the account itself: all objects of an open record that <see cref="StixObjects"/> makes.</summary>
    public static IReadOnlyList<string> Made(Indicator open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var own = All(RecordOrigin.Of(open));
        return open.Content is AccountHandle account ? [.. own, AccountName.Of(account).Id] : own;
    }

    /// <summary>The id of a <c>user-account</c>, the same as every other producer's for these properties: at least one is given.</summary>
    /// <param name="type"><c>account_type</c>, or null.</param>
    /// <param name="userId"><c>user_id</c>, or null.</param>
    /// <param name="login"><c>account_login</c>, or null.</param>
    public static string Account(string? type, string? userId, string? login) =>
        "user-account--" + Uuid5.Of(Observables, CanonicalJson.Object(("account_type", type), ("user_id", userId), ("account_login", login)));

    internal static string Of(string type, RecordOrigin origin) => Named(type, $"{origin.FirstOwner}|{origin.Record}");

    private static string Named(string type, string name) => $"{type}--{Uuid5.Of(Ours, $"{type}|{name}")}";
}
