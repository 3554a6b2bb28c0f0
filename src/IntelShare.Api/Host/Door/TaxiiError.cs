using System.Globalization;
using System.Text.Json.Serialization;

namespace IntelShare.Api.Host.Door;

/// <summary>TAXII's own words (TAXII 2.1, sections 1.6.8 and 3.6.1): whoever asks under its address gets refusals in them too.</summary>
internal sealed record TaxiiError(
    string Title,
    string? Description,
    [property: JsonPropertyName("error_code")] string Code,
    [property: JsonPropertyName("http_status")] string Status,
    IReadOnlyDictionary<string, string>? Details)
{
    /// <summary>Where TAXII is spoken.</summary>
    public const string Path = "/taxii2";

    public const string MediaType = "application/taxii+json;version=2.1";

    /// <summary>The same refusal.</summary>
    public static TaxiiError Of(Problem problem) => new(problem.Title, problem.Detail, problem.Code, problem.Status.ToString(CultureInfo.InvariantCulture),
        problem.Problems is { Count: > 0 } refusals ? refusals.GroupBy(refusal => refusal.Pointer, StringComparer.Ordinal).ToDictionary(at => at.Key, at => string.Join(", ", at.Select(refusal => refusal.Code)), StringComparer.Ordinal) : null);
}
