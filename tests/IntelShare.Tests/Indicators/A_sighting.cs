using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class A_sighting
{
    private static readonly ReportSighting Complete = new(new(2026, 5, 11), 3, "snapchat", "FR", "Same words.");

    private static Decision Report(ReportSighting command, SubmitIndicator? of = null) => Sighting.Report(command, Given.Submitted(of ?? Cast.Slang()), "fr-ofast", Cast.Now);

    [Fact]
    public void says_who_saw_what_when_and_keeps_its_note_out_of_the_clear()
    {
        var fact = Assert.Single(Report(Complete).Facts);
        var sighting = Sighting.Evolve(null, Guid.Empty, fact);
        Assert.Equal(("se-noa", "fr-ofast", Given.Id), (sighting.Owner, sighting.Member, sighting.Record));
        Assert.Equal("Same words.", sighting.Secret!.Open!.Words);
        Assert.DoesNotContain("Same words", AtRest.Write(fact) + AtRest.Write(sighting), StringComparison.Ordinal);
    }

    [Fact]
    public void needs_only_its_day() => Assert.Null(Assert.IsType<SightingReported>(Assert.Single(Report(new(new(2026, 5, 12), null, null, null, null)).Facts)).Secret);

    [Theory]
    [InlineData(12, true)]
    [InlineData(13, false)]
    public void is_of_a_day_that_has_begun_somewhere(int day, bool accepted) => Assert.Equal(accepted, Report(Complete with { SeenAt = new(2026, 5, day) }).IsAccepted);

    [Fact]
    public void of_a_kind_without_persons_names_none()
    {
        var naming = Complete with { Note = "It was @somebody.else" };
        Refused(Report(naming), "personal-identifier /note");
        Assert.True(Report(naming, Cast.Account()).IsAccepted);
    }

    [Fact]
    public void is_refused_for_every_fault_at_once() => Refused(Report(new(null, 0, "nowhere", "EL", new string('x', 501))),
        "required /seenAt", "count-out-of-range /count", "unknown-platform /platform", "country-alias /country", "too-long /note");

    [Fact]
    public void of_a_withdrawn_record_is_refused() =>
        Refused(Sighting.Report(Complete, Given.Submitted(Cast.Slang()) with { Status = IndicatorStatus.Withdrawn }, "se-noa", Cast.Now), "already-withdrawn ");

    private static void Refused(Decision decision, params string[] refusals) => Assert.Equal(refusals, decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
}
