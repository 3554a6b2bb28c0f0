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
    private readonly Regex? handle;
    private readonly Regex? never;
    private readonly Regex? stableId;
    private readonly IReadOnlyList<UrlShape> shapes = [];

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
        init => shapes = [.. (field = value).Select(shape => new UrlShape(shape))];
    } = [];

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
    public string? ReadUrl(string raw) =>
        ProfileUrl.Read(raw) is not { } url ? null
        : shapes.Select(shape => shape.Read(url)).FirstOrDefault(found => found is not null) switch
        {
            ("handle", var name) => ReadHandle(name),
            ("id", var name) => ReadStableId(name),
            // Percent-decoded: a control character may be left.
            var (sort, name) when Text.IsClean(name) => $"{sort}:{name}",
            _ => null,
        };

    /// <summary>The platform's own hosts.</summary>
    internal IEnumerable<string> Hosts => shapes.SelectMany(shape => shape.Hosts);

    /// <summary>True when the host is one of the platform's own, or below it.</summary>
    internal bool Owns(string host) => Hosts.Any(own => host == own || host.EndsWith("." + own, StringComparison.Ordinal));

    private static Regex? Whole(string? pattern) => pattern is null ? null : new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
