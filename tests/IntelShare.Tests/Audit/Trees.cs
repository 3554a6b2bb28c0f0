using System.Collections.Concurrent;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

/// <summary>Trees of numbered leaves, hashed once; and the tree as RFC 6962 writes it down, which knows nothing of frontiers.</summary>
internal sealed class Trees
{
    private readonly byte[][][] levels;
    private readonly ConcurrentDictionary<LeafRange, byte[]> ragged = new();

    public Trees(params IEnumerable<byte[]> bodies)
    {
        var level = bodies.Select(body => MerkleTree.Leaf(body)).ToArray();
        var all = new List<byte[][]> { level };
        for (; level.Length > 1; all.Add(level))
        {
            level = [.. level.Chunk(2).Where(pair => pair.Length == 2).Select(pair => MerkleTree.Node(pair[0], pair[1]))];
        }

        levels = [.. all];
    }

    public static Trees Of(int leaves) => new(Enumerable.Range(0, leaves).Select(number => BitConverter.GetBytes(number)));

    public byte[] Leaf(long index) => levels[0][index];

    /// <summary>A perfect subtree, as a store would keep it.</summary>
    public byte[] Perfect(LeafRange range) => range.From % (range.Until - range.From) == 0 ? levels[range.Level][range.From >> range.Level] : throw new InvalidOperationException($"{range} is not where a log keeps it.");

    /// <summary>MTH(D[from:until]) by its definition in RFC 6962 section 2.1.</summary>
    public byte[] Naive(int from, int until)
    {
        var length = until - from;
        if (length < 2)
        {
            return length == 0 ? MerkleTree.EmptyRoot : levels[0][from];
        }

        var half = 1;
        while (half * 2 < length)
        {
            half *= 2;
        }

        return MerkleTree.Node(Naive(from, from + half), Naive(from + half, until));
    }

    public byte[] Root(long size) => size == 0 ? MerkleTree.EmptyRoot : new LeafRange(0, size).Assemble(Perfect);

    public byte[][] Inclusion(long index, long size) => MerkleProof.Assemble(MerkleProof.Inclusion(index, size), Perfect);

    public byte[][] Consistency(long earlier, long size) => MerkleProof.Assemble(MerkleProof.Consistency(earlier, size), Perfect);

    /// <summary>The hashes of a proof's ranges, each worked out once: only the last range of a size is not kept as it is.</summary>
    public byte[][] Hashes(IReadOnlyList<LeafRange> ranges)
    {
        var hashes = new byte[ranges.Count][];
        for (var i = 0; i < hashes.Length; i++)
        {
            var range = ranges[i];
            hashes[i] = long.IsPow2(range.Until - range.From) ? Perfect(range) : ragged.GetOrAdd(range, static (part, log) => part.Assemble(log.Perfect), this);
        }

        return hashes;
    }
}
