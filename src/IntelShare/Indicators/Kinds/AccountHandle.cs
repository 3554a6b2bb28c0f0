namespace IntelShare.Indicators.Kinds;

/// <summary>What the account is used for, as far as its owner knows; the four roles of violence as a service first.</summary>
public enum AccountRole { Instigator, Recruiter, Enabler, Perpetrator, Coordinator, Runner, Seller, Advertiser, Courier, Buyer, Victim, Unknown, Other }

/// <summary>
/// An account that somebody uses on a platform: personal data, and an account is not a person, since handles are given up and taken again.
/// Kept as it was written; found under its handle, profile URL and stable id alike.
/// </summary>
/// <param name="Platform">Id in <see cref="Platforms"/>.</param>
/// <param name="PlatformName">With <c>other</c> only: the platform in words, 1-64 code points, folded in comparison.</param>
/// <param name="Handle">As shown or typed, with or without <c>@</c>; this or <paramref name="Url"/>.</param>
/// <param name="Url">The profile's address on the platform's own host, or a group's invitation.</param>
/// <param name="StableId">The id that survives a change of handle.</param>
/// <param name="Role">What the account is used for.</param>
/// <param name="ObservedFrom">First day it was seen in this use.</param>
/// <param name="ObservedTo">Last day it was seen in this use; absent while in use.</param>
/// <param name="Note">At most 2,000 code points.</param>
public sealed record AccountHandle(
    string? Platform,
    string? PlatformName,
    string? Handle,
    string? Url,
    string? StableId,
    AccountRole? Role,
    DateOnly? ObservedFrom,
    DateOnly? ObservedTo,
    string? Note) : IndicatorContent, IKind
{
    private const string OtherNamed = "other:";

    /// <inheritdoc />
    public static bool Personal => true;

    /// <summary>
    /// A URL is looked up on the platform of its host, which <paramref name="platform"/> may repeat; anything else as handle and stable id on
    /// that platform, or on each one of the table that admits it. A platform outside the table is asked for as <c>other:&lt;its name&gt;</c>.
    /// </summary>
    public static IReadOnlyList<string>? LookUp(string value, string? platform)
    {
        var asked = platform switch
        {
            null when Platforms.OfUrl(value) is { } host => [host],
            null => Platforms.All.Where(known => known != Platforms.Other),
            _ when platform.StartsWith(OtherNamed, StringComparison.Ordinal) => [Platforms.Other],
            _ => Platforms.All.Where(known => known.Id == platform && known != Platforms.Other),
        };
        var names =
            from known in asked
            let space = known == Platforms.Other ? Space(platform![OtherNamed.Length..]) : known.Id
            from name in new[] { known.ReadHandle(value), known.ReadStableId(value), ReadUrl(known, value) }
            where name is not null
            select $"{space}|{name}";
        return names.ToList() is { Count: > 0 } found ? found : null;
    }

    /// <inheritdoc />
    public override IEnumerable<Refusal> Check() =>
    [
        .. Fields.PlatformId(Platform, "/platform"),
        .. Platforms.Find(Platform) is { } platform ? CheckOn(platform) : [],
        .. Fields.If(Handle is null == Url is null, "handle-or-url", "", "Exactly one of handle and url is mandatory."),
        .. Text.Optional(PlatformName, "/platformName", 64),
        .. Text.Optional(Handle, "/handle", 256),
        .. Text.Optional(Url, "/url", 2048),
        .. Text.Optional(StableId, "/stableId", 128),
        .. Fields.Present(Role, "/role"),
        .. Fields.Period(ObservedFrom, ObservedTo),
        .. Text.Optional(Note, "/note", 2000),
    ];

    /// <summary>Every name of the account, and its platform: they are one account, whichever of them was sought.</summary>
    public override IReadOnlyDictionary<string, string> Identifier() =>
        Fields.Named(("platform", Platform), ("platformName", PlatformName), ("handle", Handle), ("url", Url), ("stableId", StableId));

    /// <inheritdoc />
    public override IEnumerable<string> MatchValues()
    {
        var platform = Platforms.Find(Platform)!;
        var space = platform == Platforms.Other ? Space(PlatformName!) : platform.Id;
        string?[] names =
        [
            Handle is null ? ReadUrl(platform, Url!) : platform.ReadHandle(Handle),
            StableId is null ? null : platform.ReadStableId(StableId),
        ];
        return names.OfType<string>().Select(name => $"{space}|{name}").Distinct(StringComparer.Ordinal);
    }

    private static string Space(string platformName) => OtherNamed + Folding.Fold(platformName);

    // Outside the table no URL can be read, so it is compared whole, without query and fragment.
    private static string? ReadUrl(Platform platform, string url) =>
        platform != Platforms.Other ? platform.ReadUrl(url)
        : ProfileUrl.Read(url) is { } read ? "url:" + read.Page
        : null;

    private IEnumerable<Refusal> CheckOn(Platform platform) =>
    [
        .. CheckPlatformName(platform),
        .. Fields.If(Handle is not null && platform.ReadHandle(Handle) is null, "handle-malformed", "/handle", $"A handle on {platform.Name}: {platform.Rule}."),
        .. Url is null ? [] : CheckUrl(platform, Url),
        .. Fields.If(StableId is not null && platform.ReadStableId(StableId) is null, "stable-id-malformed", "/stableId", $"{platform.Name} has no stable ids of this shape."),
    ];

    private static IEnumerable<Refusal> CheckUrl(Platform platform, string url) => Platforms.OfUrl(url) switch
    {
        { } host when host != platform => [new("platform-mismatch", "/url", $"This URL belongs to {host.Name}.")],
        null when platform != Platforms.Other => [new("url-host-unknown", "/url", $"Not a URL on a host of {platform.Name}.")],
        _ => Fields.If(ReadUrl(platform, url) is null, "url-names-no-account", "/url", $"No account or invitation is named here; a handle on {platform.Name}: {platform.Rule}."),
    };

    private IEnumerable<Refusal> CheckPlatformName(Platform platform)
    {
        if (platform != Platforms.Other)
        {
            return Fields.If(PlatformName is not null, "platform-name-unexpected", "/platformName", "Only the platform \"other\" is named in words.");
        }

        var name = Folding.Fold(PlatformName ?? "");
        return name.Length == 0 ? [new("platform-name-required", "/platformName", "The platform \"other\" needs its name.")]
            : Fields.If(Platforms.All.Any(known => known.Id == name || Folding.Fold(known.Name) == name), "platform-mismatch", "/platformName", "This platform is in the table: give its id.");
    }
}
