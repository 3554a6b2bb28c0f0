using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class Withdrawing_an_indicator
{
    private static Outcome Withdraw(string? reason) => Given.Submitted(Cast.Slang()).When(record => record.Withdraw(new(reason), Cast.Now));

    [Fact]
    public void takes_it_back_and_keeps_what_was_known()
    {
        var after = Withdraw("The source recanted.").Then();
        Assert.Equal((IndicatorStatus.Withdrawn, 2, Cast.Now), (after.Status, after.Version, after.ChangedAt));
        Assert.NotNull(after.Content);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("\u200B")]
    public void is_refused_without_a_reason(string? reason) => Withdraw(reason).ThenRefused("required /reason");

    [Fact]
    public void is_refused_with_a_reason_too_long() => Withdraw(new string('x', 501)).ThenRefused("too-long /reason");

    [Fact]
    public void is_refused_with_a_reason_that_cannot_be_kept() => Withdraw("\uD83D").ThenRefused("text-not-clean /reason");

    [Fact]
    public void is_final() => Withdraw("mistake").Then().When(record => record.Withdraw(new("again"), Cast.Now)).ThenRefused("already-withdrawn ");
}
