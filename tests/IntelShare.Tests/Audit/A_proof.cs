using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class A_proof
{
    private const int Most = 2000;

    private static readonly Trees Log = Trees.Of(Most);

    [Fact]
    public void has_a_root_that_the_frontier_finds_at_every_size()
    {
        var frontier = new Frontier();
        for (var size = 0; size < Most; size++)
        {
            Assert.Equal(Log.Naive(0, size), frontier.Root());
            var read = Frontier.From(size, frontier.ToBytes());
            Assert.Equal(frontier.Root(), read!.Root());
            Assert.Null(Frontier.From(size, [.. frontier.ToBytes(), .. new byte[32]]));
            frontier = read;
            frontier.Append(Log.Leaf(size));
        }

        Assert.Null(Frontier.From(-1, new byte[32]));
    }

    [Fact]
    public void of_every_entry_holds_at_every_size()
    {
        var held = 0;
        Parallel.For(1, Most + 1, size =>
        {
            var root = Log.Root(size);
            Interlocked.Add(ref held, Enumerable.Range(0, size).Count(index => MerkleProof.IsIncluded(Log.Leaf(index), index, size, root, Log.Hashes(MerkleProof.Inclusion(index, size)))));
        });

        Assert.Equal(Most * (Most + 1) / 2, held);
    }

    [Fact]
    public void that_a_log_only_grew_holds_from_every_size_to_every_other()
    {
        var held = 0;
        var roots = Enumerable.Range(0, Most + 1).Select(size => Log.Root(size)).ToArray();
        Parallel.For(1, Most + 1, size =>
            Interlocked.Add(ref held, Enumerable.Range(1, size).Count(earlier => MerkleProof.IsConsistent(earlier, roots[earlier], size, roots[size], Log.Hashes(MerkleProof.Consistency(earlier, size))))));

        Assert.Equal(Most * (Most + 1) / 2, held);
    }

    [Fact]
    public void cut_short_holds_at_no_size()
    {
        for (var size = 2; size <= Most; size++)
        {
            var (index, root) = (size * 7L % (size - 1), Log.Root(size));
            var (path, growth) = (Log.Inclusion(index, size), Log.Consistency(index + 1, size));
            Assert.DoesNotContain(Enumerable.Range(0, path.Length), length => MerkleProof.IsIncluded(Log.Leaf(index), index, size, root, path[..length]));
            Assert.DoesNotContain(Enumerable.Range(0, growth.Length), length => MerkleProof.IsConsistent(index + 1, Log.Root(index + 1), size, root, growth[..length]));
        }
    }

    [Fact]
    public void of_an_entry_is_refused_when_anything_is_otherwise()
    {
        for (var size = 1; size <= 40; size++)
        {
            var root = Log.Root(size);
            for (var index = 0; index < size; index++)
            {
                var (leaf, proof) = (Log.Leaf(index), Log.Inclusion(index, size));
                Assert.DoesNotContain(Forged(proof), forged => MerkleProof.IsIncluded(leaf, index, size, root, forged));
                Assert.False(MerkleProof.IsIncluded(leaf, index, size, Log.Root(size + 1), proof));
                Assert.False(MerkleProof.IsIncluded(Log.Leaf(size), index, size, root, proof));
                Assert.False(MerkleProof.IsIncluded(leaf, index, 0, root, proof));
                Assert.False(MerkleProof.IsIncluded(leaf, index, index, root, proof));
                Assert.False(MerkleProof.IsIncluded(leaf, -1, size, root, proof));
                Assert.False(MerkleProof.IsIncluded(leaf.AsSpan(0, 31), index, size, root, proof));
                Assert.DoesNotContain(Enumerable.Range(0, size).Where(other => other != index), other => MerkleProof.IsIncluded(leaf, other, size, root, proof));
            }
        }
    }

    [Fact]
    public void that_a_log_only_grew_is_refused_when_anything_is_otherwise()
    {
        for (var size = 1; size <= 40; size++)
        {
            var root = Log.Root(size);
            for (var earlier = 1; earlier <= size; earlier++)
            {
                var (before, proof) = (Log.Root(earlier), Log.Consistency(earlier, size));
                Assert.DoesNotContain(Forged(proof), forged => MerkleProof.IsConsistent(earlier, before, size, root, forged));
                Assert.False(MerkleProof.IsConsistent(earlier, before, size, Log.Root(size + 1), proof));
                Assert.False(MerkleProof.IsConsistent(earlier, Log.Root(earlier + 1), size, root, proof));
                Assert.False(MerkleProof.IsConsistent(0, before, size, root, proof));
                Assert.False(MerkleProof.IsConsistent(-1, before, size, root, proof));
                Assert.False(MerkleProof.IsConsistent(size + 1, before, size, root, proof));
                Assert.False(MerkleProof.IsConsistent(0, MerkleTree.EmptyRoot, 0, MerkleTree.EmptyRoot, proof));
                Assert.DoesNotContain(Enumerable.Range(1, size).Where(other => other != earlier), other => MerkleProof.IsConsistent(other, before, size, root, proof));
            }
        }
    }

    [Fact]
    public void is_not_asked_for_where_there_is_none()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(6, 5));
    }

    /// <summary>Shorter, longer, in another order, with another hash or one of another length.</summary>
    private static IEnumerable<byte[][]> Forged(byte[][] proof)
    {
        yield return [.. proof, new byte[32]];
        yield return [new byte[32], .. proof];
        foreach (var at in Enumerable.Range(0, proof.Length))
        {
            yield return [.. proof[..at], .. proof[(at + 1)..]];
            yield return [.. proof[..at], proof[at][..31], .. proof[(at + 1)..]];
            yield return [.. proof[..at], [(byte)(proof[at][0] ^ 1), .. proof[at][1..]], .. proof[(at + 1)..]];
            yield return [.. proof[..(at + 1)], proof[at], .. proof[(at + 1)..]];
            if (at > 0)
            {
                yield return [.. proof[..(at - 1)], proof[at], proof[at - 1], .. proof[(at + 1)..]];
            }
        }
    }
}
