using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Tests.Indicators;

public sealed class Amending_an_indicator
{
    private static readonly AmendIndicator Nothing = new(default, default, default, default, default, default, default);

    private static Outcome Amend(SubmitIndicator submitted, AmendIndicator command, IndicatorContent? content = null, params Role[] roles) =>
        Given.Submitted(submitted).When(record => record.Amend(command, content, roles is [] ? Cast.AgencyRoles.ToHashSet() : roles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now));

    private static Given<T> To<T>(T? value) => new(IsGiven: true, value);

    [Fact]
    public void replaces_what_is_given_and_keeps_the_rest()
    {
        var before = Given.Submitted(Cast.Account());
        var after = Amend(Cast.Account(), Nothing with { Evaluation = To(new Evaluation(SourceCode.A, 1)) }).Then();
        Assert.Equal(new Evaluation(SourceCode.A, 1), after.Evaluation);
        Assert.Equal((before.Owner, before.Kind, before.SubmittedAt, 2, Cast.Now), (after.Owner, after.Kind, after.SubmittedAt, after.Version, after.ChangedAt));
        Assert.Equal(
            AtRest.Write(before with { Evaluation = after.Evaluation, ReevaluatedAt = Cast.Now, Version = 2, StandsSince = 2, ChangedAt = Cast.Now }),
            AtRest.Write(after));
        Assert.Equal(before.Secret!.Open!.Reference, after.Secret!.Open!.Reference);
        Assert.Equal(before.Secret.Open.Content, after.Secret.Open.Content);
    }

    [Fact]
    public void replaces_each_member()
    {
        var other = Samples.Of<AccountHandle>() with { Handle = "@snow_fixaren" };
        var after = Amend(Cast.Account(), new(
            To(default(JsonElement)), To(Evaluation.Unassessed), To(new Handling([HandlingCode.H1])), To<Purpose[]>([Purpose.StrategicAnalysis]),
            To<CrimeArea[]>([CrimeArea.Corruption]), To(new Subject([SubjectCategory.Convicted], Age.Adult)), To("B-2")), other).Then();
        Assert.Equal((other, "B-2"), (after.Content, after.Secret!.Open!.Reference));
        Assert.Equal([SubjectCategory.Convicted], after.Secret.Open.Subject!.Categories!);
        Assert.Equal((Evaluation.Unassessed, HandlingCode.H1, Purpose.StrategicAnalysis, CrimeArea.Corruption),
            (after.Evaluation, after.Handling.Codes![0], after.Purposes[0], after.CrimeAreas[0]));
    }

    [Fact]
    public void leaves_the_release_and_its_days_alone()
    {
        var grimm = Cast.Slang() with { Release = new(["task-force:grimm"]) };
        Assert.Equal(Cast.Released, Amend(grimm, Nothing with { Evaluation = To(Evaluation.Unassessed) }).Then().FullSince["task-force:grimm"]);
    }

    [Fact]
    public void removes_the_reference_and_with_it_the_last_secret() => Assert.Null(Amend(Cast.Slang(), Nothing with { Reference = To<string>(null) }).Then().Secret);

    [Fact]
    public void cannot_remove_what_is_mandatory() => Amend(Cast.Account(), new(
        To(default(JsonElement)), To<Evaluation>(null), To<Handling>(null), To<Purpose[]>(null), To<CrimeArea[]>([]), To<Subject>(null), default)).ThenRefused(
        "required /content", "required /evaluation", "required /handling", "required /purposes", "required /crimeAreas", "subject-required /subject");

    [Fact]
    public void is_refused_for_every_fault_at_once() => Amend(
        Cast.Account(),
        new(To(default(JsonElement)), To(new Evaluation(null, 0)), To(new Handling([HandlingCode.H3])), To<Purpose[]>([Purpose.CrossChecking, Purpose.CrossChecking]),
            To<CrimeArea[]>([CrimeArea.Corruption, CrimeArea.Corruption]), To(new Subject([], null)), To(new string('x', 201))),
        Samples.Of<AccountHandle>() with { Platform = "myspace" }).ThenRefused(
        "unknown-platform /content/platform", "required /evaluation/source", "information-code /evaluation/information", "h3-without-text /handling/conditions",
        "repeated /purposes", "repeated /crimeAreas", "required /subject/categories", "required /subject/age", "too-long /reference");

    [Fact]
    public void of_an_impersonal_kind_is_refused_with_a_subject() =>
        Amend(Cast.Slang(), Nothing with { Subject = To(new Subject([SubjectCategory.Suspect], Age.Adult)) }).ThenRefused("subject-not-applicable /subject");

    [Fact]
    public void to_h2_is_refused_while_a_group_reads_in_full() =>
        Amend(Cast.Slang() with { Release = new(["member-states"]) }, Nothing with { Handling = To(new Handling([HandlingCode.H2])) }).ThenRefused("restricted-without-addressees /handling/codes");

    [Fact]
    public void to_h3_lets_the_feeds_fall()
    {
        var outcome = Amend(Cast.Slang(), Nothing with { Handling = To(new Handling([HandlingCode.H3], "Ask first.")) });
        Assert.Equal([typeof(ReleaseChanged), typeof(IndicatorAmended)], outcome.Decision.Facts.Select(fact => fact.GetType()));
        Assert.False(outcome.Then().Release.Feeds);
    }

    [Fact]
    public void to_a_protected_person_protects_the_record_and_lets_the_feeds_fall()
    {
        var soon = Cast.Account() with { Retention = new(new(2026, 12, 31), "Polisdatalagen"), Release = new(["country:FR"], Feeds: true) };
        var after = Amend(soon, Nothing with { Subject = To(Cast.RecruitedMinor().Subject!) }).Then();
        Assert.True(after.Protected);
        Assert.False(after.Release.Feeds);
    }

    [Fact]
    public void back_to_an_adult_suspect_does_not_bring_the_feeds_back()
    {
        var minor = Cast.RecruitedMinor() with { Retention = new(new(2026, 12, 31), "Polisdatalagen") };
        var after = Amend(minor, Nothing with { Subject = To(Cast.Account().Subject!) }).Then();
        Assert.False(after.Protected);
        Assert.False(after.Release.Feeds);
    }

    [Fact]
    public void to_a_protected_person_shortens_a_retention_of_more_than_a_year()
    {
        var after = Amend(Cast.Account() with { Retention = new(new(2028, 5, 13), "Polisdatalagen") }, Nothing with { Subject = To(Cast.RecruitedMinor().Subject!) }).Then();
        Assert.Equal(DateOnly.FromDateTime(Cast.Now.UtcDateTime).AddYears(1), after.Retention.ReviewBy);
    }

    [Fact]
    public void that_loosens_takes_a_discloser()
    {
        var secret = Cast.Slang() with { Handling = new([HandlingCode.H3], "Ask first."), Release = new(["country:FR"], Feeds: false) };
        Amend(secret, Nothing with { Handling = To(new Handling([HandlingCode.H0])) }, null, Role.Contributor).ThenRefused("discloser-needed ");
        Amend(Cast.Slang(), Nothing with { Purposes = To(Enum.GetValues<Purpose>()) }, null, Role.Contributor).ThenRefused("discloser-needed ");
        Amend(Cast.RecruitedMinor() with { Retention = new(new(2026, 12, 31), "Polisdatalagen") }, Nothing with { Subject = To(Cast.Account().Subject!) }, null, Role.Contributor).ThenRefused("discloser-needed ");
        Assert.NotNull(Amend(secret, Nothing with { Handling = To(new Handling([HandlingCode.H0])) }, null, Role.Contributor, Role.Discloser).Then());
    }

    [Fact]
    public void to_the_content_of_another_kind_is_refused() =>
        Amend(Cast.Slang(), Nothing with { Content = To(default(JsonElement)) }, Samples.Of<AccountHandle>()).ThenRefused("content-of-another-kind /content");

    [Fact]
    public void of_nothing_is_refused_since_it_would_be_a_read() => Amend(Cast.Slang(), Nothing).ThenRefused("nothing-given ");

    [Fact]
    public void is_refused_after_withdrawal() => Given.Submitted(Cast.Slang()).When(record => record.Withdraw(new("mistake"), Cast.Now)).Then()
        .When(record => record.Amend(Nothing with { Evaluation = To<Evaluation>(null) }, null, Cast.AgencyRoles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now)).ThenRefused("already-withdrawn ");

    [Fact]
    public void tells_a_member_not_given_from_one_given_as_null()
    {
        var patch = Samples.Read<AmendIndicator>("""{ "reference": null, "purposes": ["cross-checking"] }""");
        Assert.Equal((true, null), (patch.Reference.IsGiven, patch.Reference.Value));
        Assert.Equal((true, false, false), (patch.Purposes.IsGiven, patch.Evaluation.IsGiven, patch.Content.IsGiven));
    }
}
