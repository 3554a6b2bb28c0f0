using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IntelShare.Members;

/// <summary>What coded language can mean: one idea, the same for all countries, with labels in the working languages of the task force.</summary>
/// <param name="Id">Stable, <c>area.idea</c>; the spelling is part of the contract.</param>
/// <param name="Labels">By language: en, and of fr, sv, de, nl, da, no, fi what is known; of published concepts all.</param>
/// <param name="MergedInto">The concept that it is read as; null where it stands for itself.</param>
/// <param name="Changed">What the steward did last; null where nothing.</param>
public sealed record Concept(string Id, IReadOnlyDictionary<string, string> Labels, string? MergedInto = null, ConceptChange? Changed = null);

/// <summary>When and why the steward changed a concept.</summary>
public sealed record ConceptChange(DateTimeOffset At, string Reason);

/// <summary>
/// The registry of concepts, so that two agencies mean the same by two different words: those published with the product, those that the lexicon
/// steward added, and which are read as which. An id never goes and never gets a second meaning.
/// </summary>
/// <param name="Stream">Of the steward's facts.</param>
/// <param name="Added">Labels by id and language.</param>
/// <param name="Merged">What a concept is read as, by its id.</param>
/// <param name="Changed">What the steward did last to a concept, by its id.</param>
/// <param name="Changes">How often the steward changed the list.</param>
public sealed partial record Concepts(
    Guid Stream, ImmutableDictionary<string, ImmutableDictionary<string, string>> Added, ImmutableDictionary<string, string> Merged, ImmutableDictionary<string, ConceptChange> Changed, int Changes)
{
    /// <summary>The concept of an entry that fits no other; needs a <c>meaning</c> in words.</summary>
    public const string Other = "other";

    // Year and month of the published list; changes with every change of it.
    private const string PublishedIn = "2026-11";

    private static readonly IReadOnlyList<Concept> List =
    [
        .. Csv.Embedded(typeof(Concepts), "Concepts.csv").Select(row =>
            new Concept(row["id"], row.Where(cell => cell.Key != "id").ToFrozenDictionary(StringComparer.Ordinal))),
    ];

    private static readonly FrozenSet<string> Ids = List.Select(concept => concept.Id).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>As no steward changed them yet.</summary>
    public static Concepts Published { get; } = new(
        Guid.Empty, ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, ConceptChange>.Empty, Changes: 0);

    /// <summary>Changes with every change of the list.</summary>
    [JsonIgnore]
    public string Version => $"{PublishedIn}.{Changes}";

    /// <summary>All concepts: the published in the order of their list, then what was added by id.</summary>
    public IReadOnlyList<Concept> All() =>
    [
        .. List.Concat(Added.Where(added => !Ids.Contains(added.Key)).OrderBy(added => added.Key, StringComparer.Ordinal).Select(added => new Concept(added.Key, new SortedDictionary<string, string>(added.Value, StringComparer.Ordinal))))
            .Select(concept => concept with { MergedInto = Merged.GetValueOrDefault(concept.Id), Changed = Changed.GetValueOrDefault(concept.Id) }),
    ];

    /// <summary>True for the id of a concept, exactly as published.</summary>
    public bool Contains(string? id) => id is not null && (Ids.Contains(id) || Added.ContainsKey(id));

    /// <summary>What a concept is read as: itself, or what it was merged into.</summary>
    public string Meant(string id)
    {
        while (Merged.TryGetValue(id, out var into))
        {
            id = into;
        }

        return id;
    }

    /// <summary>Every concept that is read as one of these is, they themselves included.</summary>
    public IReadOnlyList<string> Alike(IEnumerable<string> ids)
    {
        var meant = ids.Select(Meant).ToHashSet(StringComparer.Ordinal);
        return [.. meant.Concat(Merged.Keys.Where(merged => meant.Contains(Meant(merged)))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Refusals of what is no concept, at most 64.</summary>
    /// <param name="named">Ids, and where they stand.</param>
    public IEnumerable<Refusal> Check(IEnumerable<(string? Id, string Pointer)> named) =>
        named.Where(one => !Contains(one.Id)).Select(one => new Refusal("unknown-concept", one.Pointer, "Expected the id of a concept of the list.")).Take(64);

    /// <summary>The list after one more fact.</summary>
    public static Concepts Evolve(Concepts? current, Guid stream, object fact)
    {
        var list = (current ?? Published) with { Stream = stream, Changes = (current?.Changes ?? 0) + 1 };
        return (list, fact) switch
        {
            (not null, ConceptNamed e) => list with { Added = list.Added.SetItem(e.Concept, e.Labels.ToImmutableDictionary()), Changed = list.Changed.SetItem(e.Concept, new(e.At, e.Reason)) },
            (not null, ConceptMerged e) => list with { Merged = list.Merged.SetItem(e.Concept, e.Into), Changed = list.Changed.SetItem(e.Concept, new(e.At, e.Reason)) },
            (not null, ConceptParted e) => list with { Merged = list.Merged.Remove(e.Concept), Changed = list.Changed.SetItem(e.Concept, new(e.At, e.Reason)) },
            _ => throw new InvalidOperationException($"{fact?.GetType().Name} cannot follow in the life of the concepts."),
        };
    }
}
