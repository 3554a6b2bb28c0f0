using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class A_hold
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void stands_when_two_officers_want_it_and_ends_when_two_do_not()
    {
        var hold = new Hold(new(2026, 11, 1), new("one", Now));
        Assert.Equal([HoldState.Proposed, HoldState.Proposed, HoldState.Standing, HoldState.Standing], [hold.State, hold.Place("one", Now).State, hold.Place("two", Now).State, hold.Place("two", Now).Place("three", Now).State]);
        var standing = hold.Place("two", Now);
        Assert.Equal([HoldState.LiftingProposed, HoldState.LiftingProposed, HoldState.Lifted], [standing.Lift("one", Now).State, standing.Lift("one", Now).Lift("one", Now).State, standing.Lift("one", Now).Lift("two", Now).State]);
    }

    [Theory]
    [InlineData("ONE")]
    [InlineData(" one ")]
    public void takes_another_officer_however_the_first_is_spelt(string same)
    {
        var hold = new Hold(new(2026, 11, 1), new("one", Now));
        Assert.Equal(HoldState.Proposed, hold.Place(same, Now).State);
        Assert.Equal(HoldState.LiftingProposed, hold.Place("two", Now).Lift("one", Now).Lift(same, Now).State);
    }

    [Fact]
    public void that_never_stood_ends_at_once() => Assert.Equal(HoldState.Lifted, new Hold(new(2026, 11, 1), new("one", Now)).Lift("two", Now).State);

    [Fact]
    public void is_kept_by_whoever_wants_it_still()
    {
        var standing = new Hold(new(2026, 11, 1), new("one", Now)).Place("two", Now);
        var kept = standing.Lift("three", Now).Place("one", Now);
        Assert.Equal(standing, kept);
        Assert.Equal(HoldState.LiftingProposed, kept.Lift("two", Now).State);
    }
}
