using IntelShare.Api.Host.Door;

namespace IntelShare.Api.Reports;

/// <summary>In which form a report is answered: what <c>format</c> says, else what <c>Accept</c> names first, else JSON.</summary>
internal static class ReportForm
{
    public static readonly string[] All = ["json", "csv", "html"];

    /// <summary>False where <paramref name="format"/> is none of these.</summary>
    public static bool TryRead(string? format, HttpRequest request, out string form)
    {
        form = format ?? request.GetTypedHeaders().Accept.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value?.ToLowerInvariant() switch { "application/json" or "*/*" => "json", "text/csv" => "csv", "text/html" => "html", _ => null }).FirstOrDefault(known => known is not null) ?? "json";
        return All.Contains(form, StringComparer.Ordinal);
    }

    /// <summary>The report in its form.</summary>
    /// <param name="form">One of <see cref="All"/>.</param>
    /// <param name="view">As JSON.</param>
    /// <param name="name">Of a file, without extension.</param>
    /// <param name="title">Of a page.</param>
    /// <param name="words">Of a page, before the tables.</param>
    /// <param name="sheets">The same as tables.</param>
    public static Answer Answer<T>(string form, T view, string name, string title, IEnumerable<string> words, IEnumerable<Sheet> sheets) => form switch
    {
        "csv" => Host.Door.Answer.Of("text/csv; charset=utf-8", Sheet.Csv(sheets)).With("Content-Disposition", $"attachment; filename=\"{name}.csv\""),
        "html" => Host.Door.Answer.Of("text/html; charset=utf-8", ReportPage.Of(title, words, sheets)).With("Content-Security-Policy", ReportPage.Policy),
        _ => Host.Door.Answer.Json(StatusCodes.Status200OK, view),
    };
}
