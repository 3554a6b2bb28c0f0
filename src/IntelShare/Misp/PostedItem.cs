using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntelShare.Misp;

/// <summary>A sound attribute or object of an event while it is read: what is taken of it, and what is wrong with it.</summary>
internal sealed class PostedItem
{
    private static readonly Regex UuidShape = new(@"\A[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex NameShape = new(@"\A[A-Za-z0-9_-]{1,80}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    // What frames an attribute or object and says nothing of a record.
    private static readonly string[] Frame =
    [
        "id", "event_id", "object_id", "uuid", "timestamp", "distribution", "sharing_group_id", "deleted", "to_ids", "disable_correlation", "object_relation", "type", "category", "value", "Tag",
        "name", "meta-category", "description", "template_uuid", "template_version", "Attribute", "first_seen", "last_seen",
    ];

    private readonly JsonElement json;
    private readonly HashSet<string> taken = new(Frame, StringComparer.Ordinal);

    /// <summary>Reads what all have.</summary>
    /// <param name="index">Its row.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="json">A sound object.</param>
    /// <param name="inherited">Names of the tags of what it stands in.</param>
    public PostedItem(int index, string pointer, JsonElement json, IReadOnlyList<string> inherited)
    {
        this.json = json;
        (Index, Pointer, OwnTags, Inherited) = (index, pointer, [.. Items("Tag").Select(NameOf).OfType<string>()], inherited);
        Id = Text("uuid") is { } id && IsUuid(id) ? id : "";
        if (Id.Length == 0)
        {
            Refuse("id-malformed", "uuid", "Expected a UUID in small letters.");
        }
    }

    public int Index { get; }

    public string Pointer { get; }

    public string Id { get; }

    /// <summary>Names of its own tags.</summary>
    public IReadOnlyList<string> OwnTags { get; }

    /// <summary>Names of the tags of what it stands in.</summary>
    public IReadOnlyList<string> Inherited { get; }

    public List<Refusal> Refusals { get; } = [];

    /// <summary>MISP deletes by this word, and keeps what is absent.</summary>
    public bool IsDeleted => json.TryGetProperty("deleted", out var deleted) && (deleted.ValueKind == JsonValueKind.True || Number(deleted) == 1);

    /// <summary>An object's attributes that are not deleted.</summary>
    public IReadOnlyList<PostedItem> Attributes => [.. Items("Attribute").Select((one, i) => new PostedItem(Index, $"{Pointer}/Attribute/{i}", one, [])).Where(one => !one.IsDeleted)];

    /// <summary>What it says besides.</summary>
    public IReadOnlyList<string> Lost => [.. json.EnumerateObject().Where(property => !taken.Contains(property.Name) && IsName(property.Name) && !IsEmpty(property.Value)).Select(property => property.Name)];

    public void Take(string name) => taken.Add(name);

    public void Refuse(string code, string property, string reason) => Refusals.Add(new(code, property.Length == 0 ? Pointer : $"{Pointer}/{property}", reason));

    /// <summary>Text with its characters beyond the basic plane, and lines that end as ours do; null where there is none.</summary>
    public string? Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
        ? CodePoints.Read(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')) : null;

    /// <summary>The value as it was posted.</summary>
    public string? Verbatim(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The day of a moment (ISO 8601).</summary>
    public string? Day(string name) => Verbatim(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        ? moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    public static bool IsUuid(string text) => UuidShape.IsMatch(text);

    /// <summary>True for a name that is repeated in an answer.</summary>
    public static bool IsName(string name) => NameShape.IsMatch(name);

    /// <summary>The name of a tag.</summary>
    public static string? NameOf(JsonElement tag) => tag.ValueKind == JsonValueKind.Object && tag.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    public static bool IsEmpty(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.False
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0) || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""));

    /// <summary>MISP writes numbers as text, or not.</summary>
    private static long? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number : null;

    private IEnumerable<JsonElement> Items(string name) => json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object)] : [];
}
