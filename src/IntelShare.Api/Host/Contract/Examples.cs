using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace IntelShare.Api.Host.Contract;

/// <summary>One request of the story under <c>openapi/examples</c> and its answer. The tests play the story and hold it to its word.</summary>
/// <param name="Operation">Its operationId.</param>
/// <param name="Summary">What happens, in one sentence.</param>
/// <param name="Days">How many days pass before it; null: none.</param>
/// <param name="Client">Who asks; a client of the demonstration cast.</param>
/// <param name="Roles">The token's roles, where they are not those of daily work.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Besides the token.</param>
/// <param name="Request">The body, if any.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Shows">How many of a long list's items are shown; null: all.</param>
/// <param name="Answer">The body of the answer.</param>
internal sealed record Example(
    string Operation,
    string Summary,
    int? Days,
    string Client,
    string[]? Roles,
    string Path,
    Dictionary<string, string>? Headers,
    JsonNode? Request,
    int Status,
    int? Shows,
    JsonNode? Answer)
{
    /// <summary>Of a body that is no JSON, and stands in the story as text.</summary>
    [JsonIgnore]
    public string? MediaType => Headers?.GetValueOrDefault("Content-Type");
}

/// <summary>The story, in its order.</summary>
internal static class Examples
{
    private const string Prefix = "example/";
    public static readonly JsonSerializerOptions Format = new(Json.Wire) { WriteIndented = true, RespectNullableAnnotations = false };

    /// <summary>By file name without its extension: <c>01-submit-a-term</c>.</summary>
    public static readonly SortedDictionary<string, Example> All = new(
        typeof(Examples).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(name => name[Prefix.Length..], Read),
        Comparer<string>.Create((one, other) => (Number(one), one).CompareTo((Number(other), other))));

    /// <summary>Puts the operation's examples where they belong: beside its body and beside the answer they got.</summary>
    public static void Show(OpenApiOperation operation)
    {
        foreach (var (file, example) in All.Where(example => example.Value.Operation == operation.OperationId))
        {
            if (operation.RequestBody is not null && example is { Request: { } body, Status: < 400 or 409 or 412 or 422 or 428 })
            {
                Add(operation.RequestBody.Content, file, example.Summary, body, example.MediaType);
            }

            if (example.Answer is { } answer && operation.Responses!.TryGetValue(example.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response))
            {
                Add(response.Content, file, example.Summary, answer);
            }
        }
    }

    private static int Number(string file) => int.Parse(file.AsSpan(0, file.IndexOf('-', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture);

    private static void Add(IDictionary<string, IOpenApiMediaType>? content, string file, string summary, JsonNode value, string? type = null)
    {
        // Its own form comes first.
        var media = (OpenApiMediaType)content!.First(form => type is null ? form.Key.EndsWith("json", StringComparison.Ordinal) : form.Key == type).Value;
        media.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
        media.Examples[file[(file.IndexOf('-', StringComparison.Ordinal) + 1)..]] = new OpenApiExample { Summary = summary, Value = value.DeepClone() };
    }

    private static Example Read(string resource)
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Example>(stream, Format) ?? throw new JsonException(resource);
    }
}
