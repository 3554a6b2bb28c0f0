using System.Text.Json;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>
/// Reads an event (<c>{"Event": …}</c>), a list of them, or what a MISP answers (<c>{"response": […]}</c>): first each event, then its attributes, then its objects. Whatever is
/// posted, each gets its answer by name, and nothing is fetched from anywhere.
/// </summary>
public static class MispReading
{
    /// <summary>Reads what was posted.</summary>
    /// <param name="posted">UTF-8 JSON; as long as the caller lets it be.</param>
    /// <param name="limits">How much of it is read: objects are events, attributes and objects together.</param>
    public static EnvelopeReading Read(ReadOnlyMemory<byte> posted, StixLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return EnvelopeReading.Of(posted, root => Read(root, limits));
    }

    /// <summary>What each answer is about, in order: for whoever sent it and kept it.</summary>
    /// <param name="root">As it was read.</param>
    public static IEnumerable<JsonElement> Rows(JsonElement root) =>
        from one in Events(root)
        let json = one.Json
        where json is not null
        from row in PostedEvent.Answered.SelectMany(list => PostedEvent.Items(json.Value, list)).Prepend(json.Value)
        select row;

    private static EnvelopeReading Read(JsonElement root, StixLimits limits)
    {
        if (Listed(root).Json is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > limits.Objects)
        {
            return TooMany("");
        }

        var found = Events(root).ToList();
        if (found.Find(one => one.Json is null) is { At: { } missing })
        {
            return EnvelopeReading.Nothing("not-an-event", missing, "Expected an event of MISP, or a list of them.");
        }

        var answers = new List<Reading>();
        foreach (var (json, pointer) in found)
        {
            // Counted before any is read: an empty one takes three bytes here and hundreds there.
            if (answers.Count + PostedEvent.Size(json!.Value) > limits.Objects)
            {
                return TooMany(pointer);
            }

            answers.AddRange(new PostedEvent(json.Value, pointer, limits).Answer(answers.Count));
        }

        return new(Refusal: null, answers);

        EnvelopeReading TooMany(string pointer) => EnvelopeReading.Nothing("too-many", pointer, $"At most {limits.Objects} events, attributes and objects at once.");
    }

    private static (JsonElement Json, string At) Listed(JsonElement root) => root.ValueKind == JsonValueKind.Object && Soundness.Find(root, "response") is { } response ? (response, "/response") : (root, "");

    /// <summary>Each event and where it stands; none where something else does.</summary>
    private static IEnumerable<(JsonElement? Json, string At)> Events(JsonElement root)
    {
        var (events, at) = Listed(root);
        return (events.ValueKind == JsonValueKind.Array ? events.EnumerateArray().Select((one, i) => (Json: one, At: $"{at}/{i}")) : [(Json: events, At: at)])
            .Select(one => (one.Json.ValueKind == JsonValueKind.Object && Soundness.Find(one.Json, "Event") is { ValueKind: JsonValueKind.Object } json ? json : (JsonElement?)null, one.At + "/Event"));
    }
}
