using System.Text.RegularExpressions;

namespace IntelShare.Indicators.Kinds;

/// <summary>
/// One platform's rules for naming an account. Two spellings of one account (handle, its profile URL) read as the same name; names of
/// different sorts (<c>@handle</c>, <c>id:…</c>, <c>invite:…</c>) never do.
/// </summary>
/// <param name="Id">Stable id in requests and match values.</param>
/// <param name="Name">As the platform calls itself.</param>
/// <param name="Rule">The rule of its handles in words, for refusals.</param>
public sealed record Platform(string Id, string Name, string Rule)
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex? handle;
    private readonly Regex? never;
    private readonly Regex? stableId;
    private readonly List<Regex> shapes = [];
    private readonly List<string> hosts = [];

    /// <summary>A handle after <see cref="Spell"/>: regular expression of the whole.</summary>
    public required string Handle
    {
        get;
        init => handle = Whole(field = value);
    }

    /// <summary>Handles that fit <see cref="Handle"/> and still name no account, first path segments of other pages among them.</summary>
    public string? Never
    {
        get;
        init => never = Whole(field = value);
    }

    /// <summary>Brings the spellings that the platform takes for one account to one.</summary>
    public Func<string, string> Spell { get; init; } = Spelling.Lower;

    /// <summary>A stable id, kept in its case: regular expression of the whole. Absent where the platform has none.</summary>
    public string? StableId
    {
        get;
        init => stableId = Whole(field = value);
    }

    /// <summary>
    /// Shapes of the URLs that name an account, the most special first: hosts parted by <c>|</c>, <c>*</c> for any one segment, and one
    /// placeholder. <c>{handle}</c> and <c>{id}</c> follow the rules above; any other placeholder is a sort of name of its own, kept as it is.
    /// </summary>
    public IReadOnlyList<string> Urls
    {
        get;
        init
        {
            field = value;
            foreach (var url in value)
            {
                var end = url.IndexOfAny(['/', '?']);
                hosts.AddRange(url[..end].Replace("{handle}.", "", StringComparison.Ordinal).Split('|'));
                shapes.Add(Shape(url[..end], url[end..]));
            }
        }
    } = [];

    /// <summary>True when the host is the platform's own or below it.</summary>
    public bool Hosts(string host) => hosts.Exists(own => host == own || host.EndsWith("." + own, StringComparison.Ordinal));

    /// <summary>The name under which an account with this handle is found; null when the handle breaks the platform's rule.</summary>
    public string? ReadHandle(string raw)
    {
        var spelled = Spell(Folding.Visible(raw).TrimStart('@'));
        return handle!.IsMatch(spelled) && never?.IsMatch(spelled) != true ? "@" + spelled : null;
    }

    /// <summary>The name under which an account with this stable id is found; null when the platform has no such ids.</summary>
    public string? ReadStableId(string raw)
    {
        var id = Folding.Visible(raw);
        return stableId?.IsMatch(id) == true ? "id:" + (Guid.TryParseExact(id, "D", out var uuid) ? uuid.ToString() : id) : null;
    }

    /// <summary>The name under which the account of this profile URL is found; null when it names none here.</summary>
    public string? ReadUrl(string raw)
    {
        if (ProfileUrl.Read(raw) is not { } url || !Hosts(url.Host))
        {
            return null;
        }

        foreach (var shape in shapes)
        {
            if (shape.Match(url.Address) is { Success: true } match)
            {
                var sort = shape.GetGroupNames()[1];
                var name = Uri.UnescapeDataString(match.Groups[1].Value);
                return sort switch { "handle" => ReadHandle(name), "id" => ReadStableId(name), _ => $"{sort}:{name}" };
            }
        }

        return null;
    }

    private static Regex? Whole(string? pattern) => pattern is null ? null : new($@"\A(?:{pattern})\z", Linear);

    private static Regex Shape(string hosts, string rest)
    {
        static string Pattern(string literal) => Regex.Escape(literal).Replace(@"\{", "(?<", StringComparison.Ordinal).Replace("}", ">[^/?&#]+)", StringComparison.Ordinal);

        var any = string.Join('|', hosts.Split('|').Select(Pattern));
        var path = Pattern(rest).Replace(@"\*", "[^/?&#]+", StringComparison.Ordinal).Replace(@"\?", @"/?\?(?:[^#]*&)?", StringComparison.Ordinal);
        return new($@"\A(?:(?:www|m|mobile|web|[a-z]{{2}}-[a-z]{{2}})\.)?(?:{any}){path}(?:[/?&#].*)?\z",
            Linear | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);
    }
}
