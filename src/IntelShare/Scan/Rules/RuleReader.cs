using System.Runtime.InteropServices;
using IntelShare.Indicators.Kinds;
using IntelShare.Unicode;

namespace IntelShare.Scan.Rules;

/// <summary>One place that serves a group of a rule.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Start">First byte of the text's UTF-8.</param>
/// <param name="End">Behind the last byte.</param>
/// <param name="IsTerm">True where a term that the reader may see stands there for its concept.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RulePlace(int Group, int Start, int End, bool IsTerm);

/// <summary>A rule that holds in a text, and where: a place for each group that it was found by.</summary>
/// <param name="Text">Number of the text within the batch.</param>
/// <param name="Rule">Number of the rule in its book.</param>
/// <param name="Places">In the order of the text.</param>
public sealed record Firing(int Text, int Rule, IReadOnlyList<RulePlace> Places);

/// <summary>
/// Gathers, while a <see cref="Scanner"/> goes through texts, what rules look for, and tells which of them hold. A rule is told once for a text, at
/// its first place. Memory is used again. For one thread at a time.
/// </summary>
/// <param name="book">The rules of the version that is scanned.</param>
/// <param name="policies">Which of them the reader may see: for these alone is anything looked for beside what they are found by.</param>
/// <param name="conceptOf">The concept of an entry, by its number; called for what the reader may see.</param>
public sealed class RuleReader(RuleBook book, PolicySet policies, Func<int, string?> conceptOf)
{
    /// <summary>Bytes of a text that rules look at: an offer is a post, not a book.</summary>
    public const int Longest = 64 * 1024;

    // Of one atom, and of all rules that the reader may see: a text that asks for more is crafted.
    private const int MostPlaces = 256;
    private const int MostFirings = 256;
    private const int MostSteps = 1 << 20;

    private readonly List<Hit> hits = [];
    private bool[] anchored = new bool[64];
    private readonly List<Place> own = [];
    private readonly bool[] tried = new bool[book.Rules.Count];
    private readonly List<int> candidates = [];
    private readonly Window window = new();

    /// <summary>Places that were found for rules since the beginning, in texts that hold an anchor: what rules cost beside the scan.</summary>
    public long Hits { get; private set; }

    /// <summary>Windows in which a rule was tried since the beginning.</summary>
    public long Tries => window.Tries;

    /// <summary>Forgets the texts gone through since the last time.</summary>
    public void Forget()
    {
        hits.Clear();
        Array.Clear(anchored);
    }

    /// <summary>
    /// Tells which rules hold in the texts gone through since the last time, in the order of texts and rules, and answers with those of the texts that asked
    /// for so much that not all was tried or told. What the reader may not see is not looked at.
    /// </summary>
    public IReadOnlyList<int> Tell(List<Firing> into)
    {
        var cut = new List<int>();
        hits.Sort(Hit.Compare);
        // The same figure twice where a text is scanned for two versions, words both plain and disguised.
        var all = Distinct(CollectionsMarshal.AsSpan(hits));
        while (all.Length > 0)
        {
            var (text, count) = (all[0].Text, 1);
            while (count < all.Length && all[count].Text == text)
            {
                count++;
            }

            // What stands in others was found for rules that are not the reader's.
            Hits += IsAnchored(text) ? count : 0;
            if (IsAnchored(text) && !Tell(all[..count], into))
            {
                cut.Add(text);
            }

            all = all[count..];
        }

        Forget();
        return cut;
    }

    /// <summary>Adds what a scan found: an atom, or an entry that the reader may see.</summary>
    internal void Add(int text, int entry, int first, int last, int start, int end)
    {
        if (end <= Longest && (entry < 0 ? entry : book.AtomOf(conceptOf(entry))) is < 0 and var atom && book.Seeks(atom))
        {
            Add(new(text, atom, first, last, start, end));
        }
    }

    /// <summary>Whether <see cref="Read"/> has anything to do for a text.</summary>
    internal bool Concerns(int text) => book.Shapes.Length > 0 || IsAnchored(text);

    /// <summary>Adds the figures of one text that matter; true where what else the reader's rules ask for matters too.</summary>
    /// <param name="text">Its number.</param>
    /// <param name="folded">The batch in which it stands.</param>
    /// <param name="from">Its first token, and its anchors.</param>
    /// <param name="to">Behind its last, and behind its anchors.</param>
    /// <param name="source">Where it begins in the source.</param>
    internal bool Read(int text, FoldedText folded, (int Token, int Anchor) from, (int Token, int Anchor) to, int source)
    {
        var tokens = new Tokens(folded, from.Token + 1, to.Token);
        Read(tokens, book.Shapes);
        if (!IsAnchored(text))
        {
            return false;
        }

        Read(tokens, book.ShapesBeside);
        return true;

        void Read(in Tokens tokens, (Figure? Figure, int Atom)[] shapes)
        {
            foreach (var (figure, atom) in shapes)
            {
                var count = 0;
                for (var i = tokens.First; i < tokens.End && count <= MostPlaces; i++)
                {
                    var (value, currencies, first, last) = figure is { } known ? (0, 0, i, Figures.Read(known, tokens, i)) : Amounts.Read(tokens, i) ?? (0, 0, i, -1);
                    if (last >= 0 && folded.Source(first, last, from.Anchor, to.Anchor) is var (start, end) && end - source <= Longest)
                    {
                        count++;
                        Add(new(text, atom, first, last, start - source, end - source, value, currencies));
                    }
                }
            }
        }
    }

    private void Add(in Hit hit)
    {
        hits.Add(hit);
        if (!IsAnchored(hit.Text) && IsAnchor(hit.Atom))
        {
            if (hit.Text >= anchored.Length)
            {
                Array.Resize(ref anchored, 2 * hit.Text);
            }

            anchored[hit.Text] = true;
        }
    }

    private bool IsAnchor(int atom)
    {
        foreach (var (_, policy) in book.AnchoredAt(atom))
        {
            if (policies.Contains(policy))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAnchored(int text) => text < anchored.Length && anchored[text];

    private static Span<Hit> Distinct(Span<Hit> sorted)
    {
        var count = 0;
        foreach (var hit in sorted)
        {
            if (count == 0 || sorted[count - 1] != hit)
            {
                sorted[count++] = hit;
            }
        }

        return sorted[..count];
    }

    private bool Tell(ReadOnlySpan<Hit> text, List<Firing> into)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i == 0 || text[i].Atom != text[i - 1].Atom)
            {
                foreach (var (rule, _) in book.AnchoredAt(text[i].Atom))
                {
                    if (!tried[rule])
                    {
                        tried[rule] = true;
                        candidates.Add(rule);
                    }
                }
            }
        }

        candidates.Sort();
        var (steps, before, whole) = (MostSteps, into.Count, true);
        foreach (var rule in candidates)
        {
            tried[rule] = false;
            var booked = book.Rules[rule];
            if (steps > 0 && text.Length >= booked.Fewest && policies.Contains(booked.Policy) && booked.IsMetBy(Gather(text, booked, ref whole)) && window.Find(booked, own, ref steps) is { } places)
            {
                into.Add(new(text[0].Text, rule, places));
                steps = into.Count - before < MostFirings ? steps : 0;
            }
        }

        candidates.Clear();
        return whole && steps > 0;
    }

    /// <summary>Gathers what stands in the text for one rule, in the order of the text, and says for which groups.</summary>
    private int Gather(ReadOnlySpan<Hit> text, BookedRule booked, ref bool whole)
    {
        own.Clear();
        var groups = 0;
        foreach (var sought in booked.Atoms)
        {
            var at = FirstOf(text, sought.Atom);
            for (var most = at + MostPlaces; at < text.Length && at < most && text[at].Atom == sought.Atom; at++)
            {
                if (sought.Amount?.Admits(text[at].Value, text[at].Currencies) != false)
                {
                    own.Add(new(sought.Groups, text[at].First, text[at].Last, text[at].Start, text[at].End, sought.IsTerm));
                    groups |= sought.Groups;
                }
            }

            whole &= at == text.Length || text[at].Atom != sought.Atom;
        }

        own.Sort(static (one, other) => (one.First, one.Last).CompareTo((other.First, other.Last)));
        return groups;
    }

    private static int FirstOf(ReadOnlySpan<Hit> text, int atom)
    {
        var (low, high) = (0, text.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = text[middle].Atom < atom ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
