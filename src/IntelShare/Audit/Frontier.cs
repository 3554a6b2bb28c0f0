using System.Numerics;

namespace IntelShare.Audit;

/// <summary>A perfect subtree of 2^<paramref name="level"/> leaves.</summary>
public delegate void PerfectSubtree(int level, ReadOnlySpan<byte> root);

/// <summary>
/// All that a log must remember to go on: its size and the roots of its perfect subtrees, one for each bit of the size. It only
/// grows, and costs about one node's hash for each leaf.
/// </summary>
public sealed class Frontier
{
    private readonly byte[] roots = new byte[(sizeof(long) * 8 - 1) * MerkleTree.HashLength];

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>What <see cref="ToBytes"/> wrote; null where the bytes are not as many as the size asks for.</summary>
    public static Frontier? From(long size, ReadOnlySpan<byte> bytes)
    {
        if (size < 0 || bytes.Length != BitOperations.PopCount((ulong)size) * MerkleTree.HashLength)
        {
            return null;
        }

        var frontier = new Frontier { Size = size };
        foreach (var part in new LeafRange(0, size).Perfect())
        {
            bytes[..MerkleTree.HashLength].CopyTo(frontier.At(part.Level));
            bytes = bytes[MerkleTree.HashLength..];
        }

        return frontier;
    }

    /// <summary>Adds a leaf by its hash.</summary>
    /// <param name="leaf">32 bytes.</param>
    /// <param name="completed">Told of each perfect subtree above the leaf that ends with it, lowest first.</param>
    public void Append(ReadOnlySpan<byte> leaf, PerfectSubtree? completed = null)
    {
        Span<byte> node = stackalloc byte[MerkleTree.HashLength];
        leaf.CopyTo(node);
        var level = 0;
        for (; (Size >> level & 1) == 1; level++)
        {
            MerkleTree.Node(At(level), node, node);
            completed?.Invoke(level + 1, node);
        }

        node.CopyTo(At(level));
        Size++;
    }

    /// <summary>Root of the log at this size.</summary>
    public byte[] Root() => Size == 0 ? MerkleTree.EmptyRoot : new LeafRange(0, Size).Assemble(part => At(part.Level).ToArray());

    /// <summary>The roots, largest subtree first; the size is kept beside them.</summary>
    public byte[] ToBytes() => [.. new LeafRange(0, Size).Perfect().SelectMany(part => At(part.Level).ToArray())];

    private Span<byte> At(int level) => roots.AsSpan(level * MerkleTree.HashLength, MerkleTree.HashLength);
}
