using System.Buffers.Text;
using System.Text.RegularExpressions;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>A request and everything its sender observed.</summary>
internal sealed partial record Answered(string Asked, HttpMethod Method, string Path, int Status, string Headers, string Body)
{
    /// <summary>
    /// What must not depend on what the sender may not see. A cursor counts by its length and by what it leads to, which the
    /// script asks next: it seals database positions. One that can be read counts by what it says.
    /// </summary>
    /// <remarks>Signatures, and what commits to bytes that were sealed under fresh keys, count by their number.</remarks>
    public string Observed => IsOfMisp ? $"{Asked}\n{Status}\n{Headers}\n{Body}" : (Path.StartsWith("/taxii2", StringComparison.Ordinal) || Path.Contains("format=stix", StringComparison.Ordinal)) ? Length().Replace(Digits().Replace(Told, ""), "") : Told;

    /// <summary>Events have no cursor, no signature and no part of a second: every byte counts.</summary>
    private bool IsOfMisp => Path.StartsWith("/misp", StringComparison.Ordinal) || Path.Contains("format=misp", StringComparison.Ordinal);

    private string Told => $"{Asked}\n{Status}\n{(Fresh().IsMatch(Body) ? Length().Replace(Headers, "") : Headers)}\n{Next().Replace(Fresh().Replace(Body, match => $"({match.Value.Count(letter => letter == ',')})"), match => IsLegible(match.Groups["cursor"].Value) ? match.Value : $"\"next\":\"({match.Groups["cursor"].Length})\"")}";

    /// <summary>The cursor of the next page, or null.</summary>
    public string? Cursor => Next().Match(Body) is { Success: true } match ? match.Groups["cursor"].Value : null;

    /// <summary>Sealed bytes are printable by chance in about one of three.</summary>
    private static bool IsLegible(string cursor) =>
        !Base64Url.IsValid(cursor) || Base64Url.DecodeFromChars(cursor) is var bytes && bytes.Count(b => b is >= 0x20 and < 0x7F) > bytes.Length * 3 / 5;

    [GeneratedRegex("\"(note|checkpoint|statement)\":\"[^\"]+\"|\"(hashes|frontier)\":\\[[^\\]]*\\]|(?<=\"key\":\")[A-Za-z0-9+/=]+(?=\",\"note\":)|\"text\":\"(\\\\.|[^\"\\\\])*\",\"salt\":\"[^\"]*\"|\\\\u0022facts\\\\u0022:\\[[^\\]]*\\]|\\\\\"facts\\\\\":\\[[^\\]]*\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fresh();

    /// <summary>Below a second a moment of the feeds moves with what others write at the same time.</summary>
    [GeneratedRegex("(?<=T[0-9:]{8})\\.[0-9]{3,6}(?=Z)", RegexOptions.None, 1000)]
    private static partial Regex Digits();

    /// <summary>A signature is a byte longer or shorter by chance.</summary>
    [GeneratedRegex("Content-Length: [0-9]+\n?", RegexOptions.None, 1000)]
    private static partial Regex Length();

    [GeneratedRegex("\"next\":\"(?<cursor>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Next();
}
