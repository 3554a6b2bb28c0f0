using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Indicators;

namespace IntelShare.Stix;

/// <summary>Reads objects that carry our extension: they come back whole.</summary>
internal static class OwnObjects
{
    // Beside the extension the standard's properties say nothing more; who wrote the object is no part of a submission.
    private static readonly string[] Told =
    [
        "name", "description", "indicator_types", "pattern", "pattern_type", "valid_from", "valid_until", "confidence", "lang", "labels", "kill_chain_phases", "object_marking_refs", "created_by_ref",
        "first_seen", "last_seen", "count", "sighting_of_ref", "where_sighted_refs",
    ];

    /// <summary>The body of a submission; null where the object was refused.</summary>
    public static JsonObject? Record(Posted posted, JsonElement json, out IReadOnlyList<string> lost)
    {
        lost = [];
        if (Read<RecordExtension>(posted, json, "") is not { } extension)
        {
            return null;
        }

        if (extension.Kind is null)
        {
            Refuse(posted, extension.ValidUntil is null ? "required" : "nothing-shared", extension.ValidUntil is null ? "/kind" : "", extension.ValidUntil is null
                ? "This property is mandatory." : "The object says no more than that its owner does not share it any longer.");
            return null;
        }

        if (!Kind.All.TryGetValue(extension.Kind, out var kind))
        {
            Refuse(posted, "unknown-kind", "/kind", Kind.Unknown(extension.Kind, "").Reason);
            return null;
        }

        if (extension.Handling is null)
        {
            Refuse(posted, "required", "/handling", "This property is mandatory.");
            return null;
        }

        var body = new JsonObject { ["kind"] = kind.Name };
        if (extension.Content is JsonElement said)
        {
            if (Read(posted, said, "/content", kind.Content) is not { } content)
            {
                return null;
            }

            body["content"] = JsonSerializer.SerializeToNode(content, kind.Content, RecordExtension.Body);
        }
        else if (extension.Identifier is { } identifier)
        {
            if (Read(posted, JsonSerializer.SerializeToElement(identifier, RecordExtension.Snake), "/identifier", kind.Content) is not { } part)
            {
                return null;
            }

            var told = (JsonObject)JsonSerializer.SerializeToNode(part, kind.Content, RecordExtension.Body)!;
            body["content"] = new JsonObject(told.Where(member => identifier.ContainsKey(JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Key))).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        }

        Say("evaluation", extension.Evaluation);
        Say("handling", extension.Handling);
        Say("purposes", extension.Purposes);
        Say("crimeAreas", extension.CrimeAreas);
        Say("subject", extension.Subject);
        Say("retention", extension.ReviewBy is { } day ? new Retention(day, Basis: null) : null);
        body["reference"] = posted.Id;
        posted.Take(Told);
        // Our own markings repeat the codes. What somebody on the way marked besides is not ours to judge.
        if (!posted.References("object_marking_refs").ToHashSet(StringComparer.Ordinal).SetEquals(Markings.Of(extension.Handling)))
        {
            posted.Lose("object_marking_refs");
        }

        lost = [.. new[] { ("disclosed_until", (object?)extension.DisclosedUntil), ("conditions", extension.Conditions) }.Where(member => member.Item2 is not null).Select(member => $"extensions/{StixIds.Extension}/{member.Item1}")];
        return body;

        void Say<T>(string name, T? value) where T : class
        {
            if (value is not null)
            {
                body[name] = JsonSerializer.SerializeToNode(value, RecordExtension.Body);
            }
        }
    }

    /// <summary>Our extension of a sighting; null where the object was refused.</summary>
    public static SightingExtension? Sighting(Posted posted, JsonElement json)
    {
        posted.Take("created_by_ref", "where_sighted_refs");
        return Read<SightingExtension>(posted, json, "");
    }

    private static T? Read<T>(Posted posted, JsonElement json, string under) where T : class => (T?)Read(posted, json, under, typeof(T));

    private static object? Read(Posted posted, JsonElement json, string under, Type type)
    {
        try
        {
            if (json.Deserialize(type, RecordExtension.Snake) is { } read)
            {
                return read;
            }

            Refuse(posted, "wrong-type", under, "Expected an object.");
        }
        catch (JsonException malformed)
        {
            Refuse(posted, "extension-malformed", under + Pointer(json, malformed.Path ?? ""), "Not as the schema of the extension has it: openapi/stix/record.v1.json.");
        }

        return null;
    }

    // A converter inside tells its own path, without what stands above: so as far as the path leads to something, and no further.
    private static string Pointer(JsonElement json, string path)
    {
        var pointer = "";
        foreach (var step in path.Split('$', '.', '[', ']').Where(Soundness.IsProperty))
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(step, out var member))
            {
                json = member;
            }
            else if (json.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < json.GetArrayLength())
            {
                json = json[index];
            }
            else
            {
                break;
            }

            pointer += $"/{step}";
        }

        return pointer;
    }

    private static void Refuse(Posted posted, string code, string under, string reason) => posted.Refuse(code, $"extensions/{StixIds.Extension}{under}", reason);
}
