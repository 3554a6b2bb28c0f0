using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Indicators;

namespace IntelShare.Stix;

/// <summary>A record as it comes back in our own words.</summary>
/// <param name="Body">Of a submission; all but release, legal basis, necessity and reference.</param>
/// <param name="Handling">As it stands there.</param>
/// <param name="Evaluation">As it stands there; null where a disclosure withheld it.</param>
/// <param name="Lost">Names of what a submission cannot carry.</param>
internal sealed record WholeRecord(JsonObject Body, Handling Handling, Evaluation? Evaluation, IReadOnlyList<string> Lost)
{
    /// <summary>Reads it as <see cref="RecordExtension"/> writes it; null where it was refused.</summary>
    /// <param name="json">An object.</param>
    /// <param name="refuse">Told code, place and reason of what is wrong.</param>
    public static WholeRecord? Read(JsonElement json, Action<string, string, string> refuse)
    {
        if (Read(json, "", typeof(RecordExtension), refuse) is not RecordExtension extension)
        {
            return null;
        }

        if (extension.Kind is null)
        {
            refuse(extension.ValidUntil is null ? "required" : "nothing-shared", extension.ValidUntil is null ? "/kind" : "", extension.ValidUntil is null
                ? "This property is mandatory." : "The object says no more than that its owner does not share it any longer.");
            return null;
        }

        if (!Kind.All.TryGetValue(extension.Kind, out var kind))
        {
            refuse("unknown-kind", "/kind", Kind.Unknown(extension.Kind, "").Reason);
            return null;
        }

        if (extension.Handling is null)
        {
            refuse("required", "/handling", "This property is mandatory.");
            return null;
        }

        var body = new JsonObject { ["kind"] = kind.Name };
        if (extension.Content is JsonElement said)
        {
            if (Read(said, "/content", kind.Content, refuse) is not { } content)
            {
                return null;
            }

            body["content"] = JsonSerializer.SerializeToNode(content, kind.Content, RecordExtension.Body);
        }
        else if (extension.Identifier is { } identifier)
        {
            if (Read(JsonSerializer.SerializeToElement(identifier, RecordExtension.Snake), "/identifier", kind.Content, refuse) is not { } part)
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
        return new(body, extension.Handling, extension.Evaluation, [.. new[] { ("disclosed_until", (object?)extension.DisclosedUntil), ("conditions", extension.Conditions) }.Where(member => member.Item2 is not null).Select(member => member.Item1)]);

        void Say<T>(string name, T? value) where T : class
        {
            if (value is not null)
            {
                body[name] = JsonSerializer.SerializeToNode(value, RecordExtension.Body);
            }
        }
    }

    /// <summary>A part of it; null where it was refused.</summary>
    public static object? Read(JsonElement json, string under, Type type, Action<string, string, string> refuse)
    {
        try
        {
            if (json.Deserialize(type, RecordExtension.Snake) is { } read)
            {
                return read;
            }

            refuse("wrong-type", under, "Expected an object.");
        }
        catch (JsonException malformed)
        {
            refuse("extension-malformed", under + Pointer(json, malformed.Path ?? ""), "Not as the schema of the extension has it: openapi/stix/record.v1.json.");
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
}
