using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>
/// Words that are written so that no search finds them: <c>c.o.k.e</c>, <c>c_o_k_e</c>, <c>cooooke</c>, <c>c0k3</c>, <c>соke</c> with two Cyrillic letters, 🇨🇴🇰🇪, 🅒🅞🅚🅔.
/// Only tokens that look it are undone, fewer than one in a hundred of ordinary posts.
/// </summary>
internal sealed partial class Disguise
{
    /// <summary>Fewest letters of a word that is undone.</summary>
    public const int Least = 3;

    private const int Most = 32;

    private readonly int[] letters = new int[Most];
    private readonly byte[] variant = new byte[(4 * Most) + TokenHash.Slack];
    private readonly Places words = new();
    private readonly Places runs = new();
    private int count;

    /// <summary>Notes where texts look like a disguise; true when anywhere.</summary>
    public bool Suspects(FoldedText folded)
    {
        words.Clear();
        runs.Clear();
        ref var bytes = ref MemoryMarshal.GetReference(folded.Bytes);
        // Bits of a mask stand for bytes, from the one before: of 64 the first and the last three are neighbours alone.
        const ulong Inside = ulong.MaxValue << 4 >> 3;
        for (var i = 1; i < folded.Length; i += BitOperations.PopCount(Inside))
        {
            var block = Vector512.LoadUnsafe(ref bytes, (nuint)i - 1);
            var (letter, digit, sign) = (IsBetween(block, 'a', 'z'), IsBetween(block, '0', '9'), IsBetween(block, '$', '$'));
            // First bytes of the letters that take two: Greek, Cyrillic and what follows them.
            var alien = IsBetween(block, (char)0xCD, (char)0xDF);
            var (word, leet) = (letter | digit | block.ExtractMostSignificantBits(), digit | sign);
            var same = Vector512.Equals(block, Vector512.LoadUnsafe(ref bytes, (nuint)i)).ExtractMostSignificantBits();
            var repeated = same & (same >> 1) & (letter | digit);
            if (alien != 0)
            {
                var alike = Vector512.Equals(block, Vector512.LoadUnsafe(ref bytes, (nuint)i + 1)).ExtractMostSignificantBits();
                repeated |= alien & alike & (alike >> 1) & (alike >> 2) & (alike >> 3);
            }

            var written = (letter & ((leet >> 1) | ((IsBetween(block, '@', '@') & (letter >> 1)) >> 1))) | (leet & (letter >> 1));
            var mixed = (letter & (alien >> 1)) | ((alien << 1) & (letter >> 1));
            words.Add(i - 1, (repeated | written | mixed) & Inside);
            var spaced = ((letter & ((letter | leet) >> 2)) | (leet & (letter >> 2))) & ~((word << 1) | (word >> 1) | (word >> 3));
            var symbols = IsBetween(block, (char)0x9F, (char)0x9F) & (IsBetween(block, (char)0x85, (char)0x87) >> 1);
            var alone = alien & ~((word << 1) | (word >> 2));
            runs.Add(i - 1, (spaced | symbols | alone) & Inside);
        }

        return words.Count > 0 || runs.Count > 0;
    }

    /// <summary>Undoes each disguise and gives the word that may be meant, with the tokens that it stands in.</summary>
    public void Undo<TSeen>(FoldedText folded, ref TSeen seen)
        where TSeen : IUndone, allows ref struct
    {
        UndoWords(folded, ref seen);
        UndoRuns(folded, ref seen);
    }

    private void UndoWords<TSeen>(FoldedText folded, ref TSeen seen)
        where TSeen : IUndone, allows ref struct
    {
        var edges = folded.Edges;
        var bytes = folded.Bytes;
        var (token, done) = (0, -1);
        foreach (var place in words.All)
        {
            token = folded.TokenBehind(place, token);
            if (token <= done || edges[2 * token] > place + 1)
            {
                continue;
            }

            var (first, last) = (token, token);
            while (first > 0 && token - first < Most && Joins(bytes, edges, first - 1))
            {
                first--;
            }

            while (last < folded.Count - 1 && last - token < Most && Joins(bytes, edges, last))
            {
                last++;
            }

            done = last;
            var word = bytes[edges[2 * first]..edges[(2 * last) + 1]];
            count = 0;
            if (PutWord(word))
            {
                Offer(word, first, last, ref seen);
            }
        }
    }

    // "$" is a token and "@" parts them; within a word both are letters.
    private static bool Joins(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> edges, int left)
    {
        var (end, start) = (edges[(2 * left) + 1], edges[2 * (left + 1)]);
        return start == end ? end > edges[2 * left] && (bytes[start] == '$' || bytes[end - 1] == '$') : start == end + 1 && bytes[end] == '@' && end > edges[2 * left];
    }

    private void UndoRuns<TSeen>(FoldedText folded, ref TSeen seen)
        where TSeen : IUndone, allows ref struct
    {
        var (token, done) = (0, -1);
        foreach (var place in runs.All)
        {
            token = folded.TokenBehind(place, token);
            if (token <= done)
            {
                continue;
            }

            var (first, last) = (token, token);
            if (IsLetter(folded, token))
            {
                while (first - 1 > done && Parting(folded, first - 1) != Apart && IsLetter(folded, first - 1))
                {
                    first--;
                }

                while (last + 1 < folded.Count && Parting(folded, last) != Apart && IsLetter(folded, last + 1))
                {
                    last++;
                }
            }

            done = last;
            if (last > first || folded.Token(token).Contains((byte)'_'))
            {
                OfferRun(folded, first, last, ref seen);
            }

            // Beside what one sign parts there may stand a figure, or a word of one letter.
            for (var (from, to) = (first, first); to < last; from = to)
            {
                for (to++; to < last && Parting(folded, to) == Parting(folded, from);)
                {
                    to++;
                }

                if (to - from < last - first)
                {
                    OfferRun(folded, from, to, ref seen);
                }
            }
        }
    }

    private void OfferRun<TSeen>(FoldedText folded, int first, int last, ref TSeen seen)
        where TSeen : IUndone, allows ref struct
    {
        count = 0;
        for (var token = first; token <= last; token++)
        {
            if (!PutLetters(folded.Token(token)))
            {
                return;
            }
        }

        if (count >= Least)
        {
            Offer(written: default, first, last, ref seen);
        }
    }

    // A run of three and more stands for one letter or two, 1 for i or l.
    private void Offer<TSeen>(ReadOnlySpan<byte> written, int first, int last, ref TSeen seen)
        where TSeen : IUndone, allows ref struct
    {
        var plain = letters.AsSpan(0, count);
        var (ones, longRuns) = (plain.Contains('1'), HasLongRun(plain));
        for (var way = 0; way < 4; way++)
        {
            if (((way & 1) != 0 && !ones) || ((way & 2) != 0 && !longRuns))
            {
                continue;
            }

            var (taken, length) = (0, 0);
            for (var i = 0; i < plain.Length; i++)
            {
                var (value, run) = (plain[i], 1);
                while (longRuns && i + 1 < plain.Length && plain[i + 1] == value)
                {
                    (i, run) = (i + 1, run + 1);
                }

                value = value != '1' ? value : (way & 1) == 0 ? 'i' : 'l';
                for (var kept = run < 3 ? run : (way & 2) == 0 ? 1 : 2; kept > 0; kept--)
                {
                    length += new Rune(value).EncodeToUtf8(variant.AsSpan(length));
                    taken++;
                }
            }

            if (taken >= Least && !variant.AsSpan(0, length).SequenceEqual(written))
            {
                seen.Add(variant, length, first, last);
            }
        }
    }

    private static bool HasLongRun(ReadOnlySpan<int> plain)
    {
        for (var i = 2; i < plain.Length; i++)
        {
            if (plain[i] == plain[i - 1] && plain[i] == plain[i - 2])
            {
                return true;
            }
        }

        return false;
    }

    private static ulong IsBetween(Vector512<byte> block, char first, char last) =>
        Vector512.LessThanOrEqual(block - Vector512.Create((byte)first), Vector512.Create((byte)(last - first))).ExtractMostSignificantBits();

    /// <summary>Takes the words that may be meant.</summary>
    internal interface IUndone
    {
        /// <summary>One word, with <see cref="TokenHash.Slack"/> bytes behind it, and the tokens that it stands in.</summary>
        void Add(byte[] word, int length, int first, int last);
    }
}
