using System.Text.RegularExpressions;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>A request and everything its sender observed.</summary>
internal sealed partial record Exchange(string Asked, HttpMethod Method, string Path, int Status, string Headers, string Body)
{
    /// <summary>
    /// What must not depend on what the sender may not see. A cursor counts by its length and by what it leads to, which the
    /// script asks next: it seals database positions.
    /// </summary>
    public string Observed => $"{Asked}\n{Status}\n{Headers}\n{Next().Replace(Body, match => $"\"next\":\"({match.Groups["cursor"].Length})\"")}";

    /// <summary>The cursor of the next page, or null.</summary>
    public string? Cursor => Next().Match(Body) is { Success: true } match ? match.Groups["cursor"].Value : null;

    [GeneratedRegex("\"next\":\"(?<cursor>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Next();
}
