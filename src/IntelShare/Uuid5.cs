using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace IntelShare;

/// <summary>UUIDs of version 5: the same name in the same space is the same id on every node and for ever (RFC 9562, section 5.5).</summary>
internal static class Uuid5
{
    /// <summary>The id of a name, which is digested as UTF-8.</summary>
    public static Guid Of(Guid space, string name) => Of(space, Encoding.UTF8.GetBytes(name));

    /// <summary>The id of a name in bytes.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "UUIDv5 is defined by SHA-1; the id is a name and protects nothing.")]
    public static Guid Of(Guid space, ReadOnlySpan<byte> name)
    {
        Span<byte> named = new byte[16 + name.Length];
        space.TryWriteBytes(named, bigEndian: true, out _);
        name.CopyTo(named[16..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(named, digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x50);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new(digest[..16], bigEndian: true);
    }
}
