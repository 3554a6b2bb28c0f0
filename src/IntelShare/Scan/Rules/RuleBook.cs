using System.Runtime.InteropServices;
using System.Text;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Scan.Rules;

/// <summary>One rule of many: what it looks for, by the numbers that a scan tells.</summary>
/// <param name="Rule">As it was declared.</param>
/// <param name="Policy">Under which number of a <see cref="PolicySet"/> it is seen.</param>
public sealed record BookedRule(Rule Rule, int Policy)
{
    private readonly int all = Rule.Bits(Rule.All);
    private readonly int some = Rule.Bits(Rule.AtLeast?.Of);
    private readonly int[] scores = [.. Rule.Groups!.Select(group => group.Score ?? 1)];
    private readonly int[] before = [.. Rule.Groups!.Select(group => Rule.Bits([.. (Rule.All ?? []).TakeWhile(name => name != group.Name)]))];

    internal int Groups => scores.Length;

    /// <summary>Fewest places at which it holds: each group that must stand there needs one of its own.</summary>
    internal int Fewest => int.PopCount(all) + (Rule.AtLeast?.Count ?? 0);

    /// <summary>Groups, as bits, of which none may stand near.</summary>
    internal int None { get; } = Rule.Bits(Rule.None);

    /// <summary>What it looks for, and for which groups.</summary>
    internal SoughtAtom[] Atoms { get; init; } = [];

    /// <summary>True where these groups are enough.</summary>
    internal bool IsMetBy(int groups) => (groups & all) == all && (some == 0 || int.PopCount(groups & some) >= Rule.AtLeast!.Count) && (Rule.MinScore is not { } least || Score(groups) >= least);

    /// <summary>True where a group may take a place behind those of others.</summary>
    internal bool MayFollow(int groups, int group) => Rule.Ordered != true || ((all >> group) & 1) == 0 || (groups & all) == before[group];

    private int Score(int groups)
    {
        var score = 0;
        for (; groups != 0; groups &= groups - 1)
        {
            score += scores[int.TrailingZeroCount(groups)];
        }

        return score;
    }
}

/// <summary>An atom that a rule looks for.</summary>
/// <param name="Atom">Its number.</param>
/// <param name="Groups">The groups that it serves, as bits.</param>
/// <param name="IsTerm">True where it stands for terms that the reader may see.</param>
/// <param name="Amount">Which amounts of money, where it is one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SoughtAtom(int Atom, int Groups, bool IsTerm, Amount? Amount);

/// <summary>Amounts of money from here to there, in one of these currencies.</summary>
internal sealed record Amount(decimal Min, decimal Max, int Currencies)
{
    public bool Admits(long value, int currencies) => value >= Min && value <= Max && (currencies & Currencies) != 0;
}

/// <summary>
/// Rules of all owners made ready for a scan. Whatever they look for is an atom with a number below zero; words stand under it in the
/// <see cref="ScanIndex"/>, so one pass finds terms and rules. Immutable.
/// </summary>
public sealed class RuleBook
{
    private readonly Dictionary<Sought, int> atoms = [];
    private readonly Dictionary<string, int> concepts;

    // From the atom with the highest number down, with the rules that are found by each in a row: a scan asks at every place that it finds.
    private readonly (bool IsSought, int First, int Count)[] numbered;
    private readonly (int Rule, int Policy)[] anchored;
    private readonly int highest;
    private int last;

    /// <summary>A book of accepted rules; what <paramref name="before"/> looked for too keeps its number.</summary>
    public RuleBook(IEnumerable<BookedRule> rules, RuleBook? before = null)
    {
        last = before?.last ?? 0;
        var anchors = new List<(int Atom, int Rule, int Policy)>();
        Rules = [.. rules.Select((booked, number) => booked with { Atoms = Book(booked, number, before, anchors) })];
        concepts = atoms.Where(atom => atom.Key is Meaning).ToDictionary(atom => ((Meaning)atom.Key).Concept, atom => atom.Value, StringComparer.Ordinal);
        var sorted = anchors.OrderBy(anchor => anchor.Atom).ToList();
        anchored = [.. sorted.Select(anchor => (anchor.Rule, anchor.Policy))];
        var numbers = atoms.Values.DefaultIfEmpty(last).ToList();
        highest = numbers.Max();
        numbered = new (bool, int, int)[highest - numbers.Min() + 1];
        foreach (var atom in atoms.Values)
        {
            numbered[highest - atom].IsSought = true;
        }

        foreach (var row in sorted.Index().GroupBy(anchor => anchor.Item.Atom, anchor => anchor.Index))
        {
            numbered[highest - row.Key] = (true, row.First(), row.Count());
        }

        var shapes = atoms.Where(atom => atom.Key is Shape).ToLookup(atom => Anchors(atom.Value), atom => (((Shape)atom.Key).Figure, atom.Value));
        (Shapes, ShapesBeside) = ([.. shapes[true]], [.. shapes[false]]);
    }

    private abstract record Sought;

    private sealed record Word(string Spelled, TermKind Kind) : Sought;

    private sealed record Meaning(string Concept) : Sought;

    // An amount of money where it is no figure: one atom for all, so that what others ask for costs nobody.
    private sealed record Shape(Figure? Figure) : Sought;

    /// <summary>No rules.</summary>
    public static RuleBook Empty { get; } = new([]);

    /// <summary>By their numbers.</summary>
    public IReadOnlyList<BookedRule> Rules { get; }

    /// <summary>The shapes by which rules are found; one that is no figure is any amount of money.</summary>
    internal (Figure? Figure, int Atom)[] Shapes { get; }

    /// <summary>The shapes that matter only where a rule was found.</summary>
    internal (Figure? Figure, int Atom)[] ShapesBeside { get; }

    /// <summary>What the index of terms lacks, and what it need not find any more, since another book.</summary>
    public IEnumerable<TermChange> Since(RuleBook before) => Changes(this, before, removes: false).Concat(Changes(before, this, removes: true));

    /// <summary>True for what a rule of this book looks for; an index may tell what those of another do.</summary>
    internal bool Seeks(int atom) => (uint)(highest - atom) < numbered.Length && numbered[highest - atom].IsSought;

    /// <summary>True for what a rule is found by: what it asks for besides is looked for only then.</summary>
    internal bool Anchors(int atom) => numbered[highest - atom].Count > 0;

    /// <summary>The atom of terms with this concept; 0 where no rule looks for them.</summary>
    internal int AtomOf(string? concept) => concept is null ? 0 : concepts.GetValueOrDefault(concept);

    /// <summary>The rules that are found by an atom, with their policies.</summary>
    internal ReadOnlySpan<(int Rule, int Policy)> AnchoredAt(int atom)
    {
        var (_, first, count) = numbered[highest - atom];
        return anchored.AsSpan(first, count);
    }

    private static IEnumerable<TermChange> Changes(RuleBook book, RuleBook other, bool removes) =>
        from atom in book.atoms
        let beside = !book.Anchors(atom.Value)
        where atom.Key is Word && !(other.atoms.TryGetValue(atom.Key, out var same) && beside == !other.Anchors(same))
        let word = (Word)atom.Key
        select new TermChange(Term.Of(word.Spelled, word.Kind, single: true), atom.Value, Policy: 0, removes, beside);

    private static IEnumerable<Sought> In(RuleGroup group) =>
    [
        .. (group.Words ?? []).Select(word => Term.Of(word, single: true)).Select(term => new Word(Encoding.UTF8.GetString(term.Spelled), term.Kind)),
        .. (group.Concepts ?? []).Select(concept => new Meaning(concept)),
        .. (group.Figures ?? []).Select(figure => new Shape(figure)),
        .. group.Money is null ? Array.Empty<Sought>() : [new Shape(Figure: null)],
    ];

    private SoughtAtom[] Book(BookedRule booked, int number, RuleBook? before, List<(int Atom, int Rule, int Policy)> anchors)
    {
        var rule = booked.Rule;
        var groups = new Dictionary<(int Atom, bool IsTerm, Amount? Amount), int>();
        var counts = rule.MinScore is null ? rule.Bits(rule.All) | rule.Bits(rule.AtLeast?.Of) | rule.Bits(rule.None) : ~0;
        foreach (var (sought, group) in rule.Groups!.SelectMany((group, i) => ((counts >> i) & 1) == 0 ? [] : In(group).Select(sought => (sought, i))))
        {
            if (!atoms.TryGetValue(sought, out var atom))
            {
                atoms[sought] = atom = before?.atoms.TryGetValue(sought, out var known) == true ? known : --last;
            }

            var amount = sought is Shape { Figure: null } && rule.Groups![group].Money is { } money ? new Amount(money.Min ?? 0, money.Max ?? decimal.MaxValue, Amounts.Bits(money.Currencies)) : null;
            CollectionsMarshal.GetValueRefOrAddDefault(groups, (atom, sought is Meaning, amount), out _) |= 1 << group;
        }

        anchors.AddRange(groups.Where(atom => (atom.Value & rule.Anchors) != 0).Select(atom => atom.Key.Atom).Distinct().Select(atom => (atom, number, booked.Policy)));
        return [.. groups.Select(atom => new SoughtAtom(atom.Key.Atom, atom.Value, atom.Key.IsTerm, atom.Key.Amount))];
    }
}
