using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using IntelShare.Indicators;

namespace IntelShare.Stix;

/// <summary>What became of one posted object. Every object has exactly one, in the order in which they were posted.</summary>
/// <param name="Index">Where it stands in <c>objects</c>, from 0.</param>
/// <param name="Id">Its id; null where none of the standard's shape can be read.</param>
public abstract record Reading(int Index, string? Id)
{
    /// <summary>Its <c>modified</c>; null for what has none, or where it cannot be read.</summary>
    public DateTimeOffset? Version { get; init; }

    /// <summary>Names the object and says nothing of it: what was posted may be personal data.</summary>
    public sealed override string ToString() => $"{GetType().Name} {Index} {Id}";
}

/// <summary>It can be submitted.</summary>
/// <param name="Body">Part of the body of <c>POST /v1/indicators</c>: what the object says, and its id as <c>reference</c>. Never a release.</param>
/// <param name="Whole">It carried our extension, and so says everything but release, legal basis and necessity.</param>
/// <param name="Lost">Loss report: names of its properties that could not be carried; of those in our extension, <c>extensions/…/name</c>.</param>
public sealed record Offered(int Index, string Id, JsonObject Body, bool Whole, IReadOnlyList<string> Lost) : Reading(Index, Id)
{
    /// <summary>
    /// The body over what a client says where an object is silent. Objects merge member by member (RFC 7396), so that an object's
    /// code of information stands beside a client's code of the source; but handling codes read from a marking are added to the client's, since a marking can only bind more.
    /// </summary>
    /// <param name="defaults">Members of a submission; left as it is.</param>
    public JsonObject Over(JsonObject defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        var merged = Merge(defaults, Body);
        // Whoever is silent about sources has not judged this one.
        if (!Whole && Body["evaluation"] is JsonObject && defaults["evaluation"] is JsonValue)
        {
            merged["evaluation"]!["source"] = SourceCode.X.Code();
        }

        if (!Whole && Body["handling"]?["codes"] is JsonArray read && defaults["handling"] is JsonObject own && own["codes"] is JsonArray given)
        {
            merged["handling"]!["codes"] = new JsonArray([.. given.Concat(read.Where(code => !given.Any(other => JsonNode.DeepEquals(other, code)))).Select(code => code?.DeepClone())]);
        }

        return merged;
    }

    // Content and what our own object says in full replace the default; the rest is merged one level deep.
    private JsonObject Merge(JsonObject defaults, JsonObject over)
    {
        var merged = (JsonObject)defaults.DeepClone();
        foreach (var (name, value) in over)
        {
            var below = merged[name] as JsonObject;
            if (below is null || value is not JsonObject members || name == "content" || (Whole && name != "retention" && name != "subject"))
            {
                merged[name] = value?.DeepClone();
                continue;
            }

            foreach (var (member, said) in members)
            {
                below[member] = said?.DeepClone();
            }
        }

        return merged;
    }
}

/// <summary>Its producer revoked it, for good: whatever was submitted under this id is to be withdrawn.</summary>
public sealed record Withdrawn(int Index, string Id) : Reading(Index, Id);

/// <summary>Somebody saw what another object says.</summary>
/// <param name="Of">Id of that object, here or elsewhere.</param>
/// <param name="Body">Part of the body of <c>POST /v1/indicators/{id}/sightings</c>.</param>
/// <param name="Lost">As in <see cref="Offered"/>.</param>
public sealed record Sighted(int Index, string Id, string Of, JsonObject Body, IReadOnlyList<string> Lost) : Reading(Index, Id);

/// <summary>It stands beside others (identity, marking, definition) or belongs to one that was offered, and is no submission of its own.</summary>
/// <param name="Lost">As in <see cref="Offered"/>.</param>
public sealed record Consumed(int Index, string Id, IReadOnlyList<string> Lost) : Reading(Index, Id);

/// <summary>Another object of the same id counts: the one that is revoked, else the newest, else the first that says the same.</summary>
/// <param name="By">Index of that object.</param>
public sealed record Superseded(int Index, string Id, int By) : Reading(Index, Id);

/// <summary>It cannot be taken.</summary>
/// <param name="Refusals">All reasons found, at least one; pointers into what was posted.</param>
public sealed record Refused(int Index, string? Id, IReadOnlyList<Refusal> Refusals) : Reading(Index, Id);

/// <summary>A bundle or envelope as read.</summary>
/// <param name="Refusal">Why nothing of it could be read; null where every object has its own answer.</param>
/// <param name="Objects">One for each object.</param>
public sealed record EnvelopeReading(Refusal? Refusal, IReadOnlyList<Reading> Objects)
{
    /// <summary>Nothing of it can be read.</summary>
    internal static EnvelopeReading Nothing(string code, string pointer, string reason) => new(new(code, pointer, reason), []);

    /// <summary>Reads the JSON that was posted.</summary>
    /// <param name="posted">UTF-8; as long as the caller lets it be.</param>
    /// <param name="read">What stands in it.</param>
    internal static EnvelopeReading Of(ReadOnlyMemory<byte> posted, Func<JsonElement, EnvelopeReading> read)
    {
        try
        {
            // The parser does not nest, so any depth may come this far; then the object that is too deep is refused by its name.
            using var json = Utf8.IsValid(posted.Span) ? JsonDocument.Parse(posted, new() { MaxDepth = int.MaxValue }) : null;
            return json is null ? Nothing("malformed-body", "", "Expected JSON in UTF-8.") : read(json.RootElement);
        }
        catch (JsonException)
        {
            return Nothing("malformed-body", "", "Expected JSON in UTF-8.");
        }
    }
}

/// <summary>How much is read at once.</summary>
/// <param name="Objects">Most objects of one envelope.</param>
/// <param name="Bytes">Most bytes of one object, as posted.</param>
/// <param name="Depth">Most levels of one object.</param>
public sealed record StixLimits(int Objects = 1_000, int Bytes = 262_144, int Depth = 16);
