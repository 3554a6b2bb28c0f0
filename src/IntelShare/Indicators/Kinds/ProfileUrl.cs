namespace IntelShare.Indicators.Kinds;

/// <summary>A URL as it was copied, taken apart: scheme optional, http, https or an app's own (<c>tg</c>); user part and port dropped. Text without a slash is no URL.</summary>
/// <param name="Host">Lower case, without <c>www.</c> and its like; an app's scheme stands before it (<c>tg:resolve</c>).</param>
/// <param name="Page">Host and path as they stand, for hosts that nobody can read.</param>
/// <param name="Segments">Of the path, percent-decoded; those of the fragment follow, the first with its <c>#</c>.</param>
/// <param name="Query">With its <c>?</c>, percent-encoded; empty if none.</param>
internal sealed record ProfileUrl(string Host, string Page, IReadOnlyList<string> Segments, string Query)
{
    public static ProfileUrl? Read(string raw)
    {
        var text = Folding.Visible(raw);
        if (!text.Contains('/') || !Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var uri)
            || uri.Host.Length == 0 || uri.Scheme is not ("http" or "https" or "tg"))
        {
            return null;
        }

        var host = uri.Scheme == "tg" ? "tg:" + uri.Host : WithoutDoor(uri.Host.TrimEnd('.').ToLowerInvariant());
        var segments = (uri.AbsolutePath + '/' + uri.Fragment).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString);
        return new(host, host + uri.AbsolutePath.TrimEnd('/'), [.. segments], uri.Query);
    }

    /// <summary>The decoded value of a query parameter, or null.</summary>
    public string? Parameter(string name) => Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
        .FirstOrDefault(pair => pair is [var key, _] && key == name) is [_, var value] ? Uri.UnescapeDataString(value) : null;

    // The doors of one site: www, mobile, and a language (sv-se); m.me has none.
    private static string WithoutDoor(string host) =>
        host.Split('.', 2) is ["www" or "m" or "mobile" or "web" or [_, _, '-', _, _], var site] && site.Contains('.') ? site : host;
}
