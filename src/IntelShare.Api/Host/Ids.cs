using System.Security.Cryptography;
using System.Text;

namespace IntelShare.Api.Host;

/// <summary>
/// The one source of ids that leave the hub. Random version 4: a version 7 id would tell when a record was first written.
/// </summary>
internal class Ids
{
    /// <summary>A new id for something <paramref name="member"/> makes.</summary>
    public virtual Guid Next(string member)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return Stamp(bytes, version: 4);
    }

    /// <summary>The stream id of a thing the registry names itself, such as <c>member/se-noa</c>: the same name, the same stream (RFC 9562 version 8).</summary>
    public static Guid Named(string name) => Stamp(SHA256.HashData(Encoding.UTF8.GetBytes("intelshare/" + name)).AsSpan(0, 16), version: 8);

    /// <summary>Reads an id that left the hub, exactly as it left. The registry's own streams are no records, and their ids can be worked out from their names.</summary>
    public static bool TryRead(string given, out Guid id) => Guid.TryParseExact(given, "D", out id) && given.Length == 36 && id.Version == 4;

    protected static Guid Stamp(Span<byte> bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
