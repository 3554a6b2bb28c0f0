using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Authorising_a_party
{
    private static readonly DateTimeOffset Tomorrow = Cast.Now.AddDays(1);

    private static Member Owner(params object[] facts) => facts.Aggregate(Cast.Sweden, (member, fact) => Member.Evolve(member, member.Stream, fact));

    private static StandingAuthorisationGiven Given(DateTimeOffset from, DateTimeOffset? until) => new("US", "operation GRIMM", from, until);

    private static string[] Refused(Decision decision)
    {
        Assert.Empty(decision.Facts);
        return [.. decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}".TrimEnd())];
    }

    [Fact]
    public void begins_now_unless_it_says_when()
    {
        Assert.Equal(Given(Cast.Now, until: null), Assert.Single(Owner().Authorise(new("US", "operation GRIMM", From: null, Until: null), Cast.Registry, Cast.Now).Facts));
        Assert.Equal(Given(Tomorrow, Tomorrow.AddDays(1)), Assert.Single(Owner().Authorise(new("US", "operation GRIMM", Tomorrow, Tomorrow.AddDays(1)), Cast.Registry, Cast.Now).Facts));
    }

    [Theory]
    [InlineData(null, "required /party")]
    [InlineData("FR", "needs-no-authorisation /party")]
    [InlineData("NO", "needs-no-authorisation /party")]
    [InlineData("org:hub", "needs-no-authorisation /party")]
    [InlineData("org:edps", "needs-no-authorisation /party")]
    [InlineData("JP", "unknown-party /party")]
    [InlineData("us", "unknown-party /party")]
    [InlineData("country:US", "unknown-party /party")]
    [InlineData("EL", "country-alias /party")]
    public void names_a_party_that_needs_one(string? party, string refusal) => Assert.Equal([refusal], Refused(Owner().Authorise(new(party, "x", From: null, Until: null), Cast.Registry, Cast.Now)));

    [Theory]
    [InlineData("org:eurojust")]
    [InlineData("org:interpol")]
    public void serves_organisations_too(string party) => Assert.True(Owner().Authorise(new(party, "x", From: null, Until: null), Cast.Registry, Cast.Now).IsAccepted);

    [Fact]
    public void neither_begins_before_now_nor_ends_before_it_begins()
    {
        Assert.Equal(["required /reason", "from-in-the-past /from"], Refused(Owner().Authorise(new("US", null, Cast.Now.AddTicks(-1), Until: null), Cast.Registry, Cast.Now)));
        Assert.Equal(["until-before-from /until"], Refused(Owner().Authorise(new("US", "x", Tomorrow, Tomorrow), Cast.Registry, Cast.Now)));
        Assert.Equal(["until-before-from /until"], Refused(Owner().Authorise(new("US", "x", From: null, Cast.Now), Cast.Registry, Cast.Now)));
    }

    [Fact]
    public void stands_one_at_a_time()
    {
        var owner = Owner(Given(Tomorrow, Tomorrow.AddDays(1)));
        Assert.Equal(["already-authorised"], Refused(owner.Authorise(new("US", "x", From: null, Until: null), Cast.Registry, Cast.Now)));
        Assert.Equal(["already-authorised"], Refused(owner.Authorise(new("US", "x", Tomorrow.AddHours(1), Tomorrow.AddHours(2)), Cast.Registry, Cast.Now)));
        Assert.True(owner.Authorise(new("US", "x", From: null, Tomorrow), Cast.Registry, Cast.Now).IsAccepted);
        Assert.True(owner.Authorise(new("US", "x", Tomorrow.AddDays(1), Until: null), Cast.Registry, Cast.Now).IsAccepted);
        Assert.True(owner.Authorise(new("org:eurojust", "x", From: null, Until: null), Cast.Registry, Cast.Now).IsAccepted);
    }

    [Fact]
    public void ends_with_its_revocation_what_stands_and_what_was_to_come()
    {
        var owner = Owner(Given(Cast.Now.AddDays(-1), Tomorrow), Given(Tomorrow, until: null));
        var revoked = Member.Evolve(owner, owner.Stream, Assert.Single(owner.Revoke("US", new("over"), Cast.Now).Facts));

        Assert.True(owner.Authorises("US", Cast.Now));
        Assert.All([Cast.Now, Tomorrow, Tomorrow.AddYears(1)], moment => Assert.False(revoked.Authorises("US", moment)));
        Assert.True(revoked.Authorises("US", Cast.Now.AddTicks(-1)));
        Assert.Equal(["not-authorised"], Refused(revoked.Revoke("US", new("over"), Cast.Now)));
        Assert.Equal(["required /reason"], Refused(owner.Revoke("US", new(null), Cast.Now)));
        Assert.True(revoked.Authorise(new("US", "again", From: null, Until: null), Cast.Registry, Cast.Now).IsAccepted);
    }
}
