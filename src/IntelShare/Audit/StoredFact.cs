using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntelShare.Audit;

/// <summary>A fact read from the text that its entry committed to: record, version, type and JSON, one blank between.</summary>
/// <param name="Type">As in the store: <c>indicator-submitted</c>.</param>
/// <param name="Data">Its JSON.</param>
public sealed record StoredFact(Guid Record, long Version, string Type, string Data)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Null where it is no such text.</summary>
    public static StoredFact? Parse(string text) =>
        text.Split(' ', 4) is [var id, var version, var type, var data] && Guid.TryParseExact(id, "D", out var record) && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(record, number, type, data) : null;

    /// <summary>What a fact's text is hashed from.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Record:D} {Version} {Type} {Data}");

    /// <summary>Whether something is sealed in it.</summary>
    /// <exception cref="JsonException">The fact is not JSON.</exception>
    public bool IsSealed => Box() is not null;

    /// <summary>What is sealed in it, opened; null where nothing is.</summary>
    /// <param name="key">The record's, 32 bytes.</param>
    /// <exception cref="CryptographicException">The key does not open it, or it is no fact of this record.</exception>
    /// <exception cref="JsonException">The fact is not JSON.</exception>
    public string? Open(byte[] key)
    {
        if (Box() is not { } box)
        {
            return null;
        }

        if (box.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("Too short to be sealed.");
        }

        using var aes = new AesGcm(key, TagSize);
        var plain = new byte[box.Length - NonceSize - TagSize];
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), plain, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Record:N}|{Type}|{Version}")));
        return Encoding.UTF8.GetString(plain);
    }

    private byte[]? Box()
    {
        using var json = JsonDocument.Parse(Data);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.Object
            && secret.TryGetProperty("box", out var box) && box.ValueKind == JsonValueKind.String && box.TryGetBytesFromBase64(out var bytes) ? bytes : null;
    }
}
