using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed class Sharing_a_record_in_stix
{
    [Theory]
    [InlineData("account-handle")]
    [InlineData("lexicon-entry")]
    [InlineData("recruitment-pattern")]
    public void tells_it_in_exactly_these_objects(string kind)
    {
        var record = new[] { Shared.Account, Shared.Slang, Shared.Pattern }.Single(one => one.Origin.Kind == kind);
        Assert.Equal(File.ReadAllLines(Path.Combine(House.Root, "tests/IntelShare.Tests/samples/stix", kind + ".jsonl")), StixObjects.Of(record).Select(Shared.Text));
    }

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void gives_each_object_its_id_type_and_version(SharedRecord record) => Assert.All(StixObjects.Of(record), written =>
    {
        var json = written.Json();
        Assert.Equal((written.Id, written.Type, "2.1"), ((string)json["id"]!, (string)json["type"]!, (string)json["spec_version"]!));
        Assert.StartsWith(written.Type + "--", written.Id, StringComparison.Ordinal);
        Assert.Equal(record.ToldAt, written.Version);
        Assert.Equal(written.Type == "user-account" ? null : StixTime.Write(record.ToldAt), (string?)json["modified"]);
        Assert.Equal(written.Type == "user-account" ? null : "2026-11-01T00:00:00.000Z", (string?)json["created"]);
    });

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void is_said_by_the_ids_that_are_known_without_its_content(SharedRecord record) =>
        Assert.Equal(StixIds.All(record.Origin), StixObjects.Of(record).Where(written => written.Type != "user-account").Select(written => written.Id));

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void ends_its_validity_after_it_begins(SharedRecord record)
    {
        var carrier = StixObjects.Of(record)[^1].Json();
        Assert.True(carrier["valid_from"] is not { } from || StixTime.Read((string)from!) < StixTime.Read((string)carrier["valid_until"]!));
    }

    [Fact]
    public void calls_a_sense_that_is_disputed_benign()
    {
        var disputed = Shared.Slang with { Content = (LexiconEntry)Shared.Slang.Content! with { Stance = Stance.Disputes } };
        Assert.Equal("""["benign"]""", StixObjects.Of(disputed)[^1].Json()["indicator_types"]!.ToJsonString());
    }

    [Fact]
    public void writes_emoji_as_they_are() => Assert.Contains("\"❄️🔌\"", StixObjects.Of(Shared.Slang)[0].Text(), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 90)]
    [InlineData(2, 70)]
    [InlineData(3, 50)]
    [InlineData(4, null)]
    public void says_how_sure_the_information_is(int information, int? confidence) =>
        Assert.Equal(confidence, (int?)StixObjects.Of(Shared.Slang with { Evaluation = new(SourceCode.A, information) })[0].Json()["confidence"]);

    [Fact]
    public void says_no_confidence_where_nobody_judged() =>
        Assert.False(StixObjects.Of(Shared.Slang with { Evaluation = Evaluation.Unassessed })[0].Json().ContainsKey("confidence"));

    [Theory]
    [InlineData("H0", "TLP:GREEN")]
    [InlineData("H1", "TLP:GREEN")]
    [InlineData("H0 H2", "TLP:AMBER+STRICT")]
    [InlineData("H2 H3", "TLP:RED")]
    public void is_marked_by_a_colour_and_each_of_its_codes(string codes, string light)
    {
        var handling = new Handling([.. codes.Split(' ').Select(code => Enum.Parse<HandlingCode>(code))], codes.Contains("H3", StringComparison.Ordinal) ? "Call first." : null);
        var names = SharedObjects.Constant.ToDictionary(marking => marking.Id, marking => (string?)marking.Json()["name"]);
        Assert.All(StixObjects.Of(Shared.Account with { Handling = handling }), written =>
            Assert.Equal([light, .. codes.Split(' ')], written.Json()["object_marking_refs"]!.AsArray().Select(id => names[(string)id!])));
    }

    [Fact]
    public void refers_only_to_what_is_sent_with_it_or_beside_it()
    {
        var sent = StixObjects.Of(Shared.Account).Concat(SharedObjects.Constant).Append(SharedObjects.Identity("se-noa", "NOA", Cast.Founded)).ToList();
        var referred = sent.SelectMany(written => House.Find(written.Text(), "[a-z-]+--[0-9a-f-]{36}")).Distinct().Where(id => id != "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d");
        Assert.Empty(referred.Except(sent.Select(written => written.Id)));
    }

    [Fact]
    public void tells_no_statement_of_necessity() =>
        Assert.DoesNotContain("only be found and helped", string.Concat(StixObjects.Of(Shared.Of(Given.Submitted(Cast.RecruitedMinor() with { Retention = new(new(2026, 12, 31), "Polisdatalagen") }))).Select(Shared.Text)), StringComparison.Ordinal);

    [Fact]
    public void tells_no_release_reference_or_legal_basis()
    {
        var told = string.Concat(StixObjects.Of(Shared.Account).Select(Shared.Text));
        Assert.All(["country:FR", "A-17", "Polisdatalagen"], secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
    }

    [Fact]
    public void tells_nothing_below_full() => Assert.Null(SharedRecord.Of(Given.Submitted(Cast.Slang()), Shared.Whole() with { Level = IntelShare.Access.Level.Hit }, Shared.ToldAt));

    [Fact]
    public void tells_by_a_narrow_disclosure_the_identifier_alone()
    {
        var record = SharedRecord.Of(Given.Submitted(Cast.Account()), Shared.Disclosed(), Shared.ToldAt)!;
        var carrier = StixObjects.Of(record)[^1].Json();
        Assert.Equal(
            """{"extension_type":"property-extension","record":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","owner":"se-noa","kind":"account-handle","identifier":{"platform":"telegram","handle":"@Jobb_Fixaren","stable_id":"6123456789"},"handling":{"codes":["H0"]},"purposes":["cross-checking"],"disclosed_until":"2027-06-01T00:00:00.000Z","conditions":"Ask before any arrest."}""",
            carrier["extensions"]![StixIds.Extension]!.ToJsonString());
        Assert.Equal("[user-account:account_type = 'telegram' AND user-account:user_id = '6123456789']", (string?)carrier["pattern"]);
        Assert.Equal("2027-06-01T00:00:00.000Z", (string?)carrier["valid_until"]);
        Assert.False(carrier.ContainsKey("description") || carrier.ContainsKey("confidence"));
    }

    [Theory]
    [InlineData("x", "@Anna_K", null, "[user-account:account_type = 'twitter' AND user-account:account_login = 'anna_k']")]
    [InlineData("facebook", "Anna.Karin", null, "[user-account:account_type = 'facebook' AND user-account:account_login = 'annakarin']")]
    [InlineData("other", @"o'neil\", null, @"[user-account:account_type = 'zangi pro' AND user-account:account_login = 'o\'neil\\']")]
    [InlineData("whatsapp", "0046 70-123 45 67", null, "[user-account:account_type = 'whatsapp' AND user-account:account_login = '+46701234567']")]
    public void spells_an_account_as_its_platform_does(string platform, string handle, string? id, string pattern)
    {
        var account = new AccountHandle(platform, platform == "other" ? "Zangi Pro!" : null, handle, Url: null, id, AccountRole.Seller, ObservedFrom: null, ObservedTo: null, Note: null);
        Assert.Equal(pattern, (string?)StixObjects.Of(Shared.Account with { Content = account })[^1].Json()["pattern"]);
    }

    [Fact]
    public void names_a_group_by_its_invitation()
    {
        var group = new AccountHandle("telegram", PlatformName: null, Handle: null, "https://t.me/+AbC-1", StableId: null, AccountRole.Other, ObservedFrom: null, ObservedTo: null, Note: null);
        Assert.Equal("invite:AbC-1", (string?)StixObjects.Of(Shared.Account with { Content = group })[0].Json()["account_login"]);
    }

    [Fact]
    public void carries_a_kind_that_has_no_pattern_yet()
    {
        var carrier = StixObjects.Of(Shared.Slang with { Origin = Shared.Slang.Origin with { Kind = "car" }, Identifier = new Dictionary<string, string> { ["plate"] = "ABC 123" }, Content = new Car("ABC 123") }).Single().Json();
        Assert.Equal(("ABC 123", "[user-account:account_type = 'no-account']"), ((string)carrier["name"]!, (string)carrier["pattern"]!));
        Assert.Equal("""{"number_plate":"ABC 123"}""", carrier["extensions"]![StixIds.Extension]!["content"]!.ToJsonString());
    }

    [Fact]
    public void makes_an_expression_of_literals()
    {
        var entry = Samples.Of<LexiconEntry>() with { Term = "5k+ (now?)", Variants = [@"a|b\c"] };
        Assert.Equal(@"5k\+ \(now\?\)|a\|b\\c", (string?)StixObjects.Of(Shared.Slang with { Content = entry })[0].Json()["pattern"]);
    }

    private sealed record Car(string NumberPlate) : IndicatorContent
    {
        public override IEnumerable<Refusal> Check() => [];

        public override IEnumerable<string> MatchValues() => [NumberPlate];

        public override IReadOnlyDictionary<string, string> Identifier() => new Dictionary<string, string> { ["numberPlate"] = NumberPlate };
    }
}
