using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed class An_id_in_stix
{
    private static readonly Indicator Record = Given.Submitted(Cast.Account());

    /// <summary>As Python's uuid5 has them, over the text that RFC 8785 gives.</summary>
    [Theory]
    [InlineData("facebook", "1001", "jdoe", "user-account--529c2bc8-c854-59fd-8865-43df87cc873d")]
    [InlineData("telegram", "6123456789", "jobb_fixaren", "user-account--9d21bc8b-bcf7-5b49-9173-3b604e721ca2")]
    [InlineData("x", null, "a\"b\\c😀é", "user-account--1419e92c-5762-5128-8b19-949d28d57644")]
    public void of_an_account_is_every_producers(string type, string? userId, string? login, string id) => Assert.Equal(id, StixIds.Account(type, userId, login));

    [Theory]
    [InlineData("account-handle", "observed-data--572bb17f-01f5-5f41-ba64-f3fd9bb4b256 relationship--7d85d3f8-428f-50d5-8472-4064ca003f5e indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d")]
    [InlineData("lexicon-entry", "indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d")]
    [InlineData("recruitment-pattern", "attack-pattern--59907c2a-67b4-5112-97bc-5441ff85a94f")]
    public void of_a_record_is_made_of_its_first_owner_and_its_public_id(string kind, string ids) => Assert.Equal(ids.Split(' '), StixIds.All(new(Given.Id, "se-noa", kind)));

    [Fact]
    public void of_what_all_refer_to_never_changes()
    {
        Assert.Equal("identity--2094e5bc-0429-50ec-aed1-83881b1fe3a9", StixIds.Identity("se-noa"));
        Assert.Equal("extension-definition--1c1127d2-b131-527d-a624-11e85c689cf8", StixIds.Extension);
        Assert.Equal(
            ["marking-definition--d5127da5-8cca-54a0-9f6f-9af8ff12396b", "marking-definition--f0d03d61-2689-5401-bc1a-4be44e08ef03", "marking-definition--2233b105-cfb3-5b20-9c88-a6c72d95dd85", "marking-definition--b0bccf7c-2f6e-58b0-8d42-c30f210d1509"],
            Enum.GetValues<HandlingCode>().Select(StixIds.Marking));
    }

    [Fact]
    public void stays_when_the_record_is_amended_or_handed_over()
    {
        var amended = Indicator.Evolve(Record, Record.Id, new IndicatorReevaluated(new(SourceCode.A, 1), Secret: null, Proposal: null, Cast.Now));
        var handedOver = Indicator.Evolve(amended, Record.Id, new IndicatorHandedOver("se-noa", "se-tull", Cast.Now));
        Assert.Equal("se-tull", handedOver.Owner);
        Assert.All([amended, handedOver], later => Assert.Equal(StixObjects.Of(Shared.Of(Record)).Select(written => written.Id), StixObjects.Of(Shared.Of(later)).Select(written => written.Id)));
        // Nor does the creator, or it would be another object; the present owner stands in the extension.
        var carrier = StixObjects.Of(Shared.Of(handedOver))[^1].Json();
        Assert.Equal(StixIds.Identity("se-noa"), (string?)carrier["created_by_ref"]);
        Assert.Equal("se-tull", (string?)carrier["extensions"]![StixIds.Extension]!["owner"]);
    }

    [Fact]
    public void differs_between_two_owners_of_one_handle_who_share_one_account()
    {
        var (ours, theirs) = (StixObjects.Of(Shared.Account), StixObjects.Of(Shared.Account with { Origin = Shared.Account.Origin with { FirstOwner = "fr-ofast" } }));
        Assert.Equal(["user-account"], ours.Where(mine => theirs.Any(other => other.Id == mine.Id)).Select(mine => mine.Type));
    }

    [Property(Arbitrary = [typeof(UnicodeText)])]
    public bool of_an_account_can_be_made_of_any_text(string login) => StixIds.Account("other", userId: null, login).Length == "user-account--".Length + 36;
}
