using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Deciding_on_an_officer
{
    private const string Chief = "chief";
    private static readonly DateTimeOffset InAMonth = Cast.Now.AddMonths(1);

    private static Member Agency(params object[] facts) => facts.Aggregate(Cast.Registry.Members["fr-ofast"], (member, fact) => Member.Evolve(member, member.Stream, fact));

    private static string[] Refused(Decision decision)
    {
        Assert.Empty(decision.Facts);
        return [.. decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}".TrimEnd())];
    }

    [Fact]
    public void clears_it_until_a_moment()
    {
        var fact = Assert.Single(Agency().Clear("claire", new("works on minors", InAMonth), Chief, Cast.Now).Facts);

        Assert.Equal(new OfficerCleared("claire", "works on minors", InAMonth), fact);
        Assert.True(Agency(fact).OfficerOf("claire").IsCleared(InAMonth.AddTicks(-1)));
        Assert.False(Agency(fact).OfficerOf("claire").IsCleared(InAMonth));
        Assert.False(Agency(fact).OfficerOf("Claire").IsCleared(Cast.Now));
    }

    [Fact]
    public void lists_every_reason_against_a_clearance() => Assert.Equal(["required /reason", "required /until"], Refused(Agency().Clear(Chief, new(" \u200B", null), Chief, Cast.Now)));

    [Fact]
    public void ends_a_clearance_after_now_and_within_a_year()
    {
        Assert.Equal(["until-in-the-past /until"], Refused(Agency().Clear("claire", new("x", Cast.Now), Chief, Cast.Now)));
        Assert.Equal(["until-too-late /until"], Refused(Agency().Clear("claire", new("x", Cast.Now.AddYears(1).AddTicks(1)), Chief, Cast.Now)));
        Assert.True(Agency().Clear("claire", new("x", Cast.Now.AddYears(1)), Chief, Cast.Now).IsAccepted);
        Assert.Equal(["too-long /reason"], Refused(Agency().Clear("claire", new(new string('x', 501), InAMonth), Chief, Cast.Now)));
    }

    [Fact]
    public void widens_for_others_and_never_for_itself()
    {
        Assert.Equal(["decides-for-itself"], Refused(Agency().Clear(Chief, new("x", InAMonth), Chief, Cast.Now)));
        Assert.Equal(["decides-for-itself"], Refused(Agency(new OfficerBlocked(Chief, "x")).Unblock(Chief, new("x"), Chief)));
        Assert.Equal(["decides-for-itself"], Refused(Agency(new OfficerCleared(Chief, "x", InAMonth)).Clear(Chief, new("x", InAMonth), Chief, Cast.Now)));
    }

    [Fact]
    public void narrows_for_anybody_itself_included()
    {
        Assert.True(Agency().Block(Chief, new("lost its card")).IsAccepted);
        Assert.True(Agency(new OfficerCleared(Chief, "x", InAMonth)).Withdraw(Chief, new("x"), Cast.Now).IsAccepted);
    }

    [Fact]
    public void says_nothing_twice()
    {
        object[] said = [new OfficerCleared("claire", "x", InAMonth), new OfficerBlocked("claire", "y")];
        Assert.Same(Decision.AlreadySo, Agency(said).Clear("claire", new("x", InAMonth), Chief, Cast.Now));
        Assert.Same(Decision.AlreadySo, Agency(said).Block("claire", new("y")));
        Assert.Single(Agency(said).Clear("claire", new("z", InAMonth), Chief, Cast.Now).Facts);
        Assert.Single(Agency(said).Block("claire", new("z")).Facts);
    }

    [Fact]
    public void ends_only_what_stands()
    {
        object[] ended = [new OfficerCleared("claire", "x", Cast.Now), new OfficerBlocked("claire", "x"), new OfficerUnblocked("claire", "x")];
        Assert.Equal(["not-cleared"], Refused(Agency(ended).Withdraw("claire", new("x"), Cast.Now)));
        Assert.Equal(["not-blocked"], Refused(Agency(ended).Unblock("claire", new("x"), Chief)));
        Assert.Equal(["required /reason"], Refused(Agency(ended).Unblock("claire", new(null), Chief)));
        Assert.Null(Agency(ended).OfficerOf("claire").BlockReason);
    }
}
