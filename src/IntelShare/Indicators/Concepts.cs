using System.Collections.Frozen;

namespace IntelShare.Indicators;

/// <summary>What coded language can mean: one idea, the same for all countries, with a label in each working language of the task force.</summary>
/// <param name="Id">Stable, <c>area.idea</c>; the spelling is part of the contract.</param>
/// <param name="Labels">By language: en, fr, sv, de, nl, da, no, fi.</param>
public sealed record Concept(string Id, IReadOnlyDictionary<string, string> Labels);

/// <summary>The registry of concepts, so that two agencies mean the same by two different words. An id never goes and never gets a second meaning.</summary>
public static class Concepts
{
    /// <summary>Year and month of the list; changes with every change of the list.</summary>
    public const string Version = "2026-11";

    /// <summary>The concept of an entry that fits no other; needs a <c>meaning</c> in words.</summary>
    public const string Other = "other";

    /// <summary>All concepts, in the order of the list.</summary>
    public static readonly IReadOnlyList<Concept> All =
    [
        .. Csv.Embedded(typeof(Concepts), "Concepts.csv").Select(row =>
            new Concept(row["id"], row.Where(cell => cell.Key != "id").ToFrozenDictionary(StringComparer.Ordinal))),
    ];

    private static readonly FrozenSet<string> Ids = All.Select(concept => concept.Id).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for the id of a concept, exactly as published.</summary>
    public static bool Contains(string id) => Ids.Contains(id);
}
