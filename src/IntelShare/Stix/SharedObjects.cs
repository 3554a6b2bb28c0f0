namespace IntelShare.Stix;

/// <summary>Objects that many records refer to, sent beside them: consumers drop references that they cannot resolve.</summary>
public static class SharedObjects
{
    private static readonly DateTimeOffset TlpCreated = new(2022, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The same for every reader and for ever: who made the extension, its definition, the colours, the handling codes, and the account that nobody has.</summary>
    public static IReadOnlyList<StixObject> Constant { get; } =
    [
        Named(StixIds.Hub, "IntelShare", StixTime.Created),
        StixObject.Versioned("extension-definition", StixIds.Extension, StixIds.Hub, StixTime.Created, json =>
        {
            json.Say("name", "IntelShare record");
            json.Say("description", "The whole of a crime-market indicator as its owner shared it: content, evaluation, handling, purposes and retention; and of a sighting, what the standard has no property for.");
            json.Say("schema", "The JSON Schema urn:intelshare:stix:record:1, which the hub publishes with its contract as openapi/stix/record.v1.json.");
            json.Say("version", "1.0.0");
            json.Say("extension_types", [RecordExtension.PropertyExtension]);
        }),
        .. Markings.All.Select(light => StixObject.Plain("marking-definition", light.Id, TlpCreated, json =>
        {
            json.Say("created", TlpCreated);
            json.Say("name", light.Name);
            json.WriteStartObject("extensions");
            json.WriteStartObject(Markings.TlpExtension);
            json.Say("extension_type", RecordExtension.PropertyExtension);
            json.Say("tlp_2_0", light.Value);
            json.WriteEndObject();
            json.WriteEndObject();
        })),
        // A marking has no versions: other words would be another code.
        .. Markings.Statements.Select(code => StixObject.Plain("marking-definition", StixIds.Marking(code.Key), StixTime.Created, json =>
        {
            json.Say("created_by_ref", StixIds.Hub);
            json.Say("created", StixTime.Created);
            json.Say("name", code.Key.Code());
            json.Say("definition_type", "statement");
            json.WriteStartObject("definition");
            json.Say("statement", code.Value);
            json.WriteEndObject();
        })),
        StixObject.Plain("user-account", StixIds.NoAccount, StixTime.Created, json => json.Say("account_type", AccountName.Nobody.Type)),
    ];

    /// <summary>An agency; never a person. Also of agencies that left: what they submitted first names them for ever.</summary>
    /// <param name="member">Member id.</param>
    /// <param name="name">As it calls itself.</param>
    /// <param name="namedAt">Since when; any moment of long ago will do for one that never changed its name.</param>
    public static StixObject Identity(string member, string name, DateTimeOffset namedAt) => Named(StixIds.Identity(member), name, StixTime.Version(namedAt));

    private static StixObject Named(string id, string name, DateTimeOffset version) => StixObject.Versioned("identity", id, creator: null, version, json =>
    {
        json.Say("name", name);
        json.Say("identity_class", "organization");
        json.Say("sectors", ["government"]);
    });
}
