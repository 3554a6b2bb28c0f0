using System.Runtime.CompilerServices;
using IntelShare.Scan.Rules;
using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>From tokens to terms, and from terms to what the reader may see.</summary>
public sealed partial class Scanner
{
    // Of so many it makes no difference whether rules look at them.
    private const int FewTokens = 1024;

    /// <summary>Looks in one text for what rules ask for beside that by which they are found.</summary>
    private void LookBeside(ReadOnlySpan<byte> utf8, ScanVersion version, PolicySet policies, in Found found, int text, int end)
    {
        var beside = version.Beside;
        for (var first = texts[text].Token + 1; first < end; first++)
        {
            var token = hashes[first];
            if (beside.MayHold(token) && (beside.MayHold(TokenHash.Pair(token, 0)) || beside.MayHold(TokenHash.Pair(token, hashes[first + 1]))))
            {
                Walk(utf8, beside, beside.Find(token), version.Number, policies, found, text, first, first + Term.MostTokens - 1);
            }
        }
    }

    /// <summary>The token behind those of a text at which rules look.</summary>
    private int EndForRules(int text, int end, int anchors)
    {
        var (low, high) = (texts[text].Token + 1, end);
        while (low + FewTokens < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = folded.Source(middle, middle, texts[text].Anchor, anchors).Start - texts[text].Source < RuleReader.Longest ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>From the node of the first token on.</summary>
    // Inlined into its two callers it would grow too large for what it calls to be inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Walk(ReadOnlySpan<byte> utf8, Trie trie, uint node, uint number, PolicySet policies, in Found found, int text, int first, int last)
    {
        for (var token = first; node != 0;)
        {
            for (var surface = node; surface != 0; surface = trie.Next(surface))
            {
                if (trie.EntriesOf(surface) != 0 && folded.Spells(first, token, trie.BytesOf(surface)))
                {
                    Tell(utf8, trie, number, policies, found, surface, text, first, token, Via.Term);
                }
            }

            token++;
            node = token <= last && token < folded.Count && trie.GoesOn(node) ? trie.Find(TokenHash.Step(node, hashes[token])) : 0;
        }
    }

    private void Tell(ReadOnlySpan<byte> utf8, Trie trie, uint number, PolicySet policies, in Found found, uint surface, int text, int first, int last, Via via)
    {
        var (start, end) = folded.Source(first, last, texts[text].Anchor, text + 1 < textCount ? texts[text + 1].Anchor : folded.Anchors);
        var sign = folded.SignOf(first);
        exact.Turn();
        for (var at = trie.EntriesOf(surface); at != 0; at = trie.EntryAt(at).Next)
        {
            ref readonly var entry = ref trie.EntryAt(at);
            var fits = entry.IsSeen(number) & Fits(entry.Kind, sign) && (entry.Kept == Kept.None || (via == Via.Term
                ? exact.Is(entry.Kept, utf8[start..end], trie.ExactOf(at))
                : trie.ExactOf(at).SequenceEqual(trie.BytesOf(surface))));
            if (fits & (entry.Id < 0 || policies.Contains(entry.Policy)))
            {
                found.Add(text, entry.Id, (first, last), start - texts[text].Source, end - texts[text].Source, via);
            }
        }
    }

    private static bool Fits(TermKind kind, byte sign) => kind switch
    {
        TermKind.Word => sign is not ((byte)'#' or (byte)'@'),
        TermKind.Hashtag => sign == '#',
        TermKind.Handle => sign == '@',
        _ => true,
    };
}
