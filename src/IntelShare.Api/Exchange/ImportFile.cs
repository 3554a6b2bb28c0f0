using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using Microsoft.AspNetCore.Http.Metadata;

namespace IntelShare.Api.Exchange;

/// <summary>A row as it was read: a record to submit, or why it is none.</summary>
/// <param name="Number">From 1; the header of a table is no row.</param>
internal readonly record struct ImportRow(long Number, SubmitIndicator? Command, IReadOnlyList<Refusal> Refusals);

/// <summary>The file cannot be read on: nothing of what follows is.</summary>
internal sealed class UnreadableFileException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}

/// <summary>A body of rows, read as it comes, however long: lines of JSON, or a table.</summary>
internal sealed class ImportFile : IBody, IEndpointParameterMetadataProvider
{
    /// <summary>Bytes of one row.</summary>
    public const int LongestRow = 64 * 1024;

    private static readonly string[] MediaTypes = ["application/x-ndjson", "text/csv"];

    private readonly PipeReader body;
    private readonly bool isTable;

    private ImportFile(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType?.MediaType.Value;
        (body, isTable) = (request.BodyReader, type == MediaTypes[1]);
        Problem = MediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase) ? null : Problems.Of("wrong-media-type");
    }

    public Answer? Problem { get; }

    public static ValueTask<ImportFile?> BindAsync(HttpContext context) => ValueTask.FromResult<ImportFile?>(new(context.Request));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(string)));

    /// <summary>The rows in order.</summary>
    /// <param name="defaults">What a row does not say.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="UnreadableFileException">It is not UTF-8, or no such table.</exception>
    public async IAsyncEnumerable<ImportRow> RowsAsync(JsonObject? defaults, [EnumeratorCancellation] CancellationToken ct)
    {
        ImportTable? table = null;
        await foreach (var (number, offset, bytes) in NumberedAsync(body, isTable, ct))
        {
            if (bytes is null && number == 0)
            {
                throw new UnreadableFileException("unknown-column", "The header is longer than 64 KiB.");
            }
            else if (bytes is null)
            {
                yield return new(number, Command: null, [new("row-too-long", "", "A row is at most 64 KiB.")]);
            }
            else if (!Utf8.IsValid(bytes))
            {
                throw new UnreadableFileException("not-utf8", $"Byte {offset + FirstBad(bytes) + 1} of the file, in row {number}, is the first that is not UTF-8.");
            }
            else if (number == 0)
            {
                table = ImportTable.Of(Encoding.UTF8.GetString(bytes));
            }
            else
            {
                yield return Read(number, bytes, table, defaults);
            }
        }
    }

    /// <summary>Rows with their numbers and places in bytes, without their ends and the mark of UTF-8; the header of a table is row 0. Null for one that is too long.</summary>
    public static async IAsyncEnumerable<(long Number, long Offset, byte[]? Bytes)> NumberedAsync(PipeReader body, bool isTable, [EnumeratorCancellation] CancellationToken ct)
    {
        var number = isTable ? 0L : 1L;
        await foreach (var (offset, bytes) in LinesAsync(body, isTable, ct))
        {
            var marked = offset == 0 && bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            if (bytes is null || bytes.AsSpan(marked).ContainsAnyExcept(" \t\r"u8))
            {
                yield return (number++, offset + marked, bytes?[marked..]);
            }
        }
    }

    private static ImportRow Read(long number, byte[] line, ImportTable? table, JsonObject? defaults)
    {
        try
        {
            if (table is null && defaults is null)
            {
                return Row(JsonSerializer.Deserialize<SubmitIndicator>(line, Json.Wire));
            }

            var (said, refusals) = table is not null ? table.Read(Encoding.UTF8.GetString(line), defaults) : (JsonNode.Parse(line, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject, []);
            return refusals.Count > 0 ? new(number, Command: null, refusals) : Row(said is null ? null : Over(defaults, said).Deserialize<SubmitIndicator>(Json.Wire));
        }
        catch (JsonException malformed)
        {
            return new(number, Command: null, [Body.Refusal(malformed)]);
        }

        ImportRow Row(SubmitIndicator? command) => new(number, command, command is null ? [new("malformed-body", "", "A row is an object.")] : []);
    }

    /// <summary>What a row says over what it leaves to the defaults, member by member.</summary>
    private static JsonObject Over(JsonObject? defaults, JsonObject said)
    {
        foreach (var (name, value) in defaults ?? [])
        {
            if (!said.TryGetPropertyValue(name, out var given))
            {
                said[name] = value?.DeepClone();
            }
            else if (given is JsonObject inner && value is JsonObject outer)
            {
                Over(outer, inner);
            }
        }

        return said;
    }

    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Lines with their places in bytes, without their ends; in a table, a cell in quotes may go over several. Null for one that is too long.</summary>
    private static async IAsyncEnumerable<(long Offset, byte[]? Bytes)> LinesAsync(PipeReader body, bool isTable, [EnumeratorCancellation] CancellationToken ct)
    {
        var (offset, skipping) = (0L, false);
        for (var completed = false; !completed;)
        {
            var read = await body.ReadAsync(ct);
            var (rest, lines) = (read.Buffer, new List<(long, byte[]?)>());
            completed = read.IsCompleted;
            while (EndOf(rest, isTable && !skipping) is { } end || (completed && (end = rest.Length) > 0))
            {
                lines.Add((offset, skipping || end > LongestRow ? null : rest.Slice(0, end).ToArray()));
                rest = rest.Slice(Math.Min(end + 1, rest.Length));
                (offset, skipping) = (offset + end + 1, false);
            }

            if (rest.Length > LongestRow)
            {
                (offset, skipping, rest) = (offset + rest.Length, true, rest.Slice(rest.End));
            }

            // Before anybody goes on, or stops for good.
            body.AdvanceTo(rest.Start, read.Buffer.End);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    /// <summary>How many bytes stand before the end of the line; null where it has not come yet.</summary>
    private static long? EndOf(ReadOnlySequence<byte> bytes, bool quoting)
    {
        var (at, quoted) = (0L, false);
        foreach (var segment in bytes)
        {
            foreach (var one in segment.Span)
            {
                quoted ^= quoting && one == '"';
                if (one == '\n' && !quoted)
                {
                    return at;
                }

                at++;
            }
        }

        return null;
    }
}
