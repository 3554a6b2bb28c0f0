using System.Runtime.CompilerServices;

namespace IntelShare.Unicode;

/// <summary>Differences that folding keeps for whoever asks for them.</summary>
[Flags]
public enum Kept : byte
{
    /// <summary>None: one spelling for all.</summary>
    None = 0,

    /// <summary>Marks of every script: <c>pêche</c> is not <c>péché</c>.</summary>
    Marks = 1,

    /// <summary>Skin tones of emoji.</summary>
    SkinTones = 2,
}

/// <summary>
/// Texts folded and cut into tokens (words, single characters of scripts without spaces, emoji), with the way back to their source.
/// Its memory is used again: nothing is allocated once it has grown. For one thread at a time.
/// </summary>
/// <param name="kept">What is not folded.</param>
public sealed partial class FoldedText(Kept kept = Kept.None)
{
    // Read 64 bytes at a time, beyond the end too.
    internal const int Slack = 64;

    private const int MostAtOnce = 192;
    private const int MostAnchors = 32;
    private const int Opaque = int.MinValue;

    private byte[] bytes = new byte[512];
    private int[] edges = new int[256];
    private (int Folded, int Source)[] anchors = new (int, int)[64];
    private int length;
    private int edge;
    private int anchor;

    /// <summary>Number of tokens; each text begins with an empty one.</summary>
    public int Count => edge / 2;

    /// <summary>Folded bytes in use.</summary>
    public int Length => length;

    /// <summary>False where bytes of a text were no UTF-8.</summary>
    internal bool IsUtf8 { get; private set; } = true;

    /// <summary>The folded texts in UTF-8; what parts tokens is one byte. <see cref="Slack"/> bytes of zero follow.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Beginnings and ends of tokens in <see cref="Bytes"/>, in turns.</summary>
    internal ReadOnlySpan<int> Edges => edges.AsSpan(0, edge);

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        length = edge = anchor = 0;
        IsUtf8 = true;
    }

    /// <summary>The folded bytes of a token.</summary>
    public ReadOnlySpan<byte> Token(int index) => bytes.AsSpan(edges[2 * index]..edges[(2 * index) + 1]);

    /// <summary>The sign directly before a token that says what it is: <c>#</c>, <c>@</c> where no word stands before it, else 0.</summary>
    public byte SignOf(int index)
    {
        var at = edges[2 * index];
        return at == 0 || edges[(2 * index) + 1] == at || bytes[at] is (byte)'#' or (byte)'*' ? (byte)0
            : bytes[at - 1] is (byte)'#' ? (byte)'#'
            : bytes[at - 1] is (byte)'@' && (index == 0 || edges[(2 * index) - 1] < at - 1) ? (byte)'@'
            : (byte)0;
    }

    /// <summary>True when the token stands directly behind <c>#</c>, and is no keycap.</summary>
    public bool IsHashtag(int index) => SignOf(index) == '#';

    /// <summary>True when the token is one character of a script without spaces, with its marks.</summary>
    public bool IsSolo(int index) => Token(index) is [>= 0xE0, ..] token && CharacterTable.ClassOf(CharacterTable.Of(FirstOf(token))) == CharacterClass.Solo;

    /// <summary>The first token from one on that ends behind a place in <see cref="Bytes"/>, or the last.</summary>
    internal int TokenBehind(int place, int from) =>
        Edges[(2 * from)..].IndexOfAnyInRange(place + 1, int.MaxValue) is >= 0 and var ahead ? from + (ahead / 2) : Count - 1;

    /// <summary>How many places are noted where source and folded text drift apart; those of a text stand in a row.</summary>
    internal int Anchors => anchor;

    /// <summary>From where to where tokens stand in the source, in bytes: with what is invisible behind them.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last, of the same text.</param>
    /// <param name="from"><see cref="Anchors"/> when their text was appended.</param>
    /// <param name="to"><see cref="Anchors"/> behind it.</param>
    internal (int Start, int End) Source(int first, int last, int from, int to)
    {
        var (start, end) = (edges[2 * first], edges[(2 * last) + 1]);
        var before = AnchorBefore(start, from, to);
        var behind = before;
        while (behind + 1 < to && anchors[behind + 1].Folded <= end)
        {
            behind++;
        }

        return (SourceOf(start, before, isEnd: false), SourceOf(end, behind, isEnd: true));
    }

    /// <summary>True when tokens, each behind one space, are these bytes.</summary>
    internal bool Spells(int first, int last, ReadOnlySpan<byte> spelled)
    {
        for (var index = first; index <= last; index++)
        {
            var token = Token(index);
            if (spelled.Length <= token.Length || spelled[0] != ' ' || !spelled.Slice(1, token.Length).SequenceEqual(token))
            {
                return false;
            }

            spelled = spelled[(token.Length + 1)..];
        }

        return spelled.IsEmpty;
    }

    // The last at a place or before it. Where it lies is not to be foretold, so nothing branches on it.
    private int AnchorBefore(int folded, int low, int to)
    {
        for (var count = to - low; count > 1;)
        {
            var half = count >>> 1;
            low += half & -Unsafe.BitCast<bool, byte>(anchors[low + half].Folded <= folded);
            count -= half;
        }

        return low;
    }

    // Inside what folding made longer, its beginning or its end.
    private int SourceOf(int folded, int at, bool isEnd)
    {
        var (begin, source) = anchors[at];
        return source >= 0 ? source + (folded - begin)
            : isEnd && folded > begin ? anchors[at + 1].Source & ~Opaque
            : source & ~Opaque;
    }

    // A later anchor at the same place says more: what was dropped between belongs to what stands before.
    private void Anchor(int folded, int source)
    {
        if (anchor > 0 && anchors[anchor - 1].Folded == folded)
        {
            anchor--;
        }

        anchors[anchor++] = (folded, source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MakeRoom()
    {
        if (length + MostAtOnce + Slack > bytes.Length || edge + MostAtOnce > edges.Length || anchor + MostAnchors > anchors.Length)
        {
            Grow();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        Array.Resize(ref bytes, Larger(bytes.Length, length + MostAtOnce + Slack));
        Array.Resize(ref edges, Larger(edges.Length, edge + MostAtOnce));
        Array.Resize(ref anchors, Larger(anchors.Length, anchor + MostAnchors));

        static int Larger(int size, int needed) => needed > size ? size * 2 : size;
    }

    private static int FirstOf(ReadOnlySpan<byte> token)
    {
        System.Text.Rune.DecodeFromUtf8(token, out var rune, out _);
        return rune.Value;
    }
}
