using IntelShare.Access;
using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class Evaluating_an_indicator_anew
{
    private static readonly Evaluation Wholly = new(SourceCode.A, 1);

    private static Outcome Evaluate(Evaluation? evaluation, string? reason = "A second force confirms.") =>
        Given.Submitted(Cast.Slang()).When(record => record.Reevaluate(new(evaluation, reason), proposal: null, Cast.Now));

    [Fact]
    public void changes_the_grade_and_nothing_else()
    {
        var before = Given.Submitted(Cast.Slang());
        var after = Evaluate(Wholly).Then();
        Assert.Equal((Wholly, 2, Cast.Now), (after.Evaluation, after.Version, after.ChangedAt));
        Assert.Equal(AtRest.Write(before with { Evaluation = Wholly, ReevaluatedAt = Cast.Now, Version = 2, StandsSince = 2, ChangedAt = Cast.Now }), AtRest.Write(after));
    }

    [Fact]
    public void tells_every_reader_something_new()
    {
        var released = Given.Submitted(Cast.Slang()).When(record => record.ChangeRelease(new(["country:FR", "country:DE"]), Cast.AgencyRoles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now)).Then();
        var after = released.When(record => record.Reevaluate(new(Wholly, "x"), proposal: null, Cast.Now)).Then();
        Assert.Equal((1, 2), (AccessPolicy.ToldAt(Cast.Reader("fr-ofast"), released), AccessPolicy.ToldAt(Cast.Reader("de-bka"), released)));
        Assert.Equal((3, 3), (AccessPolicy.ToldAt(Cast.Reader("fr-ofast"), after), AccessPolicy.ToldAt(Cast.Reader("de-bka"), after)));
    }

    [Fact]
    public void keeps_its_reason_out_of_the_record_and_out_of_the_clear() =>
        Assert.DoesNotContain("second force", AtRest.Write(Evaluate(Wholly).Decision.Facts[0]) + AtRest.Write(Evaluate(Wholly).Then()), StringComparison.Ordinal);

    [Fact]
    public void to_the_grade_that_stands_is_refused() => Evaluate(Cast.Slang().Evaluation).ThenRefused("evaluation-stands /evaluation");

    [Fact]
    public void tells_X4_from_what_nobody_judged() =>
        Assert.False(Evaluate(Evaluation.Unassessed).Then().When(record => record.Reevaluate(new(new(SourceCode.X, 4), "judged now"), proposal: null, Cast.Now)).Then().Evaluation == Evaluation.Unassessed);

    [Fact]
    public void is_refused_for_every_fault_at_once()
    {
        Evaluate(null, " ").ThenRefused("required /evaluation", "required /reason");
        Evaluate(new(null, 5), new string('x', 501)).ThenRefused("required /evaluation/source", "information-code /evaluation/information", "too-long /reason");
    }

    [Fact]
    public void is_refused_after_withdrawal() => Given.Submitted(Cast.Slang()).When(record => record.Withdraw(new("mistake"), Cast.Now)).Then()
        .When(record => record.Reevaluate(new(Wholly, "x"), proposal: null, Cast.Now)).ThenRefused("already-withdrawn ");
}
