using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Tests.Access;

namespace IntelShare.Tests.Indicators;

public sealed class Keeping_an_indicator
{
    private const string Why = "The trial goes on.";
    private static readonly DateOnly Today = DateOnly.FromDateTime(Cast.Now.UtcDateTime);

    private static Indicator Slang => Given.Submitted(Cast.Slang());

    private static Indicator Restricted => Slang.When(record => record.Restrict(new(RestrictionGround.Evidence, Why), Cast.Now)).Then();

    [Fact]
    public void longer_takes_a_day_and_a_reason()
    {
        var after = Slang.When(record => record.Extend(new(Today.AddYears(3), Why), Cast.Now)).Then();
        Assert.Equal((Today.AddYears(3), Slang.Retention.Basis), (after.Retention.ReviewBy, after.Retention.Basis));
    }

    [Fact]
    public void longer_is_refused_beyond_three_years_or_without_a_reason() =>
        Slang.When(record => record.Extend(new(Today.AddYears(3).AddDays(1), Reason: null), Cast.Now)).ThenRefused("review-too-late /reviewBy", "required /reason");

    [Fact]
    public void longer_is_refused_without_another_day() => Slang.When(record => record.Extend(new(Slang.Retention.ReviewBy, Why), Cast.Now)).ThenRefused("review-stands /reviewBy");

    [Fact]
    public void about_a_protected_person_lasts_one_more_year_at_most() =>
        Said.Record("minor; full member-states").When(record => record.Extend(new(Today.AddYears(1).AddDays(1), Why), Cast.Now)).ThenRefused("review-too-late /reviewBy");

    [Fact]
    public void for_one_ground_takes_the_ground_and_a_reason() => Slang.When(record => record.Restrict(new(Ground: null, " "), Cast.Now)).ThenRefused("required /ground", "required /reason");

    [Fact]
    public void for_one_ground_keeps_others_from_it_and_its_owner_from_changing_it()
    {
        Assert.False(Restricted.IsInUse);
        Restricted.When(record => record.ChangeRelease(new(), new HashSet<Role> { Role.Discloser }, Cast.Sweden, Cast.Registry, Cast.Now)).ThenRefused("restricted ");
        Restricted.When(record => record.Reevaluate(new(new(SourceCode.A, 1), Why), proposal: null, Cast.Now)).ThenRefused("restricted ");
        Restricted.When(record => record.Erase(new(ErasureGround.NoLongerNeeded, "Polisdatalagen"), Cast.Now)).ThenRefused("restricted ");
    }

    [Fact]
    public void for_another_ground_takes_the_place_of_the_first() =>
        Assert.Equal(RestrictionGround.AccuracyContested, Restricted.When(record => record.Restrict(new(RestrictionGround.AccuracyContested, Why), Cast.Now)).Then().Restriction?.Ground);

    [Fact]
    public void for_one_ground_ends_and_tells_readers_anew()
    {
        var after = Restricted.When(record => record.Lift(new("acquitted"), Cast.Now)).Then();
        Assert.Equal((true, after.Version), (after.IsInUse, after.StandsSince));
        after.When(record => record.Lift(new("again"), Cast.Now)).ThenRefused("not-restricted ");
    }

    [Fact]
    public void for_one_ground_does_not_end_past_the_review_day()
    {
        var late = new DateTimeOffset(Restricted.Retention.ReviewBy!.Value.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        Restricted.When(record => record.Lift(new("acquitted"), late)).ThenRefused("review-in-the-past /reviewBy");
        Assert.False(Restricted.Lapse(Cast.Registry, late).IsAccepted);
    }

    [Fact]
    public void ends_with_nothing_left_to_read()
    {
        var after = Said.Record("H3; full member-states; acknowledged fr-ofast officer-7; granted content fr-ofast").When(record => record.Erase(new(ErasureGround.DataSubject, "Polisdatalagen"), Cast.Now)).Then();
        Assert.Equal(IndicatorStatus.Erased, after.Status);
        Assert.Equal((null, null, null), (after.Content, after.Secret, after.Handling.Conditions));
        string[] left = [.. after.MatchValues(), .. after.Release.Full!, .. after.FullSince.Keys, .. after.Grants.Select(grant => grant.Member), .. after.Acknowledgements.Select(one => one.Member)];
        Assert.Empty(left);
    }

    [Theory]
    [InlineData(null, "required /ground")]
    [InlineData(ErasureGround.ReviewLapsed, "required /ground")]
    [InlineData(ErasureGround.Restored, "required /ground")]
    [InlineData(ErasureGround.OwnerLeft, "required /ground")]
    [InlineData(ErasureGround.Unlawful)]
    public void ends_on_a_ground_of_the_owners_own(ErasureGround? ground, params string[] refusals)
    {
        var asked = Slang.When(record => record.Erase(new(ground, "Polisdatalagen"), Cast.Now));
        Assert.Equal(refusals, asked.Decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
    }

    [Fact]
    public void ends_by_itself_after_the_review_day_and_not_on_it()
    {
        var last = new DateTimeOffset(Slang.Retention.ReviewBy!.Value, new(23, 59, 59), TimeSpan.Zero);
        Assert.False(Slang.Lapse(Cast.Registry, last).IsAccepted);
        var gone = Slang.When(record => record.Lapse(Cast.Registry, last.AddSeconds(1))).Then();
        Assert.Equal(IndicatorStatus.Erased, gone.Status);
        Assert.False(gone.Lapse(Cast.Registry, last.AddYears(1)).IsAccepted);
    }

    /// <summary>Whatever its owner does, and whenever: past the day it first named a record is read by nobody else unless a reason on record keeps it.</summary>
    [Property(MaxTest = 300)]
    public void outlives_no_review_day_without_a_reason_on_record((byte What, ushort Days)[] steps)
    {
        var (record, now) = (Given.Submitted(Cast.Slang() with { Release = new(["member-states"]) }), Cast.Now);
        var (first, reasons) = (record.Retention.ReviewBy!.Value, 0);
        var reader = Said.Reader("fr-ofast; cleared officer-7 until 2050-01-01");
        foreach (var (what, days) in steps ?? [])
        {
            now = now.AddDays(days % 400);
            var day = DateOnly.FromDateTime(now.UtcDateTime);
            Decision decision = (what % 8) switch
            {
                0 => record.Extend(new(day.AddDays(days % 1500), Why), now),
                1 => record.Extend(new(day.AddDays(days % 1500), Reason: null), now),
                2 => record.Restrict(new(RestrictionGround.Evidence, Why), now),
                3 => record.Lift(new(Why), now),
                4 => record.Amend(new(default, default, default, default, default, default, new(IsGiven: true, "A-" + days)), content: null, new HashSet<Role> { Role.Discloser }, Cast.Sweden, Cast.Registry, now),
                5 => record.ChangeRelease(new(["member-states", "schengen-associated"]), new HashSet<Role> { Role.Discloser }, Cast.Sweden, Cast.Registry, now),
                6 => record.Reevaluate(new(new(SourceCode.C, 1 + (days % 4)), Why), proposal: null, now),
                _ => record.Lapse(Cast.Registry, now),
            };
            foreach (var fact in decision.Facts)
            {
                record = Indicator.Evolve(record, record.Id, fact);
                reasons += fact is RetentionExtended { Secret: not null } or IndicatorRestricted { Secret: not null } ? 1 : 0;
            }

            var read = Enum.GetValues<RestrictionGround>().Select(ground => (RestrictionGround?)ground).Append(null).Any(ground => AccessPolicy.Decide(reader with { Moment = now, Ground = ground }, record).Level > Level.None);
            Assert.True(!read || day <= first || reasons > 0);
            Assert.True(day <= record.Retention.ReviewBy || record.Restriction is not null || record.Status == IndicatorStatus.Erased || record.Lapse(Cast.Registry, now).IsAccepted);
        }
    }
}
