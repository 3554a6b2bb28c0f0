using System.Security.Cryptography;
using System.Text;

namespace IntelShare.Audit;

/// <summary>
/// What an entry holds in place of a detail that may be erased: SHA-256 over a random salt and the detail's bytes. Who has both
/// can prove the detail; once the salt is gone, nobody can find it by trying.
/// </summary>
public static class Commitment
{
    /// <summary>In bytes.</summary>
    public const int SaltLength = 32;

    private const int ReferenceLength = 16;

    /// <summary>43 letters of base64url.</summary>
    public static string Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes) => Text(Hash(salt, bytes));

    /// <summary>43 letters of base64url, over the text's UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> salt, string text) => Of(salt, Encoding.UTF8.GetBytes(text));

    /// <summary>22 letters of base64url by which a log names a record: the first 16 bytes over its id in lower case with hyphens.</summary>
    public static string Reference(ReadOnlySpan<byte> salt, Guid indicator) => Text(Hash(salt, Encoding.UTF8.GetBytes(indicator.ToString("D"))).AsSpan(0, ReferenceLength));

    private static byte[] Hash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        if (salt.Length != SaltLength)
        {
            throw new ArgumentException("A salt has 32 bytes.", nameof(salt));
        }

        return SHA256.HashData([.. salt, .. bytes]);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
