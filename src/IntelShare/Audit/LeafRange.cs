using System.Numerics;
using System.Runtime.InteropServices;

namespace IntelShare.Audit;

/// <summary>
/// The leaves from <paramref name="From"/> until before <paramref name="Until"/>. A range of a proof falls into perfect
/// subtrees that stand where a log keeps them: each starts at a multiple of its own length.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LeafRange(long From, long Until)
{
    /// <summary>Height of a perfect subtree: 0 for a leaf.</summary>
    public int Level => BitOperations.Log2((ulong)(Until - From));

    /// <summary>The perfect subtrees of the range, largest first.</summary>
    public IEnumerable<LeafRange> Perfect()
    {
        for (var from = From; from < Until;)
        {
            var until = from + (1L << BitOperations.Log2((ulong)(Until - from)));
            yield return new(from, until);
            from = until;
        }
    }

    /// <summary>Hash over the whole range, from the hashes of its perfect subtrees.</summary>
    public byte[] Assemble(Func<LeafRange, byte[]> perfect) =>
        Perfect().Select(perfect).Reverse().Aggregate((right, left) => MerkleTree.Node(left, right));

    /// <summary>Where a tree over the range parts in two: the left half has the greatest power of two below its length.</summary>
    internal long Middle => From + (1L << BitOperations.Log2((ulong)(Until - From - 1)));
}
