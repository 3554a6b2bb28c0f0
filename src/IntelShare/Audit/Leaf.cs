using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace IntelShare.Audit;

/// <summary>What verification looks at in an entry: a JSON object with an id, and perhaps a commitment, a new key, records. The rest is nobody's business here.</summary>
internal readonly ref struct Leaf
{
    private readonly ReadOnlySpan<byte> body;

    private Leaf(ReadOnlySpan<byte> body, ReadOnlySpan<byte> id, ReadOnlySpan<byte> detail, string? key)
    {
        this.body = body;
        Id = id;
        Detail = detail;
        Key = key;
    }

    public ReadOnlySpan<byte> Id { get; }

    /// <summary>The commitment; empty where there is none.</summary>
    public ReadOnlySpan<byte> Detail { get; }

    /// <summary>The key that the entry introduces; or null.</summary>
    public string? Key { get; }

    /// <summary>The id in 16 bytes, so that a million of them can be held against each other.</summary>
    public Guid Name => Utf8Parser.TryParse(Id, out Guid id, out var length) && length == Id.Length ? id : new(SHA256.HashData(Id).AsSpan(0, 16));

    public static bool TryRead(ReadOnlySpan<byte> body, out Leaf leaf)
    {
        leaf = default;
        try
        {
            return TryParse(body, out leaf);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether one of the entry's records is named so.</summary>
    public bool Names(string record)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && !reader.ValueTextEquals("records"u8))
            {
                reader.Skip();
            }
            else if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 3 } && reader.ValueTextEquals("record"u8) && reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(record))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParse(ReadOnlySpan<byte> body, out Leaf leaf)
    {
        leaf = default;
        ReadOnlySpan<byte> id = [], detail = [];
        var (introduces, key) = (false, default(string));
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                // A second id would let two readers see two entries.
                if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || reader.ValueSpan.IsEmpty || !id.IsEmpty)
                {
                    return false;
                }

                id = reader.ValueSpan;
            }
            else if (reader.ValueTextEquals("detail"u8))
            {
                detail = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.ValueSpan : [];
            }
            else if (reader.ValueTextEquals("act"u8))
            {
                introduces = reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("audit-key-added"u8);
            }
            else if (reader.ValueTextEquals("key"u8))
            {
                key = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        leaf = new(body, id, detail, introduces ? key ?? "" : null);
        return !id.IsEmpty && !reader.Read();
    }
}
