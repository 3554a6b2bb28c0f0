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

    private static readonly string[] Officers = ["officer-7", "officer-8"];

    private static readonly DateTimeOffset[] Days = [Cast.Founded, Cast.Released, Cast.DenmarkAndTheNetherlandsLeft, Cast.FinlandJoined, Cast.DenmarkCameBack, Cast.On(2026, 5, 1)];

    private static readonly Gen<string[]> SomeTokens = Some(Tokens);

    public static Arbitrary<Reader> Readers() => (
        from member in Gen.Elements(Cast.Everybody.ToArray())
        from roles in Gen.OneOf(Gen.Elements(Enum.GetValues<Role>()).Select(role => new[] { role }), Gen.Constant(new[] { Role.Analyst }), Some(Enum.GetValues<Role>()))
        from purpose in Gen.Elements(Enum.GetValues<Purpose>())
        from agreement in Gen.Elements(Enum.GetValues<AgreementLevel>().Append(AgreementLevel.Full).ToArray())
        from cleared in Gen.Elements(true, false)
        from letIn in Gen.Elements(Array.Empty<string>(), [], ["se-noa"], ["se-tull"])
        from officer in Gen.Elements(Officers)
        select Cast.Reader(member, purpose) with { Roles = roles.ToHashSet(), Agreement = agreement, Cleared = cleared, AuthorisedBy = [.. letIn], Officer = officer }).ToArbitrary();

    public static Arbitrary<Indicator> Records() => (
        from release in Releases().Generator
        from fullDays in Gen.ArrayOf(Gen.Elements(Days), Tokens.Length)
        from hitDays in Gen.ArrayOf(Gen.Elements(Days), Tokens.Length)
        from kind in Gen.Elements("lexicon-entry", "recruitment-pattern", "account-handle")
        from isProtected in Gen.Elements(true, false, false, false)
        from withdrawn in Gen.Elements(true, false, false, false)
        from purposes in Some(Enum.GetValues<Purpose>())
        from grants in Gen.ListOf(Grants).Resize(4)
        from acknowledged in Gen.ListOf(Acknowledgements).Resize(4)
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
            Grants = [.. grants],
            Acknowledgements = [.. acknowledged],
        }).ToArbitrary();

    /// <summary>A record after each of its facts: what its owner did, and what happened between it and others.</summary>
    public static Arbitrary<Life> Lives() => (
        from first in Records().Generator
        from release in Releases().Generator
        from facts in Gen.ListOf(Facts).Resize(8)
        select new Life([.. facts.Aggregate(
            new[] { Indicator.Evolve(null, Given.Id, Begun(first, release)) },
            (states, fact) => [.. states, Indicator.Evolve(states[^1], Given.Id, fact(states[^1]))])])).ToArbitrary();

    public static Arbitrary<Release> Releases() => (
        from full in SomeTokens
        from hit in SomeTokens
        from excluded in Gen.OneOf(Gen.Constant(Array.Empty<string>()), Some(Names))
        from feeds in Gen.Elements(true, false)
        select new Release(full, hit, excluded, feeds)).ToArbitrary();

    /// <summary>Grants to few members, so that they meet the readers; half of them have lapsed.</summary>
    private static readonly Gen<Grant> Grants =
        from member in Gen.Elements(Cast.Everybody.ToArray())
        from asks in Gen.Elements(Enum.GetValues<Asks>())
        from purpose in Gen.Elements(Enum.GetValues<Purpose>())
        from until in Gen.Elements(Cast.Released, Cast.Now, Cast.Now.AddTicks(1), Cast.On(2026, 9, 1))
        from request in Gen.Choose(1, int.MaxValue)
        select new Grant(new Guid(request, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), member, asks, asks == Asks.OtherPurpose ? purpose : null, Fields: null, Conditions: null, until, Version: 1);

    private static readonly Gen<Acknowledgement> Acknowledgements =
        from member in Gen.Elements(Cast.Everybody.ToArray())
        from officer in Gen.Elements(Officers)
        select new Acknowledgement(member, officer, Version: 1);

    private static readonly Gen<Func<Indicator, object>> Facts = Gen.OneOf(
        Releases().Generator.Select(release => (Func<Indicator, object>)(_ => new ReleaseChanged(release, Cast.Now))),
        from token in Gen.Elements(Names)
        from full in Gen.Elements(true, false)
        select (Func<Indicator, object>)(record => new ReleaseChanged(full ? record.Release with { Full = [.. record.Release.Full!.Append(token).Distinct()] } : record.Release with { Excluded = [.. record.Release.Excluded!.Append(token).Distinct()] }, Cast.Now)),
        from tells in Gen.Elements(true, false)
        select (Func<Indicator, object>)(record => new IndicatorAmended(record.Plain, record.Secret, record.Protected, record.Evaluation, record.Handling, [.. record.Purposes], [.. record.CrimeAreas], record.Retention, tells, Cast.Now)),
        Grants.Select(grant => (Func<Indicator, object>)(_ => new DisclosureGranted(grant.Request, grant.Member, grant.Asks, grant.Purpose, grant.Fields, grant.Conditions, grant.Until, Cast.Now))),
        Gen.Constant<Func<Indicator, object>>(record => new DisclosureRevoked(record.Grants is [var grant, ..] ? grant.Request : Guid.Empty, Cast.Now)),
        Acknowledgements.Select(one => (Func<Indicator, object>)(_ => new HandlingAcknowledged(one.Member, one.Officer, Cast.Now))));

    private static IndicatorSubmitted Begun(Indicator first, Release release) => new(first.Owner, first.Kind, first.Plain, first.Secret, first.Protected, first.Evaluation, first.Handling, release,
        [.. first.Purposes], [.. first.CrimeAreas], first.Retention, Cast.Released);

    private static Gen<T[]> Some<T>(T[] of) => Gen.ArrayOf(Gen.Elements(true, false, false), of.Length).Select(picks => of.Where((_, i) => picks[i]).ToArray());

    private static ImmutableDictionary<string, DateTimeOffset> Since(string[] tokens, DateTimeOffset[] days) =>
        tokens.ToImmutableDictionary(token => token, token => days[Array.IndexOf(Tokens, token)]);
}

/// <summary>A record after each of its facts.</summary>
public sealed record Life(IReadOnlyList<Indicator> States)
{
    public Indicator Now => States[^1];
}
