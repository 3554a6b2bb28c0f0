namespace IntelShare.Members;

/// <summary>Add a concept, or label one better that was added.</summary>
/// <param name="Labels">In English at least.</param>
/// <param name="Reason">At most 500 code points.</param>
public sealed record NameConcept(ConceptLabels? Labels, string? Reason);

/// <summary>A concept in the working languages of the task force, each at most 200 code points.</summary>
public sealed record ConceptLabels(string? En, string? Fr = null, string? Sv = null, string? De = null, string? Nl = null, string? Da = null, string? No = null, string? Fi = null)
{
    private const int Longest = 200;

    internal IEnumerable<Refusal> Check() => [.. Text.Required(En, "/en", Longest), .. Given().Where(label => label.Language != "en").SelectMany(label => Text.Required(label.Text, "/" + label.Language, Longest))];

    internal Dictionary<string, string> ByLanguage() => Given().ToDictionary(label => label.Language, label => label.Text, StringComparer.Ordinal);

    private IEnumerable<(string Language, string Text)> Given() =>
        new[] { ("da", Da), ("de", De), ("en", En), ("fi", Fi), ("fr", Fr), ("nl", Nl), ("no", No), ("sv", Sv) }.Where(label => label.Item2 is not null)!;
}

/// <summary>Have a concept read as another from now on. What owners wrote stays as they wrote it.</summary>
/// <param name="Into">The id of one that stands for itself.</param>
/// <param name="Reason">At most 500 code points.</param>
public sealed record MergeConcept(string? Into, string? Reason);

/// <summary>Have a merged concept stand for itself again.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record PartConcept(string? Reason);

/// <summary>The steward added a concept or labelled it anew.</summary>
public sealed record ConceptNamed(string Concept, IReadOnlyDictionary<string, string> Labels, string Reason, DateTimeOffset At);

/// <summary>The steward had a concept read as another.</summary>
public sealed record ConceptMerged(string Concept, string Into, string Reason, DateTimeOffset At);

/// <summary>The steward had it stand for itself again.</summary>
public sealed record ConceptParted(string Concept, string Reason, DateTimeOffset At);

/// <content>What the lexicon steward may do. Records are not its matter: each owner keeps its assertion.</content>
public sealed partial record Concepts
{
    /// <summary>Concepts that may be added: the list is told whole.</summary>
    public const int MostAdded = 2000;

    private const int LongestReason = 500;

    /// <summary>Decides a concept of this id.</summary>
    public Decision Name(string id, NameConcept command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        Refusal[] refusals =
        [
            .. id.Split('.') is [var area, var idea] && Text.IsSlug(area, 2, 40) && Text.IsSlug(idea, 2, 40) ? Array.Empty<Refusal>() : [new("malformed-concept", "", "area.idea, each of 2 to 40 letters, digits and hyphens in lower case: drug.cocaine.")],
            .. Ids.Contains(id) ? [new("published-concept", "", "What is published with the product keeps its labels.")] : Array.Empty<Refusal>(),
            .. command.Labels is null ? [new("required", "/labels", "In English at least.")] : command.Labels.Check().Select(refusal => refusal.Under("/labels")),
            .. Text.Required(command.Reason, "/reason", LongestReason),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : Added.Count >= MostAdded && !Added.ContainsKey(id) ? Decision.Refuse(new Refusal("too-many-concepts", "", "The list takes 2,000 concepts beside the published ones."))
            : Added.TryGetValue(id, out var labels) && labels.ToHashSet().SetEquals(command.Labels!.ByLanguage()) ? Decision.AlreadySo
            : Decision.Accept(new ConceptNamed(id, command.Labels!.ByLanguage(), command.Reason!, now));
    }

    /// <summary>Decides a merger of a concept of the list. It goes into one that stands for itself, so no line of mergers turns back.</summary>
    public Decision Merge(string id, MergeConcept command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        Refusal[] refusals =
        [
            .. Check([(command.Into, "/into")]),
            .. command.Into == id || id == Other || command.Into == Other ? [new("merges-nothing", "/into", "Two concepts, neither of them \"other\", which has a meaning for each entry.")] : Array.Empty<Refusal>(),
            .. command.Into is { } into && Merged.ContainsKey(into) ? [new("merged-itself", "/into", "This one is read as another itself.")] : Array.Empty<Refusal>(),
            .. Text.Required(command.Reason, "/reason", LongestReason),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : Merged.TryGetValue(id, out var stands) ? stands == command.Into ? Decision.AlreadySo : Decision.Refuse(new Refusal("already-merged", "", "It is read as another already; part them first."))
            : Decision.Accept(new ConceptMerged(id, command.Into!, command.Reason!, now));
    }

    /// <summary>Decides the end of a merger.</summary>
    public Decision Part(string id, PartConcept command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Text.Required(command.Reason, "/reason", LongestReason).ToArray() is { Length: > 0 } refusals ? Decision.Refuse(refusals)
            : !Merged.ContainsKey(id) ? Decision.Refuse(new Refusal("not-merged", "", "The concept stands for itself."))
            : Decision.Accept(new ConceptParted(id, command.Reason!, now));
    }
}
