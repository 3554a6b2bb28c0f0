using System.Text.Json;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>An event while it is read. Its tags are said of each of its attributes and objects.</summary>
internal sealed class PostedEvent(JsonElement json, string pointer, StixLimits limits)
{
    /// <summary>Lists of which each item gets an answer, in their order.</summary>
    public static readonly string[] Answered = ["Attribute", "Object"];

    private static readonly string[] Lists = [.. Answered, "Tag"];

    // What frames an event and says nothing of its records.
    private static readonly HashSet<string> Frame = new(StringComparer.Ordinal)
    {
        "id", "uuid", "org_id", "orgc_id", "date", "analysis", "threat_level_id", "timestamp", "publish_timestamp", "published", "distribution", "sharing_group_id", "locked", "attribute_count",
        "proposal_email_lock", "disable_correlation", "extends_uuid", "event_creator_email", "protected", "sighting_timestamp", "Org", "Orgc", "Attribute", "Object", "Tag",
    };

    /// <summary>The event's own answer, then one for each attribute, then one for each object.</summary>
    public IReadOnlyList<Reading> Answer(int index)
    {
        var id = Soundness.Find(json, "uuid") is { } said && Soundness.TextOf(said) is { } text && PostedItem.IsUuid(text) ? text : null;
        if (Problem(id) is { } problem)
        {
            return [new Refused(index, id, [problem])];
        }

        var tags = Items("Tag").Select(PostedItem.NameOf).OfType<string>().ToList();
        var (attributes, objects) = (Items("Attribute"), Items("Object"));
        return
        [
            new Consumed(index, id!, Lost(MispTags.Read(tags))),
            .. attributes.Select((one, i) => Answer(one, index + 1 + i, $"{pointer}/Attribute/{i}", tags, ForeignItems.Attribute)),
            .. objects.Select((one, i) => Answer(one, index + 1 + attributes.Count + i, $"{pointer}/Object/{i}", tags, ForeignItems.Object)),
        ];
    }

    private Refusal? Problem(string? id) =>
        Lists.Append("uuid").FirstOrDefault(name => Soundness.Says(json, name) > 1) is { } twice ? new("duplicate-property", $"{pointer}/{twice}", "Each property once.")
        : Lists.FirstOrDefault(name => Soundness.Find(json, name) is { ValueKind: not (JsonValueKind.Array or JsonValueKind.Null) }) is { } strange ? new("wrong-type", $"{pointer}/{strange}", "Expected a list.")
        : id is null ? new("id-malformed", $"{pointer}/uuid", "Expected a UUID in small letters.")
        : Items("Tag").Select((tag, i) => Soundness.Check(tag, $"{pointer}/Tag/{i}", limits)).FirstOrDefault(unsound => unsound is not null);

    private Reading Answer(JsonElement one, int index, string at, IReadOnlyList<string> tags, Func<PostedItem, Reading> read) =>
        Soundness.Check(one, at, limits) is { } unsound ? new Refused(index, Id: null, [unsound]) : read(new(index, at, one, tags));

    /// <summary>What it says besides; a title that is ours says nothing new.</summary>
    private string[] Lost(ReadTags tags) => [.. Soundness.Names(json).Where(name => PostedItem.IsName(name) && !Frame.Contains(name) && (name != "info" || tags.Kind is null) && !PostedItem.IsEmpty(Soundness.Find(json, name)!.Value))];

    private List<JsonElement> Items(string name) => Items(json, name);

    /// <summary>How many answers an event gets at most: its own, and one for each attribute and object.</summary>
    public static int Size(JsonElement json) => 1 + Answered.Sum(name => Soundness.Find(json, name) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0);

    /// <summary>What stands in a list of an event.</summary>
    public static List<JsonElement> Items(JsonElement json, string name) => Soundness.Find(json, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
