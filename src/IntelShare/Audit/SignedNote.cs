using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace IntelShare.Audit;

/// <summary>One signature of a note: who says to have signed it, and how.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature);

/// <summary>
/// A text that anybody can read and whose signers are known: C2SP signed-note. While a log changes its key, two keys sign. The
/// text means nothing until <see cref="Signers"/> names a trusted key.
/// </summary>
/// <param name="Text">Ends with a line feed; may have blank lines of its own.</param>
/// <param name="Signatures">1 to 16, each by another key.</param>
public sealed record SignedNote(string Text, ImmutableArray<NoteSignature> Signatures)
{
    private const int MostSignatures = 16;
    private const int Longest = 64 * 1024;
    private const string Dash = "\u2014 ";

    /// <summary>Signs a text, by each key under its name.</summary>
    public static SignedNote Sign(string text, params IEnumerable<(string Name, ECDsa Key)> keys) => new(text, [.. keys.Select(by => new NoteSignature(
        by.Name, VerifierKey.Of(by.Name, by.Key).Id, by.Key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)))]);

    /// <summary>Reads a note of at most 64 KiB; null where it is not exactly one.</summary>
    public static SignedNote? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Longest || Encoded.Utf8(bytes) is not { } note || note.Any(letter => char.IsControl(letter) && letter != '\n') || !note.EndsWith('\n'))
        {
            return null;
        }

        // The text may have blank lines, signatures have none: the last one parts them.
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var signatures = note[(end + 2)..].Split('\n')[..^1].Select(ParseSignature).ToArray();
        return signatures.Length is 0 or > MostSignatures || Array.Exists(signatures, signature => signature is null) || signatures.DistinctBy(signature => (signature!.Name, signature.KeyId)).Count() != signatures.Length
            ? null
            : new(note[..(end + 1)], [.. signatures!]);
    }

    /// <summary>The note as bytes; what <see cref="Parse"/> read.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes($"{Text}\n{string.Concat(Signatures.Select(Line))}");

    /// <summary>
    /// Those of the given keys that signed. Null where a signature that bears the name and id of one of them is not its own: then
    /// nothing of the note counts. Signatures by other keys say nothing, neither good nor bad.
    /// </summary>
    public IReadOnlyList<VerifierKey>? Signers(IEnumerable<VerifierKey> keys)
    {
        var named = (from key in keys.Distinct()
                     from signature in Signatures
                     where signature.Name == key.Name && signature.KeyId == key.Id
                     select (Key: key, Holds: key.Verifies(Text, signature.Signature))).ToList();
        return named.TrueForAll(signer => signer.Holds) ? [.. named.Select(signer => signer.Key)] : null;
    }

    private static NoteSignature? ParseSignature(string line) =>
        line.StartsWith(Dash, StringComparison.Ordinal) && line[Dash.Length..].Split(' ') is [var name, var encoded] && VerifierKey.IsName(name) && Encoded.Base64(encoded) is { Length: > sizeof(uint) } bytes
            ? new(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..])
            : null;

    private static string Line(NoteSignature signature)
    {
        var bytes = new byte[sizeof(uint) + signature.Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
        signature.Signature.CopyTo(bytes, sizeof(uint));
        return $"{Dash}{signature.Name} {Convert.ToBase64String(bytes)}\n";
    }
}
