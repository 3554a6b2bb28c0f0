using IntelShare.Access;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Disclosure;

public sealed class Asking_for_disclosure
{
    private static RequestDisclosure ForRecord(Asks asks, Purpose? purpose = null) => Dossier.ForHit with { Hit = null, Indicator = Dossier.Record(1), Asks = asks, Purpose = purpose };

    [Fact]
    public void of_a_hit_covers_every_record_of_it_in_the_order_of_ids()
    {
        var fact = Assert.IsType<DisclosureRequested>(Assert.Single(Dossier.ForHit.Ask(Dossier.Submitted(Dossier.Hidden, 3), Dossier.Submitted(Dossier.Hidden, 1)).Facts));
        Assert.Equal(("fr-ofast", "se-noa", Asks.Content, null, null, Cast.Now), (fact.Asker, fact.Owner, fact.Asks, fact.Purpose, fact.Urgent, fact.At));
        Assert.Equal([Dossier.Record(1), Dossier.Record(3)], fact.Indicators);
        Assert.Equal(("Recruiter of the Lyon case.", "OFAST-4471", null, null), (fact.Secret!.Open!.Justification, fact.Secret.Open.Case, fact.Secret.Open.Reason, fact.Secret.Open.Conditions));
    }

    [Fact]
    public void covers_nothing_that_the_asker_may_not_know_of()
    {
        var hidden = Dossier.Submitted(Cast.Account() with { Release = new(Full: ["country:DK"]) }, 2);
        Assert.Equal([Dossier.Record(1)], Dossier.Received(Dossier.ForHit, Dossier.Submitted(Dossier.Hidden), hidden).Indicators);
        Assert.Equal(["not-found "], Dossier.ForHit.Ask(hidden).Codes());
    }

    [Fact]
    public void of_what_is_not_there_is_one_refusal_whatever_is_asked()
    {
        Assert.Equal(["not-found "], Dossier.ForHit.Ask().Codes());
        Assert.All(Enum.GetValues<Asks>(), asks => Assert.Equal(["not-found "], ForRecord(asks, asks == Asks.OtherPurpose ? Purpose.StrategicAnalysis : null).Ask().Codes()));
    }

    [Fact]
    public void of_a_record_takes_reading_it_where_a_hit_is_not_enough() => Assert.Equal(["not-found "], ForRecord(Asks.Content).Ask(Dossier.Submitted(Dossier.Hidden)).Codes());

    [Fact]
    public void for_content_covers_what_is_disclosed_narrowly_and_not_what_is_read_whole()
    {
        var hidden = Dossier.Submitted(Dossier.Hidden);
        Assert.True(ForRecord(Asks.Content).Ask(hidden.Granted(Asks.Content, [])).IsAccepted);
        Assert.True(Dossier.ForHit.Ask(hidden.Granted(Asks.Content, [FieldGroup.Details])).IsAccepted);
        Assert.Equal(["nothing-to-ask /asks"], Dossier.ForHit.Ask(hidden.Granted(Asks.Content)).Codes());
        Assert.Equal(["nothing-to-ask /asks"], ForRecord(Asks.Content).Ask(Dossier.Readable()).Codes());
        Assert.Equal([Dossier.Record(2)], Dossier.Received(Dossier.ForHit, Dossier.Readable(), Dossier.Submitted(Dossier.Hidden, 2)).Indicators);
    }

    [Theory]
    [InlineData(Asks.JudicialUse, HandlingCode.H1, HandlingCode.H2)]
    [InlineData(Asks.Onward, HandlingCode.H2, HandlingCode.H1)]
    public void for_use_in_spite_of_a_code_takes_a_record_under_it(Asks asks, HandlingCode code, HandlingCode other)
    {
        Assert.True(ForRecord(asks).Ask(Dossier.Readable(code)).IsAccepted);
        Assert.Equal(["nothing-to-ask /asks"], ForRecord(asks).Ask(Dossier.Readable(other)).Codes());
        Assert.Equal(["nothing-to-ask /asks"], ForRecord(asks).Ask(Dossier.Readable(code).Granted(asks)).Codes());
    }

    [Fact]
    public void for_another_purpose_takes_one_that_the_record_does_not_have()
    {
        var record = Dossier.Readable();
        Assert.Equal(Purpose.StrategicAnalysis, Dossier.Received(ForRecord(Asks.OtherPurpose, Purpose.StrategicAnalysis), record).Purpose);
        Assert.Equal(["nothing-to-ask /asks"], ForRecord(Asks.OtherPurpose, Purpose.CrossChecking).Ask(record).Codes());
        Assert.Equal(["nothing-to-ask /asks"], ForRecord(Asks.OtherPurpose, Purpose.StrategicAnalysis).Ask(record.Granted(Asks.OtherPurpose, purpose: Purpose.StrategicAnalysis)).Codes());
    }

    [Theory]
    [InlineData(Asks.JudicialUse)]
    [InlineData(Asks.Onward)]
    public void of_a_hit_covers_what_is_behind_it_whatever_its_codes_which_would_tell_of_them(Asks asks) =>
        Assert.True((Dossier.ForHit with { Asks = asks }).Ask(Dossier.Submitted(Dossier.Hidden)).IsAccepted);

    [Fact]
    public void of_an_own_record_is_refused() => Assert.Equal(["nothing-to-ask /asks"], ForRecord(Asks.Content).AskAs("se-noa", Dossier.Readable()).Codes());

    [Fact]
    public void names_everything_that_is_missing() =>
        Assert.Equal(["hit-or-indicator ", "required /asks", "required /justification", "required /urgent"], new RequestDisclosure(null, null, null, null, null, null).Ask().Codes());

    [Fact]
    public void takes_a_hit_or_a_record_and_not_both() =>
        Assert.Equal(["hit-or-indicator "], (Dossier.ForHit with { Indicator = Dossier.Record(1) }).Ask(Dossier.Submitted(Dossier.Hidden)).Codes());

    [Theory]
    [InlineData(Asks.Content, Purpose.StrategicAnalysis)]
    [InlineData(Asks.OtherPurpose, null)]
    public void takes_a_purpose_with_another_purpose_alone(Asks asks, Purpose? purpose) =>
        Assert.Equal(["purpose-with-other-purpose /purpose"], (Dossier.ForHit with { Asks = asks, Purpose = purpose }).Ask(Dossier.Submitted(Dossier.Hidden)).Codes());

    [Theory]
    [InlineData(null, "required /justification")]
    [InlineData("\u200B ", "required /justification")]
    [InlineData("\uFFFE", "text-not-clean /justification")]
    public void takes_a_justification_that_can_be_read(string? justification, string refusal) =>
        Assert.Equal([refusal], (Dossier.ForHit with { Justification = justification }).Ask(Dossier.Submitted(Dossier.Hidden)).Codes());

    [Fact]
    public void takes_a_justification_of_two_thousand_code_points_at_most()
    {
        Assert.True((Dossier.ForHit with { Justification = string.Concat(Enumerable.Repeat("🙈", 2000)) }).Ask(Dossier.Submitted(Dossier.Hidden)).IsAccepted);
        Assert.Equal(["too-long /justification"], (Dossier.ForHit with { Justification = new('x', 2001) }).Ask(Dossier.Submitted(Dossier.Hidden)).Codes());
    }

    [Fact]
    public void does_not_depend_on_what_else_the_owner_has()
    {
        var visible = Dossier.Submitted(Dossier.Hidden);
        Indicator[] unseen =
        [
            Dossier.Submitted(Cast.Account() with { Release = new() }, 2),
            Dossier.Submitted(Cast.RecruitedMinor() with { Release = new(Hit: ["country:FR"]), Retention = new(new(2026, 6, 1), "law") }, 3) with { Protected = true },
            Dossier.Submitted(Dossier.Hidden with { Release = new(Hit: ["country:FR"], Excluded: ["member:fr-ofast"]) }, 4),
            Indicator.Evolve(Dossier.Submitted(Dossier.Hidden, 5), Dossier.Record(5), new IndicatorWithdrawn("x", Cast.Now)),
        ];
        var asker = Cast.Reader("fr-ofast") with { Cleared = false };
        Assert.All(unseen, record => Assert.Equal(Level.None, AccessPolicy.Decide(asker, record).Level));
        var (alone, among) = (Ask([visible]), Ask([visible, .. unseen]));
        Assert.Equal(AtRest.Write(alone.Facts[0]), AtRest.Write(among.Facts[0]));

        Decision Ask(IEnumerable<Indicator> found) => DisclosureRequest.Ask(Dossier.ForHit, Dossier.Case, found, asker, Cast.Registry);
    }
}
