using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Agreeing_with_a_party
{
    private static readonly ConcludeAgreement Full = new("Article 25(1)", AgreementLevel.Full, From: null, Until: null);

    private static ConcludeAgreement At(AgreementLevel level, int from = 0, int? until = null) => new("Article 25(1)", level, Cast.Now.AddDays(from), until is { } days ? Cast.Now.AddDays(days) : null);

    [Fact]
    public void concludes_what_is_in_force_now_or_later()
    {
        Assert.Equal(AgreementLevel.Full, Full.Done("US").Parties["US"].AgreementAt(Cast.Now));
        var later = At(AgreementLevel.HitOnly, from: 10, until: 20).Done("US").Parties["US"];
        Assert.Equal((AgreementLevel.None, AgreementLevel.HitOnly, AgreementLevel.None), (On(later, 9), On(later, 10), On(later, 20)));
    }

    [Fact]
    public void refuses_what_is_incomplete_or_past()
    {
        Assert.Equal(["required /legalBasis", "required /level", "from-in-the-past /from"], new ConcludeAgreement(LegalBasis: null, Level: null, Cast.Now.AddTicks(-1), Until: null).On("US").Codes());
        Assert.Equal(["until-before-from /until"], (Full with { Until = Cast.Now }).On("US").Codes());
        Assert.Equal(["reads-nothing"], Full.On("org:edps").Codes());
        Assert.Equal(["reads-nothing"], Full.On("org:hub").Codes());
    }

    [Theory]
    [InlineData("US", AgreementLevel.None, false)]
    [InlineData("US", AgreementLevel.NonPersonal, true)]
    [InlineData("US", AgreementLevel.HitOnly, true)]
    [InlineData("SE", AgreementLevel.Full, false)]
    [InlineData("SE", AgreementLevel.HitOnly, false)]
    [InlineData("org:eurojust", AgreementLevel.HitOnly, false)]
    [InlineData("org:eurojust", AgreementLevel.NonPersonal, true)]
    [InlineData("org:eurojust", AgreementLevel.None, false)]
    public void widens_where_anybody_reads_what_it_would_not_have(string party, AgreementLevel level, bool widens) => Assert.Equal(widens, At(level).Widens(party));

    [Fact]
    public void widens_where_that_is_so_on_any_day_to_come()
    {
        var narrowed = At(AgreementLevel.None, from: 0, until: 100).Done("SE");
        Assert.True(At(AgreementLevel.HitOnly, from: 50, until: 60).Widens("SE", narrowed));
        Assert.False(At(AgreementLevel.HitOnly, from: 100, until: 120).Widens("SE", narrowed));
        // Full until the 50th day, then hits: the end of the later concluded lets the earlier one stand again.
        var both = At(AgreementLevel.HitOnly, from: 0, until: 50).Done("US", At(AgreementLevel.Full).Done("US"));
        Assert.True(At(AgreementLevel.Full, from: 40, until: 45).Widens("US", both));
        Assert.False(At(AgreementLevel.NonPersonal, from: 50, until: 60).Widens("US", both));
    }

    [Fact]
    public void ends_what_is_in_force_and_what_is_to_come()
    {
        var registry = At(AgreementLevel.Full, from: 30).Done("US", At(AgreementLevel.HitOnly).Done("US"));
        var end = new EndAgreement("The treaty lapsed.", At: null);
        Assert.False(end.Widens("US", registry));
        var ended = end.Done("US", registry).Parties["US"];
        Assert.Equal((AgreementLevel.None, AgreementLevel.None, AgreementLevel.None), (On(ended, 0), On(ended, 30), On(ended, 100)));
        Assert.Equal(["no-agreement"], end.On("US").Codes());
        Assert.Equal(["no-agreement"], (end with { At = Cast.Now.AddDays(5) }).On("US", At(AgreementLevel.Full, until: 5).Done("US")).Codes());
        Assert.Equal(["required /reason", "at-in-the-past /at"], new EndAgreement(Reason: null, Cast.Now.AddTicks(-1)).On("US", registry).Codes());
    }

    [Fact]
    public void widens_by_ending_what_held_a_member_state_down() => Assert.True(new EndAgreement("Over.", At: null).Widens("SE", At(AgreementLevel.None).Done("SE")));

    [Theory]
    [InlineData(AgreementLevel.None, AgreementLevel.NonPersonal, true)]
    [InlineData(AgreementLevel.NonPersonal, AgreementLevel.HitOnly, false)]
    [InlineData(AgreementLevel.HitOnly, AgreementLevel.NonPersonal, false)]
    [InlineData(AgreementLevel.HitOnly, AgreementLevel.Full, true)]
    [InlineData(AgreementLevel.Full, AgreementLevel.HitOnly, false)]
    [InlineData(AgreementLevel.Full, AgreementLevel.Full, true)]
    public void compares_levels_by_what_each_lets_read(AgreementLevel level, AgreementLevel other, bool within) => Assert.Equal(within, level.IsWithin(other));

    private static AgreementLevel On(Party party, int day) => party.AgreementAt(Cast.Now.AddDays(day));
}
