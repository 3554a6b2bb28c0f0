namespace IntelShare.Audit;

/// <summary>
/// What proves that an entry is in a log, and that a log only grew: first the ranges whose hashes are the proof, so that a store
/// can fetch their perfect subtrees at once, then the proof. The paths are those of RFC 9162 sections 2.1.3.1 and 2.1.4.1.
/// </summary>
public static class MerkleProof
{
    /// <summary>The ranges that prove the leaf at <paramref name="index"/> in a log of <paramref name="size"/>.</summary>
    public static IReadOnlyList<LeafRange> Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var (path, tree) = (new Stack<LeafRange>(), new LeafRange(0, size));
        while (tree.Until - tree.From > 1)
        {
            tree = Descend(tree, intoLeft: index < tree.Middle, path);
        }

        return [.. path];
    }

    /// <summary>The ranges that prove a log of <paramref name="size"/> to begin with the one of <paramref name="earlier"/> leaves.</summary>
    public static IReadOnlyList<LeafRange> Consistency(long earlier, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(earlier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlier, size);
        var (path, tree) = (new Stack<LeafRange>(), new LeafRange(0, size));
        while (tree.Until != earlier)
        {
            tree = Descend(tree, intoLeft: earlier <= tree.Middle, path);
        }

        // What starts at 0 is the earlier log itself, whose root the verifier has.
        if (tree.From > 0)
        {
            path.Push(tree);
        }

        return [.. path];
    }

    /// <summary>The proof, from the hashes of the perfect subtrees of its ranges.</summary>
    public static byte[][] Assemble(IEnumerable<LeafRange> ranges, Func<LeafRange, byte[]> perfect) => [.. ranges.Select(range => range.Assemble(perfect))];

    /// <summary>Whether the leaf stands at <paramref name="index"/> of the log with this size and root: RFC 9162 section 2.1.3.2.</summary>
    public static bool IsIncluded(ReadOnlySpan<byte> leaf, long index, long size, ReadOnlySpan<byte> root, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size || !AreHashes(leaf, root, proof))
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leaf.ToArray());
        foreach (var other in proof)
        {
            if (last == 0)
            {
                return false;
            }

            var isRight = IsRight(node, last);
            hash = isRight ? MerkleTree.Node(other, hash) : MerkleTree.Node(hash, other);
            (node, last) = Ascend(node, last, isRight);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>
    /// Whether the log of <paramref name="size"/> begins with the one of <paramref name="earlier"/> leaves: RFC 9162 section
    /// 2.1.4.2. An empty log begins every log and proves nothing, so it is refused.
    /// </summary>
    public static bool IsConsistent(long earlier, ReadOnlySpan<byte> earlierRoot, long size, ReadOnlySpan<byte> root, IReadOnlyList<byte[]> proof)
    {
        if (earlier <= 0 || earlier > size || !AreHashes(earlierRoot, root, proof))
        {
            return false;
        }

        if (earlier == size || proof.Count == 0)
        {
            return earlier == size && proof.Count == 0 && earlierRoot.SequenceEqual(root);
        }

        // A perfect earlier log is a node of the later one, so its root is not repeated in the proof.
        var isPerfect = long.IsPow2(earlier);
        var (node, last) = (earlier - 1, size - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var before = isPerfect ? earlierRoot.ToArray() : proof[0];
        var after = before;
        foreach (var other in proof.Skip(isPerfect ? 0 : 1))
        {
            if (last == 0)
            {
                return false;
            }

            var isRight = IsRight(node, last);
            before = isRight ? MerkleTree.Node(other, before) : before;
            after = isRight ? MerkleTree.Node(other, after) : MerkleTree.Node(after, other);
            (node, last) = Ascend(node, last, isRight);
        }

        return last == 0 && earlierRoot.SequenceEqual(before) && root.SequenceEqual(after);
    }

    private static LeafRange Descend(LeafRange tree, bool intoLeft, Stack<LeafRange> path)
    {
        var (left, right) = (tree with { Until = tree.Middle }, tree with { From = tree.Middle });
        path.Push(intoLeft ? right : left);
        return intoLeft ? left : right;
    }

    /// <summary>The last node of a level without a neighbour to its right meets its next one further up, and on its left.</summary>
    private static bool IsRight(long node, long last) => (node & 1) == 1 || node == last;

    private static (long Node, long Last) Ascend(long node, long last, bool isRight)
    {
        while (isRight && (node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        return (node >> 1, last >> 1);
    }

    private static bool AreHashes(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, IReadOnlyList<byte[]> proof) =>
        one.Length == MerkleTree.HashLength && other.Length == MerkleTree.HashLength && proof.All(hash => hash.Length == MerkleTree.HashLength);
}
