using System.Globalization;
using System.Security.Cryptography;

namespace IntelShare.Audit;

/// <summary>
/// What a log says of itself at a size: C2SP tlog-checkpoint, exactly three lines and no extensions. Its keys bear the origin as
/// their name. Two checkpoints of one log with one size have one root, or the log told two stories.
/// </summary>
/// <param name="Origin">Names the log for ever: <c>urn:intelshare:hub:local/audit/se-noa</c>.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">Base64 of the root at that size.</param>
public sealed record Checkpoint(string Origin, long Size, string Root)
{
    /// <summary>The log at the frontier's size.</summary>
    public static Checkpoint Of(string origin, Frontier frontier) => new(origin, frontier.Size, Convert.ToBase64String(frontier.Root()));

    /// <summary>Reads a note's text; null where it is not exactly a checkpoint.</summary>
    public static Checkpoint? Parse(string text) =>
        text.Split('\n') is [var origin, var size, var root, ""] && VerifierKey.IsName(origin)
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves) && Encoded.Base64(root) is { Length: MerkleTree.HashLength }
        && new Checkpoint(origin, leaves, root) is { } checkpoint && checkpoint.Text == text ? checkpoint : null;

    /// <summary>The note's text.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");

    /// <summary>The root's bytes.</summary>
    public byte[] RootHash => Convert.FromBase64String(Root);

    /// <summary>Signs it; while the log changes its key, by both.</summary>
    public SignedNote Sign(params IEnumerable<ECDsa> keys) => SignedNote.Sign(Text, keys.Select(key => (Origin, key)));

    /// <summary>What two signed checkpoints say of each other, without more to look at.</summary>
    public Likeness Beside(Checkpoint other) => (Origin == other.Origin, Size == other.Size, Root == other.Root) switch
    {
        (false, _, _) => Likeness.OtherLog,
        (_, false, _) => Likeness.OtherSize,
        (_, _, true) => Likeness.Same,
        _ => Likeness.SplitView,
    };
}

/// <summary>How two checkpoints stand to each other.</summary>
public enum Likeness
{
    Same,

    /// <summary>One size, two roots: the log showed different histories. The two signatures prove it to anybody.</summary>
    SplitView,

    /// <summary>Only a consistency proof, or the entries, tell whether the larger goes on from the smaller.</summary>
    OtherSize,

    OtherLog,
}
