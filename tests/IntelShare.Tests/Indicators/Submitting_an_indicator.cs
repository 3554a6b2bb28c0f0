using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Tests.Indicators;

public sealed class Submitting_an_indicator
{
    private static SubmitIndicator Slang => Cast.Slang();

    private static SubmitIndicator Account => Cast.Account();

    [Fact]
    public void begins_a_record_of_the_submitting_agency()
    {
        var record = Given.Submit(Slang).Then();
        Assert.Equal(("se-noa", "lexicon-entry", 1, IndicatorStatus.Active), (record.Owner, record.Kind, record.Version, record.Status));
        Assert.Equal((Cast.Now, Cast.Now), (record.SubmittedAt, record.ChangedAt));
        Assert.False(record.Protected);
    }

    [Fact]
    public void names_everything_that_is_missing_at_once() => Given.Submit(new(null, null, null, null, null, null, null, null, null, null)).ThenRefused(
        "required /kind", "required /evaluation", "required /handling", "required /purposes", "required /crimeAreas", "required /retention", "required /release");

    [Fact]
    public void of_a_personal_kind_names_everything_that_is_missing_at_once() =>
        Given.Submit(new("account-handle", null, new(null, null), new(null), new(), [], [], new(null, null), null, null)).ThenRefused(
            "required /content", "required /evaluation/source", "required /evaluation/information", "required /handling/codes", "required /purposes",
            "required /crimeAreas", "required /retention/reviewBy", "required /retention/basis", "subject-required /subject");

    [Fact]
    public void is_refused_for_every_fault_at_once() => Given.Submit(Account with
    {
        Content = Samples.Of<AccountHandle>() with { Platform = "myspace" },
        Evaluation = new(SourceCode.A, 5),
        Handling = new([HandlingCode.H2, HandlingCode.H2], "by hand"),
        Purposes = [Purpose.CrossChecking, Purpose.CrossChecking],
        CrimeAreas = [CrimeArea.Corruption, CrimeArea.Corruption],
        Retention = new(new(2026, 5, 12), new string('x', 201)),
        Release = new(["member-states", "country:UK"], ["member:xx"], ["member:se-noa"], Feeds: false),
        Subject = new([SubjectCategory.Suspect, SubjectCategory.Suspect], Age.Unknown),
        Reference = new string('x', 201),
    }).ThenRefused(
        "unknown-platform /content/platform", "information-code /evaluation/information", "repeated /handling/codes", "conditions-without-h3 /handling/conditions",
        "repeated /purposes", "repeated /crimeAreas", "review-in-the-past /retention/reviewBy", "too-long /retention/basis",
        "country-alias /release/full/1", "unknown-audience /release/hit/0", "excludes-the-owner /release/excluded/0", "restricted-without-addressees /release/full",
        "repeated /subject/categories", "necessity-required /subject/necessity", "too-long /reference");

    [Theory]
    [InlineData("vehicle")]
    [InlineData("Lexicon-Entry")]
    [InlineData("")]
    public void is_refused_of_a_kind_that_is_not_published(string kind) => Given.Submit(Slang with { Kind = kind, Content = null }).ThenRefused("unknown-kind /kind");

    [Fact]
    public void may_be_released_to_nobody()
    {
        var release = Given.Submit(Slang with { Release = new() }).Then().Release;
        Assert.Empty(release.Full!);
        Assert.Empty(release.Hit!);
        Assert.Empty(release.Excluded!);
    }

    [Fact]
    public void of_a_personal_kind_is_refused_without_a_subject() => Given.Submit(Account with { Subject = null }).ThenRefused("subject-required /subject");

    [Fact]
    public void of_an_impersonal_kind_is_refused_with_a_subject() => Given.Submit(Slang with { Subject = Account.Subject }).ThenRefused("subject-not-applicable /subject");

    [Fact]
    public void about_a_recruited_minor_keeps_victim_and_suspect_together()
    {
        var record = Given.Submit(Cast.RecruitedMinor() with { Retention = new(new(2027, 5, 12), "Polisdatalagen") }).Then();
        Assert.True(record.Protected);
        Assert.Equal([SubjectCategory.Victim, SubjectCategory.Suspect], record.Secret!.Open!.Subject!.Categories!);
    }

    [Fact]
    public void about_a_protected_person_is_refused_for_longer_than_a_year() =>
        Given.Submit(Cast.RecruitedMinor() with { Retention = new(new(2027, 5, 13), "Polisdatalagen") }).ThenRefused("review-too-late /retention/reviewBy");

    [Fact]
    public void about_a_protected_person_is_refused_with_feeds() =>
        Given.Submit(Cast.RecruitedMinor() with { Release = new(["country:FR"], Feeds: true) }).ThenRefused("feeds-not-allowed /release/feeds");

    [Fact]
    public void with_h3_is_refused_with_feeds() =>
        Given.Submit(Slang with { Handling = new([HandlingCode.H3], "Ask first."), Release = new(["country:FR"], Feeds: true) }).ThenRefused("feeds-not-allowed /release/feeds");

    [Theory]
    [InlineData("member-states")]
    [InlineData("schengen-associated")]
    [InlineData("task-force:grimm")]
    [InlineData("task-force:grimm+")]
    public void with_h2_is_refused_to_a_group_in_full(string group) =>
        Given.Submit(Slang with { Handling = new([HandlingCode.H2]), Release = new(["country:FR", group]) }).ThenRefused("restricted-without-addressees /release/full");

    [Fact]
    public void with_h2_may_let_a_group_know_that_a_match_exists() =>
        Given.Submit(Slang with { Handling = new([HandlingCode.H2]), Release = new(["country:FR", "member:de-bka", "org:eurojust"], ["member-states"]) }).Then();

    [Fact]
    public void carries_an_impersonal_kind_in_feeds_by_default() => Assert.True(Given.Submit(Slang).Then().Release.Feeds);

    [Fact]
    public void keeps_a_personal_kind_out_of_feeds_by_default() => Assert.False(Given.Submit(Account).Then().Release.Feeds);

    [Fact]
    public void carries_a_personal_kind_in_feeds_when_told_so() => Assert.True(Given.Submit(Account with { Release = new(["country:FR"], Feeds: true) }).Then().Release.Feeds);

    [Fact]
    public void keeps_h3_out_of_feeds_by_default() => Assert.False(Given.Submit(Slang with { Handling = new([HandlingCode.H3], "Ask first.") }).Then().Release.Feeds);

    [Fact]
    public void seals_a_personal_kind_whole()
    {
        var record = Given.Submit(Account).Then();
        Assert.Null(record.Plain);
        Assert.Equal((Account.Content, "A-17"), (record.Secret!.Open!.Content, record.Secret.Open.Reference));
        Assert.Same(record.Secret.Open.Content, record.Content);
    }

    [Fact]
    public void seals_of_an_impersonal_kind_the_reference_alone()
    {
        var record = Given.Submit(Slang).Then();
        Assert.Same(record.Plain, record.Content);
        Assert.Equal(new Confidential(null, null, "A-17"), record.Secret!.Open);
    }

    [Fact]
    public void needs_no_key_where_there_is_nothing_to_seal() => Assert.Null(Given.Submit(Slang with { Reference = null }).Then().Secret);

    [Fact]
    public void keeps_the_word_unassessed() => Assert.False(Given.Submit(Slang with { Evaluation = Evaluation.Unassessed }).Then().Evaluation.Assessed);

    [Fact]
    public void to_a_task_force_reaches_those_who_are_in_it_at_that_moment() =>
        Assert.Equal(Cast.Now, Given.Submit(Slang with { Release = new(["task-force:grimm"]) }).Then().FullSince["task-force:grimm"]);

    [Fact]
    public void never_repeats_a_submitted_value_in_a_refusal() => Assert.DoesNotContain(
        Given.Submit(Account with { Release = new(["member:kanarie"]), Reference = new string('k', 201), Content = Samples.Of<AccountHandle>() with { Handle = "kana rie" } }).Decision.Refusals,
        refusal => refusal.Reason.Contains("kana", StringComparison.Ordinal));
}
