using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IntelShare.Audit;

/// <summary>
/// Places of a log in an order that nobody picks: a shuffle driven by the root of a checkpoint, which nobody knew while the log could still be
/// written to. Whoever has the checkpoint draws the same.
/// </summary>
public static class Sample
{
    /// <summary>Every place of the range once. Fisher and Yates: the n-th draw takes one of the places left by SHA-256(root || n) modulo their number, n and the digest's first eight bytes big-endian.</summary>
    /// <param name="root">32 bytes.</param>
    /// <param name="range">Places of the log.</param>
    public static IEnumerable<long> Draw(byte[] root, LeafRange range)
    {
        var moved = new Dictionary<long, long>();
        var count = range.Until - range.From;
        for (var n = 0L; n < count; n++)
        {
            var from = n + (long)(Number(root, n) % (ulong)(count - n));
            yield return range.From + moved.GetValueOrDefault(from, from);
            moved[from] = moved.GetValueOrDefault(n, n);
        }
    }

    private static ulong Number(byte[] root, long n)
    {
        Span<byte> seed = stackalloc byte[MerkleTree.HashLength + sizeof(long)];
        root.CopyTo(seed);
        BinaryPrimitives.WriteInt64BigEndian(seed[MerkleTree.HashLength..], n);
        Span<byte> digest = stackalloc byte[MerkleTree.HashLength];
        SHA256.HashData(seed, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}
