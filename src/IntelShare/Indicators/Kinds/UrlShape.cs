namespace IntelShare.Indicators.Kinds;

/// <summary>One shape of the URLs that name an account, as the table of platforms writes it: <c>x.com|twitter.com/i/user/{id}</c>. More path may follow.</summary>
internal sealed class UrlShape(string shape)
{
    private readonly string[] segments = shape.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
    private readonly string[] parameter = shape.Split('?', '=')[1..];

    /// <summary>The hosts of the shape.</summary>
    public IEnumerable<string> Hosts => segments[0].Replace("{handle}.", "", StringComparison.Ordinal).Split('|');

    /// <summary>What the placeholder stands for, and its sort (<c>handle</c>, <c>id</c>…); null when the URL has another shape.</summary>
    public (string Sort, string Name)? Read(ProfileUrl url)
    {
        (string, string)? found = null;
        return segments[0].Split('|').Any(host => Fits(host, url.Host))
            && segments.Length - 1 <= url.Segments.Count
            && segments.Skip(1).Zip(url.Segments, Fits).All(fits => fits)
            && (parameter.Length == 0 || Fits(parameter[1], url.Parameter(parameter[0]) ?? ""))
                ? found : null;

        bool Fits(string pattern, string actual)
        {
            if (pattern.Split('{', '}') is not [var before, var sort, var after])
            {
                return pattern == "*" || pattern == actual;
            }

            var fits = actual.Length > before.Length + after.Length
                && actual.StartsWith(before, StringComparison.Ordinal) && actual.EndsWith(after, StringComparison.Ordinal);
            found = fits ? (sort, actual[before.Length..^after.Length]) : found;
            return fits;
        }
    }
}
