using System.Text.Json;
using System.Text.Unicode;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>
/// Reads an event (<c>{"Event": …}</c>), a list of them, or what a MISP answers (<c>{"response": […]}</c>): first each event, then its attributes, then its objects. Whatever is
/// posted, each gets its answer by name, and nothing is fetched from anywhere.
/// </summary>
public static class MispReading
{
    private static readonly string[] Lists = ["Attribute", "Object"];

    /// <summary>Reads what was posted.</summary>
    /// <param name="posted">UTF-8 JSON; as long as the caller lets it be.</param>
    /// <param name="limits">How much of it is read: objects are events, attributes and objects together.</param>
    public static EnvelopeReading Read(ReadOnlyMemory<byte> posted, StixLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            // As with STIX, what is too deep is refused by its name.
            using var json = Utf8.IsValid(posted.Span) ? JsonDocument.Parse(posted, new() { MaxDepth = int.MaxValue }) : null;
            return json is null ? Nothing("malformed-body", "", "Expected JSON in UTF-8.") : Read(json.RootElement, limits);
        }
        catch (JsonException)
        {
            return Nothing("malformed-body", "", "Expected JSON in UTF-8.");
        }
    }

    /// <summary>What each answer is about, in order: for whoever sent it and kept it.</summary>
    /// <param name="root">As it was read.</param>
    public static IEnumerable<JsonElement> Rows(JsonElement root) =>
        from one in Events(root)
        let json = one.Json
        where json is not null
        from row in Lists.SelectMany(list => PostedEvent.Items(json.Value, list)).Prepend(json.Value)
        select row;

    private static EnvelopeReading Read(JsonElement root, StixLimits limits)
    {
        var found = Events(root).ToList();
        if (found.Find(one => one.Json is null) is { At: { } missing })
        {
            return Nothing("not-an-event", missing, "Expected an event of MISP, or a list of them.");
        }

        var answers = new List<Reading>();
        foreach (var (json, pointer) in found)
        {
            answers.AddRange(new PostedEvent(json!.Value, pointer, limits).Answer(answers.Count));
            if (answers.Count > limits.Objects)
            {
                return Nothing("too-many", pointer, $"At most {limits.Objects} events, attributes and objects at once.");
            }
        }

        return new(Refusal: null, answers);
    }

    /// <summary>Each event and where it stands; none where something else does.</summary>
    private static IEnumerable<(JsonElement? Json, string At)> Events(JsonElement root)
    {
        var (events, at) = root.ValueKind == JsonValueKind.Object && Soundness.Find(root, "response") is { } response ? (response, "/response") : (root, "");
        return (events.ValueKind == JsonValueKind.Array ? events.EnumerateArray().Select((one, i) => (Json: one, At: $"{at}/{i}")) : [(Json: events, At: at)])
            .Select(one => (one.Json.ValueKind == JsonValueKind.Object && Soundness.Find(one.Json, "Event") is { ValueKind: JsonValueKind.Object } json ? json : (JsonElement?)null, one.At + "/Event"));
    }

    private static EnvelopeReading Nothing(string code, string pointer, string reason) => new(new(code, pointer, reason), []);
}
