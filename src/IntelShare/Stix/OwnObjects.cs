using System.Text.Json;
using System.Text.Json.Nodes;

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
        if (WholeRecord.Read(json, (code, under, reason) => Refuse(posted, code, under, reason)) is not { } whole)
        {
            return null;
        }

        whole.Body["reference"] = posted.Id;
        posted.Take(Told);
        // Our own markings repeat the codes. What somebody on the way marked besides is not ours to judge.
        if (!posted.References("object_marking_refs").ToHashSet(StringComparer.Ordinal).SetEquals(Markings.Of(whole.Handling)))
        {
            posted.Lose("object_marking_refs");
        }

        lost = [.. whole.Lost.Select(name => $"extensions/{StixIds.Extension}/{name}")];
        return whole.Body;
    }

    /// <summary>Our extension of a sighting; null where the object was refused.</summary>
    public static SightingExtension? Sighting(Posted posted, JsonElement json)
    {
        posted.Take("created_by_ref", "where_sighted_refs");
        return (SightingExtension?)WholeRecord.Read(json, "", typeof(SightingExtension), (code, under, reason) => Refuse(posted, code, under, reason));
    }

    private static void Refuse(Posted posted, string code, string under, string reason) => posted.Refuse(code, $"extensions/{StixIds.Extension}{under}", reason);
}
