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
using IntelShare.Misp;
using IntelShare.Stix;
using Microsoft.AspNetCore.Http.Metadata;

namespace IntelShare.Api.Exchange;

/// <summary>A body of rows: lines of JSON or a table, read as they come, however many; or the objects of a STIX bundle or of events of MISP, which are read whole.</summary>
internal sealed class ImportFile : IBody, IEndpointParameterMetadataProvider
{
    /// <summary>Bytes of what is read whole: objects of a bundle refer to each other in any order.</summary>
    private const int LongestBundle = 32 * 1024 * 1024;

    /// <summary>Objects of what is read whole.</summary>
    private const int MostObjects = 100_000;

    private static readonly string[] MediaTypes = ["application/x-ndjson", "text/csv", "application/stix+json", "application/vnd.misp+json"];

    private readonly PipeReader body;
    private readonly bool isTable;
    private readonly Func<ReadOnlyMemory<byte>, StixLimits, EnvelopeReading>? readWhole;

    private ImportFile(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant();
        (body, isTable) = (request.BodyReader, type == MediaTypes[1]);
        readWhole = type == MediaTypes[2] ? Envelope.Read : type == MediaTypes[3] ? MispReading.Read : null;
        Problem = MediaTypes.Contains(type, StringComparer.Ordinal) ? null : Problems.Of("wrong-media-type");
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
        if (readWhole is not null)
        {
            foreach (var row in await ObjectsAsync(readWhole, defaults ?? [], ct))
            {
                yield return row;
            }

            yield break;
        }

        ImportTable? table = null;
        await foreach (var (number, offset, bytes) in ImportLines.NumberedAsync(body, isTable, ct))
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
                yield return Read(number, bytes, table, defaults) with { Bytes = bytes.Length };
            }
        }
    }

    private async Task<IEnumerable<ImportRow>> ObjectsAsync(Func<ReadOnlyMemory<byte>, StixLimits, EnvelopeReading> readWhole, JsonObject defaults, CancellationToken ct)
    {
        var envelope = readWhole(await Body.ReadAsync(body, LongestBundle, ct) ?? throw new UnreadableFileException("body-too-large", "A bundle or events are at most 32 MiB."), new(Objects: MostObjects));
        return envelope.Refusal is { } refusal ? throw new UnreadableFileException("malformed-body", refusal.Reason) : envelope.Objects.Select(one => ImportRow.Of(one, defaults));
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
            return refusals.Count > 0 ? new(number, Command: null, refusals) : Row(said is null ? null : Over(ImportRow.Unsaid(defaults, said), said).Deserialize<SubmitIndicator>(Json.Wire));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
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
}
