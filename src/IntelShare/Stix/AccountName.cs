using System.Text;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Stix;

/// <summary>
/// An account as STIX names it: spelled as its platform takes two spellings for one, so that two agencies make the same
/// <c>user-account</c>. At least one member is given.
/// </summary>
/// <param name="Type"><c>account_type</c>: of the standard's vocabulary, else the id in <see cref="Platforms"/>, else the platform's folded name.</param>
/// <param name="UserId"><c>user_id</c>: the id that survives a change of handle.</param>
/// <param name="Login"><c>account_login</c>: the handle without <c>@</c>, or what else names the account (<c>invite:…</c>).</param>
internal sealed record AccountName(string? Type, string? UserId, string? Login)
{
    /// <summary>The account that nobody has: no platform is spelled with a hyphen once folded.</summary>
    public static readonly AccountName Nobody = new("no-account", UserId: null, Login: null);

    private const string Identified = "id:";
    private static readonly string[] Properties = ["user-account:account_type", "user-account:user_id", "user-account:account_login"];

    public string Id => StixIds.Account(Type, UserId, Login);

    /// <summary>The pattern that finds it. The stable id, where known, alone: handles change hands.</summary>
    public string Pattern => $"[{string.Join(" AND ", new[] { ("account_type", Type), ("user_id", UserId), ("account_login", UserId is null ? Login : null) }
        .Where(part => part.Item2 is not null).Select(part => $"user-account:{part.Item1} = '{Escape(part.Item2!)}'"))}]";

    /// <summary>The name of an account that passed its check, or of the members that identify it.</summary>
    public static AccountName Of(AccountHandle account)
    {
        var platform = Platforms.Find(account.Platform)!;
        var space = platform == Platforms.Other ? Folding.Fold(account.PlatformName!) : platform.Id;
        // Match values are "space|name", where other platforms' space is "other:name".
        var names = account.MatchValues().Select(value => value[((platform == Platforms.Other ? "other:".Length : 0) + space.Length + 1)..]).ToList();
        var userId = names.FirstOrDefault(name => name.StartsWith(Identified, StringComparison.Ordinal));
        var login = names.FirstOrDefault(name => name != userId);
        if (userId is null && login is null)
        {
            // A platform's rule may have become stricter since.
            login = account.Handle ?? account.Url;
        }

        return new(space == "x" && platform != Platforms.Other ? "twitter" : space, userId?[Identified.Length..], login?.StartsWith('@') == true ? login[1..] : login);
    }

    /// <summary>Whether both say the same id or the same login.</summary>
    public bool Meets(AccountName other) => (UserId is not null && UserId == other.UserId) || (Login is not null && Login == other.Login);

    /// <summary>The members of our content that it says: a platform outside the table is <c>other</c> with its name.</summary>
    public IEnumerable<(string Member, string? Value)> Members()
    {
        var id = Type?.ToLowerInvariant() is "twitter" ? "x" : Type?.ToLowerInvariant();
        var known = id is null || Platforms.Find(id) is not null;
        return [("platform", known ? id : Platforms.Other.Id), ("platformName", known ? null : Type), ("handle", Login), ("stableId", UserId)];
    }

    /// <summary>
    /// Reads a pattern of one observation that compares these properties for equality, each once, joined by AND; null for any other. A type alone names no account.
    /// </summary>
    public static AccountName? Read(string pattern)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = pattern.AsSpan().Trim();
        if (rest is not ['[', .. var inner, ']'])
        {
            return null;
        }

        for (rest = inner.Trim(); ; rest = rest["AND".Length..].TrimStart())
        {
            var equals = rest.IndexOf('=');
            var name = equals < 0 ? "" : rest[..equals].Trim().ToString();
            if (!Properties.Contains(name) || Unescape(rest[(equals + 1)..].TrimStart(), out rest) is not { } text || !said.TryAdd(name["user-account:".Length..], text))
            {
                return null;
            }

            if (rest.TrimStart() is not { IsEmpty: false } more)
            {
                return said.Count == 1 && said.ContainsKey("account_type") ? null : new(said.GetValueOrDefault("account_type"), said.GetValueOrDefault("user_id"), said.GetValueOrDefault("account_login"));
            }

            if (rest.Length == more.Length || !more.StartsWith("AND") || more.Length == 3 || !char.IsWhiteSpace(more[3]))
            {
                return null;
            }

            rest = more;
        }
    }

    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);

    // The only escapes of a string are \\ and \' (STIX 2.1, section 9.2).
    private static string? Unescape(ReadOnlySpan<char> quoted, out ReadOnlySpan<char> rest)
    {
        rest = default;
        var text = new StringBuilder();
        for (var i = 1; quoted is ['\'', ..] && i < quoted.Length; i++)
        {
            switch (quoted[i])
            {
                case '\'':
                    rest = quoted[(i + 1)..];
                    return text.ToString();
                case '\\' when i + 1 < quoted.Length && quoted[i + 1] is '\\' or '\'':
                    text.Append(quoted[++i]);
                    break;
                case '\\':
                    return null;
                case var letter:
                    text.Append(letter);
                    break;
            }
        }

        return null;
    }
}
