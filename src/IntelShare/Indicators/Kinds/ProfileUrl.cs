namespace IntelShare.Indicators.Kinds;

/// <summary>A URL as it was copied, taken apart: scheme optional, http, https or an app's own (<c>tg</c>); user part and port dropped. Text without a slash is no URL.</summary>
/// <param name="Host">Lower case; an app's scheme stands before it (<c>tg:resolve</c>).</param>
/// <param name="Address">Host, path, query and fragment, percent-encoded.</param>
internal sealed record ProfileUrl(string Host, string Address)
{
    public static ProfileUrl? Read(string raw)
    {
        var text = Folding.Visible(raw);
        if (!text.Contains('/') || !Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return null;
        }

        var host = uri.Scheme switch
        {
            "http" or "https" => uri.Host.TrimEnd('.').ToLowerInvariant(),
            "tg" => "tg:" + uri.Host,
            _ => null,
        };
        return host is null ? null : new(host, host + uri.PathAndQuery + uri.Fragment);
    }
}
