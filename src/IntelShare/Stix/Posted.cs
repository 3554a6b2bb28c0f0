using System.Text.Json;

namespace IntelShare.Stix;

/// <summary>
/// A sound object while it is read: what is taken of it, and what is wrong with it. Properties that nobody takes are its loss.
/// </summary>
internal sealed class Posted
{
    private static readonly string[] Frame = ["type", "spec_version", "id", "created", "modified", "revoked", "extensions"];

    // Observables have no versions; a marking has none either (sections 3.1 and 7.2.1).
    private static readonly HashSet<string> Unversioned =
    [
        "marking-definition", "artifact", "autonomous-system", "directory", "domain-name", "email-addr", "email-message", "file", "ipv4-addr", "ipv6-addr", "mac-addr", "mutex",
        "network-traffic", "process", "software", "url", "user-account", "windows-registry-key", "x509-certificate",
    ];

    private readonly JsonElement json;
    private readonly HashSet<string> taken = new(Frame, StringComparer.Ordinal);

    /// <summary>Reads what all objects have.</summary>
    public Posted(int index, string? id, JsonElement json)
    {
        this.json = json;
        (Index, Pointer) = (index, $"/objects/{index}");
        Type = Text("type", required: true) ?? "";
        Id = id ?? "";
        if (id is null)
        {
            Refuse("id-malformed", "id", "Expected the object's type, two hyphens and a UUID in small letters.");
        }
        else if (!id.StartsWith(Type + "--", StringComparison.Ordinal))
        {
            Refuse("id-of-another-type", "id", "The id begins with the object's type.");
        }

        IsObservable = Unversioned.Contains(Type) && Type != "marking-definition";
        if (Text("spec_version", required: !IsObservable) is not (null or "2.1"))
        {
            Refuse("spec-version-unknown", "spec_version", "STIX 2.1 is read.");
        }

        Find("extensions", JsonValueKind.Object, required: false, "an object");
        Revoked = Boolean("revoked");
        if (!Unversioned.Contains(Type))
        {
            Moment("created", required: true);
            Version = Moment("modified", required: true);
        }
        else if (!IsObservable)
        {
            Version = Moment("created");
        }
    }

    public int Index { get; }

    public string Id { get; }

    public string Type { get; }

    public string Pointer { get; }

    public bool Revoked { get; }

    public bool IsObservable { get; }

    public DateTimeOffset? Version { get; }

    public List<Refusal> Refusals { get; } = [];

    /// <summary>Names of the properties that were not taken.</summary>
    public IReadOnlyList<string> Lost => [.. json.EnumerateObject().Select(property => property.Name).Where(name => !taken.Contains(name)), .. Extensions().Where(id => id != StixIds.Extension).Select(id => $"extensions/{id}")];

    public bool SaysTheSame(Posted other) => JsonElement.DeepEquals(json, other.json);

    /// <summary>Marks properties as told by something else.</summary>
    public void Take(params IEnumerable<string> names) => taken.UnionWith(names);

    /// <summary>Marks properties as not carried after all.</summary>
    public void Lose(string name) => taken.Remove(name);

    public void Refuse(string code, string property, string reason) => Refusals.Add(new(code, property.Length == 0 ? Pointer : $"{Pointer}/{property}", reason));

    /// <summary>Text with lines that end as ours do.</summary>
    public string? Text(string name, bool required = false) => Find(name, JsonValueKind.String, required, "a string")?.GetString()!.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    public bool Boolean(string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            taken.Add(name);
            return value.ValueKind == JsonValueKind.True;
        }

        Refuse("wrong-type", name, "Expected true or false.");
        return false;
    }

    public int? Integer(string name, int least, int most)
    {
        if (Find(name, JsonValueKind.Number, required: false, "an integer") is not { } value)
        {
            return null;
        }

        if (value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse("out-of-range", name, $"Expected an integer from {least} to {most}.");
        return null;
    }

    public DateTimeOffset? Moment(string name, bool required = false)
    {
        if (Find(name, JsonValueKind.String, required, "a moment") is not { } value)
        {
            return null;
        }

        var moment = StixTime.Read(value.GetString()!);
        if (moment is null)
        {
            Refuse("time-malformed", name, "Expected a moment of RFC 3339 in UTC, with Z.");
        }

        return moment;
    }

    /// <summary>Ids that are referred to; nothing behind them is fetched.</summary>
    public IReadOnlyList<string> References(string name, bool required = false)
    {
        if (Find(name, JsonValueKind.Array, required, "a list of ids") is not { } list)
        {
            return [];
        }

        var ids = list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null).ToList();
        if (ids.Count > 0 && ids.TrueForAll(Soundness.IsId))
        {
            return ids!;
        }

        Refuse("reference-malformed", name, "Expected at least one id.");
        return [];
    }

    public string? Reference(string name)
    {
        var id = Text(name, required: true);
        if (id is not null && !Soundness.IsId(id))
        {
            Refuse("reference-malformed", name, "Expected the id of an object.");
        }

        return id;
    }

    /// <summary>Our own extension, or null.</summary>
    public JsonElement? Extension() => Extensions().Contains(StixIds.Extension) ? json.GetProperty("extensions").GetProperty(StixIds.Extension) : null;

    private IEnumerable<string> Extensions() => json.TryGetProperty("extensions", out var extensions) && extensions.ValueKind == JsonValueKind.Object
        ? extensions.EnumerateObject().Select(extension => extension.Name)
        : [];

    private JsonElement? Find(string name, JsonValueKind kind, bool required, string expected)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            if (required)
            {
                Refuse("required", name, "This property is mandatory.");
            }

            return null;
        }

        taken.Add(name);
        if (value.ValueKind == kind)
        {
            return value;
        }

        Refuse("wrong-type", name, $"Expected {expected}.");
        return null;
    }
}
