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

    private static EnvelopeReading Read(JsonElement root, StixLimits limits)
    {
        var (events, at) = root.ValueKind == JsonValueKind.Object && Soundness.Find(root, "response") is { } response ? (response, "/response") : (root, "");
        var found = (events.ValueKind == JsonValueKind.Array ? events.EnumerateArray().Select((one, i) => (Json: one, At: $"{at}/{i}")) : [(Json: events, At: at)])
            .Select(one => (Json: one.Json.ValueKind == JsonValueKind.Object ? Soundness.Find(one.Json, "Event") : null, At: one.At + "/Event")).ToList();
        if (found.Find(one => one.Json?.ValueKind != JsonValueKind.Object) is { At: { } missing })
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

    private static EnvelopeReading Nothing(string code, string pointer, string reason) => new(new(code, pointer, reason), []);
}
