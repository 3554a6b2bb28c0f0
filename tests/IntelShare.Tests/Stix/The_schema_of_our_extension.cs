using System.Reflection;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

/// <summary><c>openapi/stix/record.v1.json</c>, which partners read.</summary>
public sealed class The_schema_of_our_extension
{
    private static readonly JsonObject Json = JsonNode.Parse(File.ReadAllText(Path.Combine(House.Root, "openapi/stix/record.v1.json")))!.AsObject();
    private static readonly Schema Schema = new(Json);

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void holds_for_every_record(SharedRecord record) => Assert.Empty(Faults(StixObjects.Of(record)[^1]));

    [Fact]
    public void holds_for_a_disclosure_a_loss_and_a_sighting()
    {
        var sighting = new Sighting(Given.Id, Given.Id, "se-noa", "fr-ofast", new(2026, 5, 1), Count: null, "tiktok", "FR", Secret: null, Shared.ToldAt);
        Assert.Empty(Faults(StixObjects.Of(SharedRecord.Of(Given.Submitted(Cast.Account()), Shared.Disclosed(), Shared.ToldAt)!)[^1]));
        Assert.Empty(Faults(StixObjects.Lost(Shared.Slang.Origin, Shared.ToldAt, Shared.ToldAt)[^1]));
        Assert.Empty(Faults(StixObjects.Of(sighting, Shared.Account.Origin)));
    }

    [Theory]
    [InlineData("H0", "H9")]
    [InlineData("se-noa", "")]
    [InlineData("\"role\"", "\"rank\"")]
    [InlineData("2027-05-12", "12 May 2027")]
    [InlineData("\"information\":2", "\"information\":5")]
    public void fails_for_what_is_none(string said, string instead)
    {
        var text = Extension(StixObjects.Of(Shared.Account)[^1]).ToJsonString();
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Faults(JsonNode.Parse(text.Replace(said, instead, StringComparison.Ordinal))));
    }

    [Fact]
    public void lists_the_codes_of_the_law()
    {
        Assert.Equal(Kind.All.Keys.Order(StringComparer.Ordinal), Enum("record/properties/kind"));
        Assert.Equal(Codes.Of<CrimeArea>(), Enum("record/properties/crime_areas/items"));
        Assert.Equal(Codes.Of<Purpose>(), Enum("record/properties/purposes/items"));
        Assert.Equal(Codes.Of<Obligation>(), Enum("record/properties/obligations/items"));
        Assert.Equal(Codes.Of<HandlingCode>(), Enum("handling/properties/codes/items"));
        Assert.Equal(Codes.Of<SubjectCategory>(), Enum("subject/properties/categories/items"));
        Assert.Equal(Codes.Of<AccountRole>(), Enum("account_handle/properties/role"));
        Assert.Equal(Codes.Of<Stance>(), Enum("lexicon_entry/properties/stance"));
        Assert.Equal(Codes.Of<PaymentScheme>(), Enum("scheme"));
        Assert.Equal(Codes.Of<PaymentUse>(), Enum("payment_address/properties/use"));
        Assert.Equal(Codes.Of<RecruitmentTask>(), Enum("recruitment_pattern/properties/task"));
        Assert.Equal(Codes.Of<RecruitmentStyle>(), Enum("recruitment_pattern/properties/styles/items"));
        Assert.Equal(Codes.Of<Figure>(), Enum("recruitment_pattern/properties/rule/properties/groups/items/properties/figures/items"));
        Assert.Equal(Codes.Of<RecruitmentTarget>(), Enum("recruitment_pattern/properties/targets/items"));
    }

    [Fact]
    public void has_a_place_for_every_member_of_every_kind() => Assert.All(Kind.All.Values, kind => Assert.Equal(
        kind.Content.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(member => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name)).Order(StringComparer.Ordinal),
        Json["$defs"]![kind.Name.Replace('-', '_')]!["properties"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)));

    private static IEnumerable<string> Enum(string path) => path.Split('/').Aggregate(Json["$defs"]!, (node, name) => node[name]!)["enum"]!.AsArray().Select(code => (string)code!);

    private static IReadOnlyList<string> Faults(StixObject written) => Schema.Faults(Extension(written));

    private static JsonNode Extension(StixObject written) => written.Json()["extensions"]![StixIds.Extension]!;
}
