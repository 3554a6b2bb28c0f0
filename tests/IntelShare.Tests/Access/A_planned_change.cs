using IntelShare.Access;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

public sealed class A_planned_change
{
    private static readonly DateTimeOffset Tomorrow = Cast.Now.AddDays(1);

    private static readonly Registry Authorised = Cast.Registry.Members.Values.Aggregate(Cast.Registry, (registry, member) => member.Id != "se-noa" ? registry
        : new(2, registry.Parties.Values, registry.Members.Values.Where(other => other.Id != member.Id).Append(Member.Evolve(member, member.Stream, new StandingAuthorisationGiven("US", "x", Cast.Founded, Until: null))), registry.TaskForces.Values));

    private static PlannedChange Agreed(string party, AgreementLevel level, DateTimeOffset? from = null, DateTimeOffset? until = null) => new(new(party, level, from ?? Cast.Now, until), null, null);

    private static string[] Gained(Effect effect) => [.. effect.Gained.Select(opening => opening.Audience)];

    [Fact]
    public void lets_an_agreement_open_what_names_the_party_and_a_task_force_only_where_authorised()
    {
        var plain = Assert.Single(Agreed("US", AgreementLevel.Full).Effects(Cast.Registry, Cast.Now));
        var authorised = Assert.Single(Agreed("US", AgreementLevel.HitOnly).Effects(Authorised, Cast.Now));

        Assert.Equal(("us-dea", AgreementLevel.None, AgreementLevel.Full, true), (plain.Member, plain.Before, plain.After, plain.NeedsAuthorisation));
        Assert.Equal(["country:US", "member:us-dea"], Gained(plain));
        Assert.Equal(["country:US", "member:us-dea", "task-force:grimm", "task-force:grimm+"], Gained(authorised));
        Assert.Equal(["se-noa"], authorised.Gained.Single(opening => opening.Audience == "task-force:grimm").Owners);
        Assert.DoesNotContain("us-dea", plain.Gained[0].Owners);
        Assert.DoesNotContain("hub", plain.Gained[0].Owners);
        Assert.Empty(plain.Lost);
    }

    [Fact]
    public void is_told_for_each_of_its_dates_to_come()
    {
        var effects = Agreed("US", AgreementLevel.Full, Tomorrow, Tomorrow.AddDays(1)).Effects(Cast.Registry, Cast.Now).ToArray();

        Assert.Equal([Cast.Now, Tomorrow, Tomorrow.AddDays(1)], effects.Select(effect => effect.At));
        Assert.Equal([AgreementLevel.None, AgreementLevel.Full, AgreementLevel.None], effects.Select(effect => effect.After));
        Assert.Equal([0, 2, 0], effects.Select(effect => effect.Gained.Count));
    }

    [Fact]
    public void takes_everything_from_a_member_state_that_is_kept_out()
    {
        var effects = Agreed("FR", AgreementLevel.None).Effects(Cast.Registry, Cast.Now).ToArray();

        Assert.Equal(["fr-gn", "fr-ofast"], effects.Select(effect => effect.Member));
        Assert.Equal(["country:FR", "member-states", "member:fr-ofast", "task-force:grimm", "task-force:grimm+"], effects[1].Lost.Select(opening => opening.Audience));
        Assert.False(effects[1].NeedsAuthorisation);
    }

    [Fact]
    public void lets_a_joiner_be_reached_by_the_owners_inside()
    {
        var effect = Assert.Single(new PlannedChange(null, new("shamrock", "member:fr-gn", Cast.Now), null).Effects(Cast.Registry, Cast.Now));

        Assert.Equal("fr-gn", effect.Member);
        Assert.Equal(["task-force:shamrock", "task-force:shamrock+"], Gained(effect));
        Assert.All(effect.Gained, opening => Assert.Equal(["be-fgp", "ie-gnbci"], opening.Owners));
    }

    [Fact]
    public void opens_nothing_to_a_third_country_that_joins_without_authorisation()
    {
        var guests = Agreed("US", AgreementLevel.Full);
        var joins = new PlannedChange(null, new("shamrock", "country:US", Cast.Now), null);

        Assert.Empty(Assert.Single(joins.Effects(guests.Apply(Authorised, Cast.Now), Cast.Now)).Gained);
        Assert.True(Assert.Single(joins.Effects(guests.Apply(Authorised, Cast.Now), Cast.Now)).NeedsAuthorisation);
    }

    [Fact]
    public void takes_from_whoever_leaves()
    {
        var effects = new PlannedChange(null, null, new("grimm", "country:FR", Tomorrow)).Effects(Cast.Registry, Cast.Now).ToArray();

        Assert.Equal([("fr-gn", 0), ("fr-gn", 2), ("fr-ofast", 0), ("fr-ofast", 2)], effects.Select(effect => (effect.Member, effect.Lost.Count)));
        Assert.All(effects, effect => Assert.Empty(effect.Gained));
    }

    [Fact]
    public void is_told_for_its_day_whoever_joins_or_leaves()
    {
        Assert.Equal([Cast.Now, Tomorrow], new PlannedChange(null, new("shamrock", "member:fr-gn", Tomorrow), null).Effects(Cast.Registry, Cast.Now).Select(effect => effect.At));
        Assert.Equal([Cast.Now, Tomorrow], new PlannedChange(null, null, new("shamrock", "member:be-fgp", Tomorrow)).Effects(Cast.Registry, Cast.Now).Select(effect => effect.At));
    }

    [Fact]
    public void changes_nothing_by_being_thought_of()
    {
        var before = AtRest.Write(Cast.Registry.Parties["US"]) + AtRest.Write(Cast.Registry.TaskForces["grimm"]);
        _ = Agreed("US", AgreementLevel.Full).Effects(Cast.Registry, Cast.Now).ToArray();
        _ = new PlannedChange(null, null, new("grimm", "country:FR", Cast.Now)).Effects(Cast.Registry, Cast.Now).ToArray();

        Assert.Equal(before, AtRest.Write(Cast.Registry.Parties["US"]) + AtRest.Write(Cast.Registry.TaskForces["grimm"]));
    }

    [Fact]
    public void is_refused_for_every_reason_at_once()
    {
        Assert.Equal(["exactly-one "], Refused(new(null, null, null)));
        Assert.Equal(["exactly-one "], Refused(Agreed("US", AgreementLevel.Full) with { Joins = new(null, null, null) }));
        Assert.Equal(["unknown-party /agreement/party"], Refused(new(new("ZZ", AgreementLevel.Full, null, null), null, null)));
        Assert.Equal(["unknown-party /agreement/party"], Refused(new(new(null, AgreementLevel.Full, null, null), null, null)));
        Assert.Equal(["required /agreement/level", "from-in-the-past /agreement/from"], Refused(new(new("US", null, Cast.Now.AddTicks(-1), null), null, null)));
        Assert.Equal(["until-before-from /agreement/until"], Refused(Agreed("US", AgreementLevel.Full, Tomorrow, Tomorrow)));
        Assert.Equal(["unknown-task-force /joins/taskForce"], Refused(new(null, new("x", "country:IE", null), null)));
        Assert.Equal(["unknown-task-force /leaves/taskForce"], Refused(new(null, null, new(null, "country:IE", null))));
        Assert.Equal(["unknown-participant /joins/participant", "at-in-the-past /joins/at"], Refused(new(null, new("grimm", "US", Cast.Now.AddTicks(-1)), null)));
        Assert.Equal(["takes-part /joins/participant"], Refused(new(null, new("grimm", "country:US", Tomorrow), null)));
        Assert.Equal(["takes-no-part /leaves/participant"], Refused(new(null, null, new("grimm", "country:NL", Tomorrow))));
        Assert.Empty(Refused(new(null, null, new("grimm", "country:FR", null))));

        static string[] Refused(PlannedChange change) => [.. change.Check(Cast.Registry, Cast.Now).Select(refusal => $"{refusal.Code} {refusal.Pointer}")];
    }
}
