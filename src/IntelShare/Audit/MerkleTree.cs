using System.Security.Cryptography;

namespace IntelShare.Audit;

/// <summary>
/// The hashes of a log: RFC 6962 section 2.1 with SHA-256. Leaves and nodes are hashed under different prefixes, so that no
/// entry can be made to pass for a node.
/// </summary>
public static class MerkleTree
{
    /// <summary>In bytes.</summary>
    public const int HashLength = 32;

    // To set a digest up costs more than to hash a node with it.
    [ThreadStatic]
    private static IncrementalHash? hasher;

    private static IncrementalHash Hasher => hasher ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Root of a log without entries: the hash of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>Hash of an entry's exact bytes.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> body)
    {
        var hash = new byte[HashLength];
        Leaf(body, hash);
        return hash;
    }

    /// <summary>Hash of an entry's exact bytes, written to <paramref name="hash"/>.</summary>
    public static void Leaf(ReadOnlySpan<byte> body, Span<byte> hash)
    {
        Hasher.AppendData([0]);
        Hasher.AppendData(body);
        Hasher.GetHashAndReset(hash);
    }

    /// <summary>Hash over two neighbours.</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashLength];
        Node(left, right, hash);
        return hash;
    }

    /// <summary>Hash over two neighbours, written to <paramref name="hash"/>, which may be one of them.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> pair = stackalloc byte[1 + 2 * HashLength];
        pair[0] = 1;
        left.CopyTo(pair[1..]);
        right.CopyTo(pair[(1 + HashLength)..]);
        Hasher.AppendData(pair);
        Hasher.GetHashAndReset(hash);
    }
}
