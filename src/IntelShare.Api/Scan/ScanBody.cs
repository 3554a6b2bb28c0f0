using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using Microsoft.AspNetCore.Http.Metadata;

namespace IntelShare.Api.Scan;

/// <summary>Texts to be read for what stands in them: one document, or a line each.</summary>
internal sealed record ScanTexts(PostedText?[]? Texts);

/// <summary>A text under a name of the caller's own, which the answer gives back.</summary>
internal sealed record PostedText(string? Id, [property: JsonConverter(typeof(AsUtf8)), Holds(typeof(string))] byte[]? Text);

/// <summary>Texts as a document or as lines; read whole once its sender is known.</summary>
internal sealed class ScanBody : IBody, IEndpointParameterMetadataProvider
{
    /// <summary>Bytes.</summary>
    public const int Longest = 10 * 1024 * 1024;

    private const int Most = 10_000;
    private const int LongestId = 128;

    private static readonly string[] MediaTypes = ["application/json", "application/x-ndjson"];

    private readonly WholeBody body;
    private readonly bool isLines;

    private ScanBody(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant();
        (body, isLines) = (new(request, Longest), type == MediaTypes[1]);
        Problem = MediaTypes.Contains(type, StringComparer.Ordinal) ? null : Problems.Of("wrong-media-type");
    }

    public Answer? Problem { get; }

    public static ValueTask<ScanBody?> BindAsync(HttpContext context) => ValueTask.FromResult<ScanBody?>(new(context.Request));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(ScanTexts)));

    /// <summary>The texts, or the answer where they cannot be read.</summary>
    public async Task<(PostedText[] Texts, Answer? Refusal)> ReadAsync(CancellationToken ct)
    {
        if (await body.ReadAsync(ct) is not { } bytes)
        {
            return ([], Problems.Of("body-too-large", $"At most {Longest} bytes."));
        }

        if (!Utf8.IsValid(bytes))
        {
            return ([], Problems.Of("malformed-body", "Not UTF-8."));
        }

        PostedText?[]? texts;
        try
        {
            texts = isLines ? Lines(bytes) : JsonSerializer.Deserialize<ScanTexts>(bytes, Json.Wire)?.Texts;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return ([], Problems.Of("malformed-body", Body.Refusal(malformed).Reason, Body.Refusal(malformed).Pointer));
        }

        Refusal[] refusals = texts is not { Length: >= 1 and <= Most } ? [new("text-count", "/texts", "1 to 10,000 texts.")] : [.. texts.SelectMany(Check)];
        return refusals.Length > 0 ? ([], Problems.Refused(refusals)) : ([.. texts!.Cast<PostedText>()], null);
    }

    /// <summary>What is wrong with one of the texts.</summary>
    public static IEnumerable<Refusal> Check(PostedText? text, int nth) =>
        text is null ? [new("required", $"/texts/{nth}", "A text.")]
        : [.. Text.Required(text.Id, $"/texts/{nth}/id", LongestId), .. text.Text is null ? [new Refusal("required", $"/texts/{nth}/text", "This member is mandatory.")] : Array.Empty<Refusal>()];

    private static PostedText?[] Lines(byte[] bytes)
    {
        var texts = new List<PostedText?>();
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty && texts.Count <= Most)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.ContainsAnyExcept(" \t\r"u8))
            {
                texts.Add(JsonSerializer.Deserialize<PostedText>(line, Json.Wire));
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return [.. texts];
    }
}
