using IntelShare.Unicode;

namespace IntelShare.Scan.Rules;

/// <summary>The tokens of one text, and what parts them.</summary>
internal readonly ref struct Tokens(FoldedText folded, int first, int end)
{
    /// <summary>The first behind the empty one with which a text begins.</summary>
    public int First => first;

    /// <summary>Behind the last.</summary>
    public int End => end;

    /// <summary>Folded bytes.</summary>
    public ReadOnlySpan<byte> this[int token] => folded.Token(token);

    /// <summary>True where nothing, or one of these bytes, parts a token of this text from the next.</summary>
    public bool IsNext(int token, ReadOnlySpan<byte> by) => token >= first && token + 1 < end && Between(token) switch { [] => true, [var one] => by.Contains(one), _ => false };

    /// <summary>True where the next token stands behind exactly this.</summary>
    public bool IsParted(int token, ReadOnlySpan<byte> by) => token >= first && token + 1 < end && Between(token).SequenceEqual(by);

    /// <summary>What stands before the first byte of a token, if anything.</summary>
    public byte SignOf(int token) => folded.SignOf(token);

    /// <summary>What stands directly before a token of this text; 0 where nothing does.</summary>
    public byte Before(int token) => token >= first && Between(token - 1) is [.., var sign] ? sign : (byte)0;

    /// <summary>What stands directly behind a token; 0 where nothing does.</summary>
    public byte Behind(int token) => folded.Edges[(2 * token) + 1] is var at && at < folded.Length ? folded.Bytes[at] : (byte)0;

    private ReadOnlySpan<byte> Between(int token) => folded.Bytes[folded.Edges[(2 * token) + 1]..folded.Edges[2 * (token + 1)]];
}
