using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Audit;

/// <summary>
/// The files of an exported log. Each has one form only, so that no byte can be changed unseen: JSON is read by writing it
/// anew and comparing.
/// </summary>
public static class Export
{
    /// <summary>One <see cref="ExportHead"/>.</summary>
    public const string Head = "export.json";

    /// <summary>The entries' exact bytes, one a line.</summary>
    public const string Entries = "entries.jsonl";

    /// <summary>The signed note over the log up to the last entry.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>A verifier key a line: those that signed the checkpoint, and those that its entries introduce.</summary>
    public const string Keys = "keys";

    /// <summary>A <see cref="Revealed"/> a line, in the order of the entries.</summary>
    public const string Details = "details.jsonl";

    /// <summary>One <see cref="ExportedConsistency"/>, where the export does not begin with the first entry.</summary>
    public const string Consistency = "consistency.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A head, a revealed detail or a consistency proof as its line of JSON, line feed included.</summary>
    public static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'];

    /// <summary>What <see cref="Line"/> wrote, which never writes null; null where the bytes differ from it.</summary>
    internal static T? Read<T>(ReadOnlySpan<byte> line)
        where T : class
    {
        try
        {
            return !HasNull(line) && JsonSerializer.Deserialize<T>(line, Options) is { } value && line.SequenceEqual(Line(value)) ? value : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool HasNull(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What an export holds: the entries from <paramref name="First"/> until before <paramref name="Until"/>, the first of a log being 0.</summary>
/// <param name="Log">Member id, or the hub's own.</param>
/// <param name="Origin">Ends with <c>/audit/</c> and the log.</param>
/// <param name="Frontier">The perfect subtrees of the entries before the first, largest first.</param>
public sealed record ExportHead(string Log, string Origin, long First, long Until, byte[][] Frontier);

/// <summary>Proves that the exported log begins with the one of an earlier checkpoint, which ends before the first entry exported.</summary>
/// <param name="From">Size of the earlier log.</param>
/// <param name="Root">Its root; holds by the proof alone, so that every byte of this file is checked whatever the reader has kept.</param>
public sealed record ExportedConsistency(long From, byte[] Root, byte[][] Hashes);

/// <summary>What an entry committed to: its own detail, or the record that it names. What was erased has no line.</summary>
public sealed record Revealed
{
    /// <summary>The entry's id; or null.</summary>
    public string? Id { get; init; }

    /// <summary>How entries name the record; or null.</summary>
    public string? Record { get; init; }

    /// <summary>Base64url of 32 bytes.</summary>
    public required string Salt { get; init; }

    /// <summary>With <see cref="Id"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>With <see cref="Record"/>: its id at the hub.</summary>
    public Guid? Indicator { get; init; }

    /// <summary>The detail of one entry.</summary>
    public static Revealed OfEntry(string id, ReadOnlySpan<byte> salt, string detail) => new() { Id = id, Salt = System.Buffers.Text.Base64Url.EncodeToString(salt), Detail = detail };

    /// <summary>A record, once in an export: before the details of later entries than the first that names it, after that entry's own.</summary>
    public static Revealed OfRecord(ReadOnlySpan<byte> salt, Guid indicator) =>
        new() { Record = Commitment.Reference(salt, indicator), Salt = System.Buffers.Text.Base64Url.EncodeToString(salt), Indicator = indicator };
}
