using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntelShare.Audit;

/// <summary>
/// The public half of a key that signs notes: ECDSA on P-256 over SHA-256, type 0x02 of C2SP signed-note. Its id is the first four
/// bytes of the SHA-256 of the key (SPKI, DER), its signatures are ASN.1 DER (RFC 3279), as the implementation that the
/// specification names does it (github.com/transparency-dev, <c>NewECDSAVerifier</c>). A name has neither space nor plus.
/// </summary>
public sealed record VerifierKey
{
    private const byte Type = 0x02;
    private const int SpkiLength = 91;

    /// <summary>What stands before the 64 bytes of every P-256 point in SPKI: id-ecPublicKey, prime256v1, bit string, uncompressed.</summary>
    private static readonly byte[] Prefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    private VerifierKey(string name, string material, uint id) => (Name, Material, Id) = (name, material, id);

    /// <summary>For a log's own key: the log's origin.</summary>
    public string Name { get; }

    /// <summary>Says which key to try; proves nothing.</summary>
    public uint Id { get; }

    /// <summary>SHA-256 of the SPKI in hexadecimal groups of four, to be read out over a second channel.</summary>
    public string Fingerprint => string.Join(' ', Convert.ToHexStringLower(SHA256.HashData(Spki)).Chunk(4).Select(group => new string(group)));

    private string Material { get; }

    private byte[] Spki => Convert.FromBase64String(Material)[1..];

    /// <summary>The public half of <paramref name="key"/> under a name.</summary>
    public static VerifierKey Of(string name, ECDsa key) =>
        From(name, [Type, .. key.ExportSubjectPublicKeyInfo()]) ?? throw new ArgumentException("Not a key on P-256 under a name without space and plus.", nameof(key));

    /// <summary>Reads <c>name+id+base64(type || SPKI)</c>; null where it is not exactly that.</summary>
    public static VerifierKey? Parse(string text) =>
        text.Split('+', 3) is [var name, _, var encoded] && Encoded.Base64(encoded) is { } bytes && From(name, bytes) is { } key && key.ToString() == text ? key : null;

    /// <summary>Reads a file of keys, one a line; null where it is not exactly that, or has one twice.</summary>
    internal static VerifierKey[]? ParseLines(ReadOnlySpan<byte> file) =>
        Encoded.Utf8(file)?.Split('\n') is [.. var lines, ""] && Array.ConvertAll(lines, line => Parse(line)!) is var keys && !keys.Contains(null) && keys.Distinct().Count() == keys.Length ? keys : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Material}");

    internal static bool IsName(string name) => name.Length > 0 && !name.Any(letter => letter == '+' || char.IsWhiteSpace(letter) || char.IsControl(letter));

    /// <summary>Whether the key made this signature over the text. A key that is no point of the curve made none.</summary>
    internal bool Verifies(string text, byte[] signature)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Spki, out _);
            return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static VerifierKey? From(string name, byte[] bytes) =>
        IsName(name) && bytes.Length == SpkiLength + 1 && bytes[0] == Type && bytes.AsSpan(1).StartsWith(Prefix)
            ? new(name, Convert.ToBase64String(bytes), BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(bytes.AsSpan(1))))
            : null;
}
