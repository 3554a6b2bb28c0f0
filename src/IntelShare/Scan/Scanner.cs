using System.Runtime.InteropServices;
using System.Text;
using IntelShare.Scan.Rules;
using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>
/// Finds in texts what a reader may see of a <see cref="ScanIndex"/>. The work depends on the texts and the terms, never on what the reader may
/// see: policy is asked last. Its memory is used again, nothing is allocated for a text. For one thread at a time.
/// </summary>
public sealed partial class Scanner
{
    // What is looked up together waits for memory together; more would leave the first cache.
    private const int Batch = 8 * 1024;

    private readonly FoldedText folded = new();
    private readonly ExactSlice exact = new();
    private readonly Disguise disguise = new();
    private readonly List<byte> joined = [];
    private readonly List<int> ends = [];
    private (int Token, int Source, int Anchor)[] texts = new (int, int, int)[64];
    private ulong[] hashes = new ulong[512];
    private (int First, int Last)[] candidates = new (int, int)[512];
    private uint[] entered = new uint[512];
    private int textCount;

    /// <summary>Finds terms in one text.</summary>
    /// <param name="utf8">The text; bytes that are no UTF-8 separate.</param>
    /// <param name="version">The terms.</param>
    /// <param name="policies">What the reader may see.</param>
    /// <param name="matches">Where matches are added.</param>
    /// <param name="rules">Who gathers what rules look for.</param>
    public void Scan(ReadOnlySpan<byte> utf8, ScanVersion version, PolicySet policies, Matches matches, RuleReader? rules = null) =>
        Scan(utf8, [utf8.Length], version, policies, matches, rules);

    /// <summary>Finds terms in many texts; none reaches into the next.</summary>
    /// <param name="texts">The texts; bytes that are no UTF-8 separate.</param>
    /// <param name="version">The terms.</param>
    /// <param name="policies">What the reader may see.</param>
    /// <param name="matches">Where matches are added; their positions count from the beginning of their text.</param>
    /// <param name="rules">Who gathers what rules look for.</param>
    public void Scan(ReadOnlySpan<byte[]> texts, ScanVersion version, PolicySet policies, Matches matches, RuleReader? rules = null)
    {
        joined.Clear();
        ends.Clear();
        foreach (var text in texts)
        {
            joined.AddRange(text);
            ends.Add(joined.Count);
        }

        Scan(CollectionsMarshal.AsSpan(joined), CollectionsMarshal.AsSpan(ends), version, policies, matches, rules);
    }

    /// <summary>Finds terms in many texts; none reaches into the next.</summary>
    /// <param name="utf8">The texts, one behind the other.</param>
    /// <param name="ends">Where each ends.</param>
    /// <param name="version">The terms.</param>
    /// <param name="policies">What the reader may see.</param>
    /// <param name="matches">Where matches are added; their positions count from the beginning of their text.</param>
    /// <param name="rules">Who gathers what rules look for.</param>
    public void Scan(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ends, ScanVersion version, PolicySet policies, Matches matches, RuleReader? rules = null)
    {
        var first = 0;
        for (var (text, start) = (0, 0); text < ends.Length; start = ends[text++])
        {
            if (textCount == texts.Length)
            {
                Array.Resize(ref texts, texts.Length * 2);
            }

            texts[textCount++] = (folded.Count, start, folded.Anchors);
            folded.Append(utf8, start, ends[text]);
            if (folded.Length >= Batch || text == ends.Length - 1)
            {
                Match(utf8, version, policies, new(matches, rules, first));
                first = text + 1;
                folded.Clear();
                textCount = 0;
            }
        }
    }

    private void Match(ReadOnlySpan<byte> utf8, ScanVersion version, PolicySet policies, in Found found)
    {
        var trie = version.Trie;
        var count = Sift(trie);
        _ = trie.Enter(hashes, candidates.AsSpan(0, count), entered);
        var text = 0;
        for (var i = 0; i < count; i++)
        {
            var (first, last) = candidates[i];
            while (text + 1 < textCount && texts[text + 1].Token <= first)
            {
                text++;
            }

            Walk(utf8, trie, entered[i], version.Number, policies, found, text, first, last);
        }

        if (disguise.Suspects(folded))
        {
            var undone = new Undone(this, utf8, version, policies, found);
            disguise.Undo(folded, ref undone);
            found.Order();
        }

        found.CountUtf16(utf8, texts, folded.IsUtf8);
        for (text = 0; found.Rules is { } rules && text < textCount; text++)
        {
            if (!rules.Concerns(found.FirstText + text))
            {
                continue;
            }

            var next = text + 1 < textCount ? texts[text + 1] : (Token: folded.Count, Source: 0, Anchor: folded.Anchors);
            var end = EndForRules(text, next.Token, next.Anchor);
            if (rules.Read(found.FirstText + text, folded, (texts[text].Token, texts[text].Anchor), (end, next.Anchor), texts[text].Source))
            {
                LookBeside(utf8, version, policies, found, text, end);
            }
        }
    }

    /// <summary>Hashes all tokens and keeps those with which a term may begin.</summary>
    private int Sift(Trie trie)
    {
        var count = folded.Count;
        if (hashes.Length < count + 1)
        {
            hashes = new ulong[count * 2];
            candidates = new (int, int)[count * 2];
            entered = new uint[count * 2];
        }

        trie.Hash.OfEach(folded.Bytes, folded.Edges, hashes);
        hashes[count] = 0;
        return trie.Sift(hashes.AsSpan(0, count + 1), candidates);
    }

    /// <summary>Where matches of one batch go.</summary>
    private readonly struct Found(Matches matches, RuleReader? rules, int firstText)
    {
        private readonly int before = matches.Count;

        public RuleReader? Rules => rules;

        public int FirstText => firstText;

        public void Add(int text, int entry, (int First, int Last) tokens, int start, int end, Via via)
        {
            // A rule leans on no entry that is not told.
            if (entry < 0 || matches.Add(new(firstText + text, entry, start, end, 0, 0, via)))
            {
                rules?.Add(firstText + text, entry, tokens.First, tokens.Last, start, end);
            }
        }

        /// <summary>Puts those in disguise, found last, into the order of texts.</summary>
        public void Order()
        {
            if (matches.From(before) is [.., { Via: Via.Evasion }])
            {
                matches.OrderFrom(before);
            }
        }

        /// <summary>Counted for texts with matches alone, each once while matches follow each other.</summary>
        public void CountUtf16(ReadOnlySpan<byte> utf8, (int Token, int Source, int Anchor)[] texts, bool isUtf8)
        {
            var (text, at, units) = (-1, 0, 0);
            foreach (ref var match in matches.From(before))
            {
                var source = utf8[texts[match.Text - firstText].Source..];
                if (match.Text != text || match.Start < at)
                {
                    (text, at, units) = (match.Text, 0, 0);
                }

                units += Length(source, at, match.Start);
                at = match.Start;
                match = match with { StartUtf16 = units, EndUtf16 = units + Length(source, at, match.End) };
            }

            int Length(ReadOnlySpan<byte> source, int from, int to) => isUtf8 ? Utf16.Length(source, from, to) : Encoding.UTF8.GetCharCount(source[from..to]);
        }
    }
}
