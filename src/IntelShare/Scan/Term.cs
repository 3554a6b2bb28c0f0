using System.Text;
using IntelShare.Indicators.Kinds;
using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>Behind which sign a term counts.</summary>
public enum TermKind : byte
{
    /// <summary>Anywhere.</summary>
    Any,

    /// <summary>Not as a hashtag and not as a handle.</summary>
    Word,

    /// <summary>Only directly behind <c>#</c>.</summary>
    Hashtag,

    /// <summary>Only directly behind <c>@</c>.</summary>
    Handle,
}

/// <summary>What is sought in texts: folded, cut into tokens, and with what it asks beyond its folded form.</summary>
public sealed class Term
{
    /// <summary>Most tokens of a term; bounds the work for each token of a text.</summary>
    public const int MostTokens = RuleGroup.MostTokens;

    private const int MostBytes = 4096;

    private Term(byte[] folded, int[] edges, TermKind kind, Kept kept, byte[] exact, byte[] skeleton) =>
        (Folded, Edges, Kind, Kept, Exact, Skeleton) = (folded, edges, kind, kept, exact, skeleton);

    /// <summary>When it counts.</summary>
    public TermKind Kind { get; }

    /// <summary>Which differences count that folding takes away.</summary>
    public Kept Kept { get; }

    /// <summary>The folded tokens, each behind one space; <see cref="TokenHash.Slack"/> bytes follow.</summary>
    internal byte[] Folded { get; }

    /// <summary>The folded form without what follows it.</summary>
    internal ReadOnlySpan<byte> Spelled => Folded.AsSpan(0, Folded.Length - TokenHash.Slack);

    /// <summary>Beginnings and ends of tokens in <see cref="Folded"/>, in turns.</summary>
    internal int[] Edges { get; }

    /// <summary>The tokens as <see cref="Kept"/> asks, each behind one space; empty when nothing is asked.</summary>
    internal byte[] Exact { get; }

    /// <summary>A single word in the letters that it may be disguised with, like <see cref="Folded"/> but behind a zero; empty where that is the word itself.</summary>
    internal byte[] Skeleton { get; }

    /// <summary>The term, or why it can be no term: <c>empty-after-folding</c>, <c>too-many-tokens</c>, <c>too-long</c>, <c>too-short</c>.</summary>
    /// <param name="text">As it is written; a leading <c>#</c> asks for hashtags where <paramref name="kind"/> does not say otherwise.</param>
    /// <param name="kind">When it counts.</param>
    /// <param name="kept">Which differences count.</param>
    /// <param name="single">True lets a single character of a script without spaces count, which then is found within every word.</param>
    /// <param name="term">The term, where there is no refusal.</param>
    public static Refusal? Read(string text, TermKind kind, Kept kept, bool single, out Term? term)
    {
        term = null;
        var folded = new FoldedText();
        folded.Append(Encoding.UTF8.GetBytes(text));
        switch (folded.Count - 1)
        {
            case 0:
                return new("empty-after-folding", "", "Nothing comparable is left: punctuation and invisible characters make no term.");
            case > MostTokens:
                return new("too-many-tokens", "", $"At most {MostTokens} words, emoji or characters of a script without spaces.");
            case 1 when folded.IsSolo(1) && !single:
                return new("too-short", "", "A single character of a script without spaces is found within every word.");
        }

        if (folded.Length > MostBytes)
        {
            return new("too-long", "", $"At most {MostBytes} bytes folded.");
        }

        var exact = new FoldedText(kept);
        exact.Append(Encoding.UTF8.GetBytes(text));
        var spaced = Spaced(folded);
        var edges = new int[2 * (folded.Count - 1)];
        for (var (i, at) = (0, 0); i < edges.Length; i += 2)
        {
            edges[i] = ++at;
            edges[i + 1] = at += folded.Token((i / 2) + 1).Length;
        }

        term = new([.. spaced, .. new byte[TokenHash.Slack]], edges, kind == TermKind.Any && folded.IsHashtag(1) ? TermKind.Hashtag : kind, kept, kept == Kept.None ? [] : Spaced(exact), Disguised(folded));
        return null;
    }

    /// <summary>The term; throws where <see cref="Read"/> refuses.</summary>
    public static Term Of(string text, TermKind kind = TermKind.Any, Kept kept = Kept.None, bool single = false) =>
        Read(text, kind, kept, single, out var term) is { } refusal ? throw new ArgumentException(refusal.Reason, nameof(text)) : term!;

    private static byte[] Disguised(FoldedText folded)
    {
        var word = folded.Token(1);
        if (folded.Count != 2 || folded.IsSolo(1) || word.Length < 2 * Disguise.Least)
        {
            return [];
        }

        var skeleton = Disguise.Skeleton(word);
        return skeleton.AsSpan().SequenceEqual(word) ? [] : [0, .. skeleton, .. new byte[TokenHash.Slack]];
    }

    private static byte[] Spaced(FoldedText folded)
    {
        var spaced = new List<byte>();
        for (var i = 1; i < folded.Count; i++)
        {
            spaced.Add((byte)' ');
            spaced.AddRange(folded.Token(i));
        }

        return [.. spaced];
    }
}
