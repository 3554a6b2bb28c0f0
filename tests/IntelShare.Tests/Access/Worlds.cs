using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>Any reader of the cast before any record of Sweden, lawful or not: the policy must hold for what the law of submission would refuse, too.</summary>
public static class Worlds
{
    public static readonly string[] Tokens =
    [
        "member-states", "schengen-associated", "task-force:grimm", "task-force:grimm+", "task-force:shamrock", "task-force:shamrock+",
        "country:FR", "country:FI", "country:US", "country:SE", "org:eurojust", "org:interpol", "org:hub", "member:fr-ofast", "member:fr-gn", "member:dk-nsk", "member:us-dea", "member:eurojust",
    ];

    public static readonly string[] Names = [.. Tokens.Where(token => !Audience.IsGroup(token))];

    private static readonly DateTimeOffset[] Days = [Cast.Founded, Cast.Released, Cast.DenmarkAndTheNetherlandsLeft, Cast.FinlandJoined, Cast.DenmarkCameBack, Cast.On(2026, 5, 1)];

    private static readonly Gen<string[]> SomeTokens = Some(Tokens);

    public static Arbitrary<Reader> Readers() => (
        from member in Gen.Elements(Cast.Everybody.ToArray())
        from roles in Gen.OneOf(Gen.Elements(Enum.GetValues<Role>()).Select(role => new[] { role }), Gen.Constant(new[] { Role.Analyst }), Some(Enum.GetValues<Role>()))
        from purpose in Gen.Elements(Enum.GetValues<Purpose>())
        from agreement in Gen.Elements(Enum.GetValues<AgreementLevel>().Append(AgreementLevel.Full).ToArray())
        from cleared in Gen.Elements(true, false)
        select Cast.Reader(member, purpose) with { Roles = roles.ToHashSet(), Agreement = agreement, Cleared = cleared }).ToArbitrary();

    public static Arbitrary<Indicator> Records() => (
        from release in Releases().Generator
        from fullDays in Gen.ArrayOf(Gen.Elements(Days), Tokens.Length)
        from hitDays in Gen.ArrayOf(Gen.Elements(Days), Tokens.Length)
        from kind in Gen.Elements("lexicon-entry", "recruitment-pattern", "account-handle")
        from isProtected in Gen.Elements(true, false, false, false)
        from withdrawn in Gen.Elements(true, false, false, false)
        from purposes in Some(Enum.GetValues<Purpose>())
        from codes in Gen.OneOf(Some(Enum.GetValues<HandlingCode>()), Some([HandlingCode.H0, HandlingCode.H1, HandlingCode.H2]))
        select Given.Submitted(Cast.Slang()) with
        {
            Kind = kind,
            Release = release,
            FullSince = Since(release.Full!, fullDays),
            HitSince = Since(release.Hit!, hitDays),
            Protected = isProtected,
            Status = withdrawn ? IndicatorStatus.Withdrawn : IndicatorStatus.Active,
            Purposes = [.. purposes],
            Handling = new(codes),
        }).ToArbitrary();

    public static Arbitrary<Release> Releases() => (
        from full in SomeTokens
        from hit in SomeTokens
        from excluded in Gen.OneOf(Gen.Constant(Array.Empty<string>()), Some(Names))
        from feeds in Gen.Elements(true, false)
        select new Release(full, hit, excluded, feeds)).ToArbitrary();

    private static Gen<T[]> Some<T>(T[] of) => Gen.ArrayOf(Gen.Elements(true, false, false), of.Length).Select(picks => of.Where((_, i) => picks[i]).ToArray());

    private static ImmutableDictionary<string, DateTimeOffset> Since(string[] tokens, DateTimeOffset[] days) =>
        tokens.ToImmutableDictionary(token => token, token => days[Array.IndexOf(Tokens, token)]);
}
