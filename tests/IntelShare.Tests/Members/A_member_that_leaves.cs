using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Tests.Access;

namespace IntelShare.Tests.Members;

public sealed class A_member_that_leaves
{
    private static readonly DateOnly LastDay = new(2026, 6, 30);
    private static readonly MemberWithdrawn OnFirstOfJuly = new("Dissolved by law.", LastDay.AddDays(1));
    private static readonly SuccessorNamed ToBelgium = new("be-fgp", "Takes over the unit.", Cast.Now);
    private static readonly SuccessionAccepted ByBelgium = new("be-fgp", Cast.Now.AddDays(1));

    private static Registry With(params object[] facts) => Cast.RegistryOf(Cast.Grimm, [.. facts.Select(fact => ("se-noa", fact))]);

    private static Member Sweden(params object[] facts) => With(facts).Members["se-noa"];

    private static DateTimeOffset On(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static void Refused(Decision decision, params string[] refusals) => new Outcome(Before: null, decision).ThenRefused(refusals);

    [Fact]
    public void leaves_on_a_day_to_come_with_a_reason() =>
        Refused(Cast.Sweden.Withdraw(new(" ", new(2026, 5, 12)), Cast.Registry.Parties["SE"], Cast.Now), "required /reason", "effective-too-early /effectiveOn");

    [Theory]
    [InlineData(2027, 5, 12)]
    [InlineData(2027, 5, 13, "effective-too-late")]
    [InlineData(9999, 12, 31, "effective-too-late")]
    public void leaves_within_a_year(int year, int month, int day, params string[] refusals) =>
        Assert.Equal(refusals, Cast.Sweden.Withdraw(new("over", new(year, month, day)), Cast.Registry.Parties["SE"], Cast.Now).Refusals.Select(refusal => refusal.Code));

    [Fact]
    public void says_again_when_it_leaves_in_the_place_of_what_was_said()
    {
        var leaving = Sweden(OnFirstOfJuly);
        Assert.Same(Decision.AlreadySo, leaving.Withdraw(new(OnFirstOfJuly.Reason, OnFirstOfJuly.EffectiveOn), Cast.Registry.Parties["SE"], Cast.Now));
        Assert.Equal([new MemberWithdrawn("sooner", new(2026, 6, 1))], leaving.Withdraw(new("sooner", new(2026, 6, 1)), Cast.Registry.Parties["SE"], Cast.Now).Facts);
        Refused(leaving.Withdraw(new("later", new(2027, 1, 1)), Cast.Registry.Parties["SE"], On(LastDay.AddDays(1))), "member-left ");
    }

    [Fact]
    public void is_not_the_hub() =>
        Refused(Cast.Registry.Members["hub"].Withdraw(new("over", new(2027, 1, 1)), Cast.Registry.Parties["org:hub"], Cast.Now), "hub-stays ");

    [Fact]
    public void stays_after_all_only_before_its_day()
    {
        var kept = Sweden(OnFirstOfJuly, ToBelgium, ByBelgium, new MemberKept("The law was changed."));
        Assert.Equal((null, null), (kept.Leaving, kept.Succession));
        Assert.True(Sweden(OnFirstOfJuly).Keep(new("The law was changed."), On(LastDay)).IsAccepted);
        Refused(Sweden(OnFirstOfJuly).Keep(new("The law was changed."), On(LastDay.AddDays(1))), "member-left ");
        Refused(Cast.Sweden.Keep(new("The law was changed."), Cast.Now), "not-leaving ");
    }

    [Theory]
    [InlineData(2026, 6, 1, false, false)]
    [InlineData(2026, 7, 1, false, false)]
    [InlineData(2026, 7, 2, false, true)]
    [InlineData(2026, 6, 1, true, true)]
    [InlineData(2026, 7, 1, true, false)]
    public void takes_two_to_read_longer_or_to_hand_over_sooner(int year, int month, int day, bool isSucceeded, bool widens) =>
        Assert.Equal(widens, new WithdrawMember("otherwise", new(year, month, day)).Widens("se-noa", isSucceeded ? With(OnFirstOfJuly, ToBelgium, ByBelgium) : With(OnFirstOfJuly, ToBelgium)));

    [Fact]
    public void leaves_by_one_and_stays_by_two()
    {
        Assert.False(new WithdrawMember("over", LastDay).Widens("se-noa"));
        var keep = new KeepMember("The law was changed.");
        Assert.True(keep.Widens("se-noa", With(OnFirstOfJuly)));
        var soon = With(new MemberWithdrawn("over", new(2026, 5, 20)));
        var waiting = keep.Proposed("se-noa", registry: soon);
        Assert.Equal([new MemberKept("The law was changed.")], waiting.Second(new(ReadBack: null), Administering.Bo, soon, On(new(2026, 5, 19))).Act.Facts);
        Assert.Equal(["member-left"], waiting.Second(new(ReadBack: null), Administering.Bo, soon, On(new(2026, 5, 20))).Act.Codes());
    }

    [Fact]
    public void submits_up_to_its_last_day()
    {
        var command = Cast.Slang() with { Retention = new(new(2027, 5, 12), "Polisdatalagen") };
        Assert.True(Indicator.Submit(command, Sweden(OnFirstOfJuly), With(OnFirstOfJuly), On(LastDay)).IsAccepted);
        Refused(Indicator.Submit(command, Sweden(OnFirstOfJuly), With(OnFirstOfJuly), On(LastDay.AddDays(1))), "member-left ");
    }

    [Theory]
    [InlineData("be-fgp")]
    [InlineData("se-noa", "cannot-succeed /successor")]
    [InlineData("nobody", "cannot-succeed /successor")]
    [InlineData(null, "cannot-succeed /successor")]
    [InlineData("us-dea", "cannot-succeed /successor")]
    [InlineData("hub", "cannot-succeed /successor")]
    public void names_a_successor_that_could_own_every_record(string? successor, params string[] refusals) =>
        Assert.Equal(refusals, Sweden(OnFirstOfJuly).NameSuccessor(new(successor, "Takes over the unit."), With(OnFirstOfJuly), Cast.Now).Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));

    [Fact]
    public void is_succeeded_by_nobody_that_leaves_too_and_is_not_told_so_before()
    {
        var registry = Cast.RegistryOf(Cast.Grimm, ("se-noa", OnFirstOfJuly), ("se-noa", ToBelgium), ("be-fgp", OnFirstOfJuly));
        Assert.True(registry.Members["se-noa"].NameSuccessor(new("be-fgp", "Takes over."), registry, Cast.Now).IsAccepted);
        Refused(registry.Members["se-noa"].AcceptBy(registry.Members["be-fgp"], registry, Cast.Now), "succession-not-open ");
    }

    [Fact]
    public void keeps_its_records_and_may_name_another_where_the_successor_leaves_after_all()
    {
        var july = On(LastDay.AddDays(1));
        var registry = Cast.RegistryOf(Cast.Grimm, ("se-noa", OnFirstOfJuly), ("se-noa", ToBelgium), ("se-noa", ByBelgium), ("be-fgp", new MemberWithdrawn("dissolved too", new(2026, 6, 1))));
        Assert.Equal("se-noa", registry.HeirOf("se-noa", july));
        Assert.Equal(["be-fgp", "se-noa"], registry.WithoutHeir(july).Select(member => member.Id).Order(StringComparer.Ordinal));
        Assert.True(registry.Members["se-noa"].NameSuccessor(new("fr-ofast", "Takes over."), registry, july).IsAccepted);
        Assert.True(registry.Members["se-noa"].LosesRecords(registry, On(new(2026, 9, 29))));
    }

    [Fact]
    public void asks_the_same_successor_once_while_it_waits()
    {
        var asked = Sweden(OnFirstOfJuly, ToBelgium);
        Assert.Same(Decision.AlreadySo, asked.NameSuccessor(new("be-fgp", ToBelgium.Reason), With(OnFirstOfJuly, ToBelgium), Cast.Now.AddDays(13)));
        Assert.True(asked.NameSuccessor(new("be-fgp", ToBelgium.Reason), With(OnFirstOfJuly, ToBelgium), Cast.Now.AddDays(14)).IsAccepted);
    }

    [Fact]
    public void names_nobody_unless_it_leaves_nor_once_its_records_are_erased_or_promised()
    {
        var named = new NameSuccessor("be-fgp", "Takes over the unit.");
        Refused(Cast.Sweden.NameSuccessor(named, Cast.Registry, Cast.Now), "not-leaving ");
        Refused(Sweden(OnFirstOfJuly, ToBelgium, ByBelgium).NameSuccessor(named, With(OnFirstOfJuly), Cast.Now), "succession-accepted ");
        Assert.True(Sweden(OnFirstOfJuly).NameSuccessor(named, With(OnFirstOfJuly), On(new(2026, 9, 28))).IsAccepted);
        Refused(Sweden(OnFirstOfJuly).NameSuccessor(named, With(OnFirstOfJuly), On(new(2026, 9, 29))), "member-left ");
    }

    [Fact]
    public void has_its_successor_accept_within_fourteen_days()
    {
        var belgium = Cast.Registry.Members["be-fgp"];
        var asked = Sweden(OnFirstOfJuly, ToBelgium);
        Assert.Equal([new SuccessionAccepted("be-fgp", Cast.Now)], asked.AcceptBy(belgium, Cast.Registry, Cast.Now).Facts);
        Assert.Same(Decision.AlreadySo, Sweden(OnFirstOfJuly, ToBelgium, ByBelgium).AcceptBy(belgium, Cast.Registry, Cast.Now));
        Refused(asked.AcceptBy(belgium, Cast.Registry, Cast.Now.AddDays(14)), "succession-not-open ");
        Refused(asked.AcceptBy(Cast.Registry.Members["fr-ofast"], Cast.Registry, Cast.Now), "succession-not-open ");
        Refused(Sweden(OnFirstOfJuly, ToBelgium, new SuccessorTakenBack("be-fgp", Cast.Now)).AcceptBy(belgium, Cast.Registry, Cast.Now), "succession-not-open ");
    }

    [Fact]
    public void takes_back_only_what_was_not_accepted()
    {
        Assert.True(Sweden(OnFirstOfJuly, ToBelgium).TakeSuccessorBack(Cast.Now).IsAccepted);
        Refused(Sweden(OnFirstOfJuly, ToBelgium, ByBelgium).TakeSuccessorBack(Cast.Now), "succession-accepted ");
        Refused(Sweden(OnFirstOfJuly).TakeSuccessorBack(Cast.Now), "no-successor ");
    }

    [Fact]
    public void loses_every_record_ninety_days_after_it_left_a_restricted_one_too()
    {
        var record = Said.Record("full member-states; restricted evidence; review by 2027-05-12");
        Assert.False(record.Lapse(With(OnFirstOfJuly), On(new(2026, 9, 28))).IsAccepted);
        Assert.Equal(ErasureGround.OwnerLeft, Assert.IsType<IndicatorErased>(Assert.Single(record.Lapse(With(OnFirstOfJuly), On(new(2026, 9, 29))).Facts)).Ground);
        Assert.False(record.Lapse(With(OnFirstOfJuly, ToBelgium, ByBelgium), On(new(2026, 9, 29))).IsAccepted);
    }

    [Fact]
    public void hands_its_records_over_on_the_day_it_leaves()
    {
        var registry = With(OnFirstOfJuly, ToBelgium, ByBelgium);
        var record = Said.Record("full member-states; hit country:NO; granted content be-fgp; granted content no-kripos until 2027-01-01");
        Refused(record.HandOver(registry, On(LastDay)), "owner-stays ");
        var moved = record.When(one => one.HandOver(registry, On(LastDay.AddDays(1)))).Then();

        Assert.Equal(("be-fgp", moved.Version), (moved.Owner, moved.StandsSince));
        Assert.Equal(["no-kripos"], moved.Grants.Select(grant => grant.Member));
        Refused(moved.HandOver(registry, On(LastDay.AddDays(2))), "owner-stays ");
        var reader = Said.Reader("fr-ofast; left se-noa 2026-05-12; succeeded se-noa by be-fgp");
        Assert.Equal(Level.Full, AccessPolicy.Decide(reader, record).Level);
        Assert.Equal(Level.Full, AccessPolicy.Decide(reader, moved).Level);
        Assert.Equal(Wall.Owner, AccessPolicy.Decide(Said.Reader("be-fgp"), moved).DecidedBy);
        Assert.NotEqual(Wall.Owner, AccessPolicy.Decide(Said.Reader("se-noa"), moved).DecidedBy);
    }

    [Fact]
    public void has_the_last_of_its_successors_speak_for_what_it_owned()
    {
        var july = On(LastDay.AddDays(1));
        var registry = Cast.RegistryOf(Cast.Grimm, ("se-noa", OnFirstOfJuly), ("se-noa", ToBelgium), ("se-noa", ByBelgium),
            ("be-fgp", OnFirstOfJuly), ("be-fgp", new SuccessorNamed("fr-ofast", "Takes over.", Cast.Now)), ("be-fgp", new SuccessionAccepted("fr-ofast", Cast.Now)));
        Assert.Equal(("se-noa", "fr-ofast"), (registry.HeirOf("se-noa", On(LastDay)), registry.HeirOf("se-noa", july)));
        Assert.Equal(["be-fgp", "fr-ofast", "se-noa"], registry.EstateOf("fr-ofast", july).Order(StringComparer.Ordinal));
        Assert.Empty(registry.EstateOf("be-fgp", july));
        Assert.Equal(["be-fgp"], registry.EstateOf("be-fgp", On(LastDay)));
    }
}
