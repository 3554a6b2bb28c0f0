using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelShare.Api.Host.Door;
using IntelShare.Stix;
using Microsoft.Net.Http.Headers;

namespace IntelShare.Api.Taxii;

/// <summary>How TAXII 2.1 answers: its media type, its moments, and nothing said that is not there.</summary>
internal static class Resources
{
    /// <summary>The only API root.</summary>
    public const string Root = "intelshare";

    /// <summary>Of what stands in a collection.</summary>
    public const string Stix = "application/stix+json;version=2.1";

    public const string Media = "application/taxii+json";

    private static readonly JsonSerializerOptions Said = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Refuses what asks for another form (section 3.2), on record like everything at the counter.</summary>
    public static Answer? Refusal(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0 || accepted.Any(Speaks) ? null : Problems.Of("not-acceptable");

        static bool Speaks(MediaTypeHeaderValue accept) => accept.Quality is not 0
            && (accept.MatchesAllTypes || (accept.MatchesAllSubTypes && accept.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
                || (accept.MediaType.Equals(Media, StringComparison.OrdinalIgnoreCase) && accept.Parameters.Where(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase)).All(version => version.Value.ToString().Trim('"') == "2.1")));
    }

    public static Answer Answer<T>(T resource, params IReadOnlyList<Told> told) => Host.Door.Answer.Of(TaxiiError.MediaType, Bytes(resource), told);

    public static byte[] Bytes<T>(T resource) => JsonSerializer.SerializeToUtf8Bytes(resource, Said);

    /// <summary>In UTC with six digits: what tells one object from the next.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment of any precision, cut to microseconds; an empty one says nothing.</summary>
    public static bool TryReadMoment(string? given, out DateTimeOffset? moment)
    {
        moment = string.IsNullOrEmpty(given) ? null : StixTime.Read(given) is { } read ? read.AddTicks(-(read.Ticks % TimeSpan.TicksPerMicrosecond)) : null;
        return string.IsNullOrEmpty(given) || moment is not null;
    }
}
