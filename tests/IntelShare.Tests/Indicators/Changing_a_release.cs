using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Indicators;

public sealed class Changing_a_release
{
    private static readonly Release ToFranceAndGrimm = new(["country:FR", "task-force:grimm"], ["member-states"], ["member:fr-gn"], Feeds: false);

    private static Outcome Change(Release to, params Role[] roles) => Change(ToFranceAndGrimm, to, roles);

    private static Outcome Change(Release from, Release to, params Role[] roles) => Change(Cast.Slang() with { Release = from }, to, roles);

    private static Outcome Change(SubmitIndicator submitted, Release to, params Role[] roles) =>
        Given.Submitted(submitted).When(record => record.ChangeRelease(to, roles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now));

    [Fact]
    public void replaces_it_whole()
    {
        var after = Change(new(["country:DE"]), Role.Discloser).Then();
        Assert.Equal(["country:DE"], after.Release.Full!);
        Assert.Empty(after.Release.Hit!);
        Assert.Empty(after.Release.Excluded!);
        Assert.Equal((2, Cast.Now), (after.Version, after.ChangedAt));
    }

    public static TheoryData<string, Release> Narrower => new()
    {
        { "the same again", ToFranceAndGrimm },
        { "an audience less", ToFranceAndGrimm with { Full = ["country:FR"] } },
        { "full becomes hit", ToFranceAndGrimm with { Full = ["country:FR"], Hit = ["member-states", "task-force:grimm"] } },
        { "no hits any more", ToFranceAndGrimm with { Hit = null } },
        { "one more excluded", ToFranceAndGrimm with { Excluded = ["member:fr-gn", "country:DE"] } },
        { "nobody", new(Excluded: ["member:fr-gn"], Feeds: false) },
    };

    public static TheoryData<string, Release> Wider => new()
    {
        { "one more in full", ToFranceAndGrimm with { Full = ["country:FR", "task-force:grimm", "country:FI"] } },
        { "later joiners too", ToFranceAndGrimm with { Full = ["country:FR", "task-force:grimm+"] } },
        { "hit becomes full", ToFranceAndGrimm with { Full = ["country:FR", "task-force:grimm", "member-states"] } },
        { "one more hit", ToFranceAndGrimm with { Hit = ["member-states", "schengen-associated"] } },
        { "one less excluded", ToFranceAndGrimm with { Excluded = [] } },
        { "into feeds", ToFranceAndGrimm with { Feeds = true } },
        { "another instead", ToFranceAndGrimm with { Full = ["country:DE"] } },
    };

    [Theory]
    [MemberData(nameof(Narrower))]
    public void to_a_narrower_one_takes_a_contributor(string _, Release to) => Change(to, Role.Contributor).Then();

    [Theory]
    [MemberData(nameof(Wider))]
    public void to_a_wider_one_takes_a_discloser(string _, Release to)
    {
        Change(to, Role.Contributor).ThenRefused("discloser-needed ");
        Change(to, Role.Contributor, Role.Discloser).Then();
    }

    [Fact]
    public void keeps_the_day_of_an_audience_that_stays() =>
        Assert.Equal(Cast.Released, Change(ToFranceAndGrimm with { Full = ["task-force:grimm"] }, Role.Contributor).Then().FullSince["task-force:grimm"]);

    [Fact]
    public void begins_a_new_day_for_an_audience_that_comes_back()
    {
        var without = Change(ToFranceAndGrimm with { Full = [] }, Role.Contributor).Then();
        var again = without.When(record => record.ChangeRelease(ToFranceAndGrimm, new HashSet<Role> { Role.Discloser }, Cast.Sweden, Cast.Registry, Cast.Now)).Then();
        Assert.Equal(Cast.Now, again.FullSince["task-force:grimm"]);
    }

    [Fact]
    public void from_full_to_hit_keeps_the_day_so_that_nobody_who_joined_since_gains_a_hit()
    {
        var finland = Cast.Reader("fi-krp");
        var before = Given.Submitted(Cast.Slang() with { Release = new(["task-force:grimm"]) });
        var after = before.When(record => record.ChangeRelease(new(Hit: ["task-force:grimm"]), new HashSet<Role> { Role.Contributor }, Cast.Sweden, Cast.Registry, Cast.Now)).Then();
        Assert.Equal(Level.None, AccessPolicy.Decide(finland, before).Level);
        Assert.Equal(Level.None, AccessPolicy.Decide(finland, after).Level);
        Assert.Equal(Level.Hit, AccessPolicy.Decide(Cast.Reader("be-fgp"), after).Level);
    }

    [Fact]
    public void is_refused_for_every_fault_at_once() => Change(
        Cast.Slang() with { Handling = new([HandlingCode.H2, HandlingCode.H3], "Ask first.") },
        new(["member-states", "country:EL", "country:ZZ", "member:xx", "member:xx"], ["org:olaf", "all", "country:fr", "country:"], ["task-force:grimm", "country:SE", "member:se-noa"], Feeds: true),
        Role.Contributor).ThenRefused(
        "repeated /full", "country-alias /full/1", "unknown-country /full/2", "unknown-audience /full/3", "unknown-audience /full/4",
        "unknown-audience /hit/0", "unknown-audience /hit/1", "unknown-country /hit/2", "unknown-country /hit/3",
        "excludes-a-group /excluded/0", "excludes-the-owner /excluded/1", "excludes-the-owner /excluded/2", "restricted-without-addressees /full", "feeds-not-allowed /feeds");

    [Theory]
    [InlineData("task-force:shamrock")]
    [InlineData("task-force:unheard-of")]
    public void answers_a_task_force_of_others_like_one_that_does_not_exist(string token)
    {
        var outcome = Change(new([token], [token + "+"]), Role.Discloser);
        outcome.ThenRefused("unknown-audience /full/0", "unknown-audience /hit/0");
        Assert.Single(outcome.Decision.Refusals.Select(refusal => refusal.Reason).Distinct());
    }

    [Fact]
    public void may_exclude_another_agency_of_the_owners_own_country() => Change(ToFranceAndGrimm with { Excluded = ["member:fr-gn", "member:se-tull"] }, Role.Contributor).Then();

    [Fact]
    public void keeps_a_task_force_that_its_owner_has_left_since()
    {
        var left = Cast.RegistryOf([.. Cast.Grimm, new TaskForceLeft("country:SE", Cast.On(2026, 5, 1))]);
        Outcome Narrow(Release to) => Given.Submitted(Cast.Slang() with { Release = ToFranceAndGrimm })
            .When(record => record.ChangeRelease(to, new HashSet<Role> { Role.Discloser }, Cast.Sweden, left, Cast.Now));
        Narrow(ToFranceAndGrimm with { Excluded = ["member:fr-gn", "country:DE"] }).Then();
        Narrow(ToFranceAndGrimm with { Full = [], Hit = ["task-force:grimm"] }).Then();
        Narrow(ToFranceAndGrimm with { Full = ["task-force:grimm+"] }).ThenRefused("unknown-audience /full/0");
    }

    [Fact]
    public void is_refused_after_withdrawal() => Given.Submitted(Cast.Slang()).When(record => record.Withdraw(new("mistake"), Cast.Now)).Then()
        .When(record => record.ChangeRelease(new(), new HashSet<Role> { Role.Contributor }, Cast.Sweden, Cast.Registry, Cast.Now)).ThenRefused("already-withdrawn ");

    [Fact]
    public void that_says_nothing_of_feeds_leaves_them_as_they_are()
    {
        var after = Given.Submitted(Cast.Slang() with { Release = ToFranceAndGrimm }).When(record => record.ChangeRelease(new(["country:FR"]), Cast.AgencyRoles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now)).Then();
        Assert.False(after.Release.Feeds);
    }

    [Fact]
    public void gives_operational_analysis_its_place_by_the_release_that_first_named_its_task_force()
    {
        var project = Cast.Slang() with { Release = new(["country:FR"]), Purposes = [Purpose.OperationalAnalysis, Purpose.CrossChecking] };
        var after = Change(project, new(["country:FR", "task-force:grimm"]), Role.Discloser).Then();

        Assert.Equal(2, AccessPolicy.ToldAt(Cast.Reader("fr-ofast", Purpose.OperationalAnalysis), after));
        Assert.Equal(1, AccessPolicy.ToldAt(Cast.Reader("fr-ofast"), after));
    }
}
