using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Misp;
using IntelShare.Stix;

namespace IntelShare.Tests.Misp;

/// <summary>Records as a MISP of France receives them, and what is read of events.</summary>
internal static class Events
{
    public const long Stamp = 1_796_000_000;

    public static readonly MispHead Head = new(new("se-noa", "account-handle", new(2026, 12, 1)), "NOA", Stamp);

    public static JsonObject Json(this MispObject made) => JsonNode.Parse(made.Json.Span)!.AsObject();

    public static JsonObject Of(SharedRecord record, long stamp = Stamp) => MispObjects.Of(record, stamp).Json();

    /// <summary>The attribute with this relation.</summary>
    public static JsonNode Said(this JsonObject made, string relation) => made["Attribute"]!.AsArray().Single(one => (string?)one!["object_relation"] == relation)!;

    public static IReadOnlyList<Reading> Read(params IEnumerable<MispObject> objects) => MispReading.Read(MispEvents.Event(Head, objects), new()).Objects;

    public static EnvelopeReading Read(string posted) => MispReading.Read(Encoding.UTF8.GetBytes(posted), new());

    /// <summary>An event of another producer around these attributes and objects.</summary>
    public static IReadOnlyList<Reading> ReadOthers(string attributes = "", string objects = "", string tags = "") =>
        Read($$$"""{"Event":{"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","info":"Street slang","date":"2026-03-01","Tag":[{{{tags}}}],"Attribute":[{{{attributes}}}],"Object":[{{{objects}}}]}}""").Objects;
}
