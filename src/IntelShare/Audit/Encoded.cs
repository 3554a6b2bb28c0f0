using System.Text;

namespace IntelShare.Audit;

/// <summary>Bytes as text, one way only: a text that its own bytes would not be written as is no encoding of them.</summary>
internal static class Encoded
{
    /// <summary>RFC 4648 section 4; null where the text is not canonical.</summary>
    public static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text ? bytes[..length] : null;
    }

    /// <summary>RFC 4648 section 5 without padding; null where the text is not canonical.</summary>
    public static byte[]? Base64Url(string text) =>
        System.Buffers.Text.Base64Url.IsValid(text) && System.Buffers.Text.Base64Url.DecodeFromChars(text) is var bytes && System.Buffers.Text.Base64Url.EncodeToString(bytes) == text ? bytes : null;

    /// <summary>UTF-8; null where the bytes are none.</summary>
    public static string? Utf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
