using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Misp;
using IntelShare.Stix;
using IntelShare.Tests.Stix;

namespace IntelShare.Tests.Misp;

public sealed class Sharing_a_record_with_misp
{
    [Fact]
    public void gives_an_account_by_which_others_find_it()
    {
        var made = Events.Of(Shared.Account);
        Assert.Equal(("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", false), ((string?)made["name"], (string?)made["template_uuid"], (bool)made["deleted"]!));
        Assert.Equal(("telegram", "jobb_fixaren", "6123456789"), ((string?)made.Said("account-type")["value"], (string?)made.Said("username")["value"], (string?)made.Said("user-id")["value"]));
        Assert.Equal("Role: recruiter. Took over the contacts of a closed channel; offers forwarded within minutes.", (string?)made.Said("username")["comment"]);
        Assert.Equal("Evaluated B2. H0: only for preventing and combating crime. Not to be used from 2027-05-13 on.", (string?)made["comment"]);
        // What it has not is told as deleted, since an earlier version may have had it.
        Assert.Equal(("deleted", "comment", true), ((string?)made.Said("link")["value"], (string?)made.Said("link")["type"], (bool)made.Said("link")["deleted"]!));
        Assert.Equal(["jobb_fixaren", "6123456789"], MispObjects.Of(Shared.Account, Events.Stamp).Values);
    }

    [Fact]
    public void gives_a_term_with_what_its_emoji_are_called_and_each_of_its_variants_to_be_looked_up()
    {
        var made = Events.Of(Shared.Slang);
        Assert.Equal(("intelshare-term", "❄️U+1F50C"), ((string?)made["name"], (string?)made.Said("term")["value"]));
        Assert.StartsWith("ELECTRIC PLUG. Means trade.dealer. cocaine dealer who delivers by courier", (string?)made.Said("term")["comment"], StringComparison.Ordinal);
        Assert.Equal(["❄️🔌", "❄️U+1F50C", "⛄🔌", "⛄U+1F50C", "#snökontakt", "snow plug"], MispObjects.Of(Shared.Slang, Events.Stamp).Values);
    }

    [Theory]
    [InlineData(new[] { HandlingCode.H0 }, "tlp:green intelshare:handling=\"H0\"")]
    [InlineData(new[] { HandlingCode.H1, HandlingCode.H0 }, "tlp:green intelshare:handling=\"H0\" intelshare:handling=\"H1\"")]
    [InlineData(new[] { HandlingCode.H2 }, "tlp:amber+strict intelshare:handling=\"H2\"")]
    [InlineData(new[] { HandlingCode.H2, HandlingCode.H3 }, "tlp:red intelshare:handling=\"H2\" intelshare:handling=\"H3\"")]
    public void tags_how_it_may_travel(HandlingCode[] codes, string tags)
    {
        var made = Events.Of(Shared.Slang with { Handling = new(codes, codes.Contains(HandlingCode.H3) ? "Ask first." : null), Evaluation = Evaluation.Unassessed });
        Assert.All(made["Attribute"]!.AsArray(), one => Assert.Equal(tags, string.Join(' ', Tags(one!))));
        Assert.Contains("Not evaluated.", (string?)made["comment"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceCode.A, 1, "a", "1")]
    [InlineData(SourceCode.C, 3, "d", "3")]
    [InlineData(SourceCode.X, 4, "f", "6")]
    public void tags_what_it_is_worth_on_the_admiralty_scale(SourceCode source, int information, string reliability, string credibility) => Assert.Equal(
        [$"admiralty-scale:source-reliability=\"{reliability}\"", $"admiralty-scale:information-credibility=\"{credibility}\""],
        Tags(Events.Of(Shared.Slang with { Evaluation = new(source, information) }).Said("term"))[^2..]);

    [Fact]
    public void brings_back_to_the_letter_what_only_looks_like_a_code_point()
    {
        const string Note = "Written U+1F355 beside 🍕.";
        var record = Shared.Account with { Content = (AccountHandle)Shared.Account.Content! with { Note = Note } };
        Assert.Equal(Note, (string?)Events.Read(MispObjects.Of(record, Events.Stamp)).OfType<Offered>().Single().Body["content"]!["note"]);
    }

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void uses_no_character_of_four_bytes_and_no_id_that_a_removal_does_not_name(SharedRecord record)
    {
        var made = MispObjects.Of(record, Events.Stamp);
        Assert.All(Encoding.UTF8.GetString(made.Json.Span).EnumerateRunes(), rune => Assert.True(rune.IsBmp));
        Assert.Equal(MispIds.All(record.Origin).Select(id => id.ToString()), Ids(made.Json()));
    }

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void takes_all_of_it_back_without_a_word_of_it(SharedRecord record)
    {
        var gone = MispObjects.Gone(record.Origin, Events.Stamp + 1).Json();
        Assert.Equal(MispIds.All(record.Origin).Select(id => id.ToString()), Ids(gone));
        Assert.True((bool)gone["deleted"]!);
        Assert.All(gone["Attribute"]!.AsArray(), one => Assert.Equal((true, "deleted", ""), ((bool)one!["deleted"]!, (string?)one["value"], (string?)one["comment"])));
        Assert.DoesNotContain(record.Identifier.Where(member => member.Key != "platform").Select(member => CodePoints.Write(member.Value)), value => gone.ToJsonString().Contains(value, StringComparison.Ordinal));
        Assert.Empty(MispObjects.Gone(record.Origin, Events.Stamp).Values);
    }

    [Fact]
    public void leaves_the_whole_out_where_misp_would_drop_it_and_keeps_what_it_is_found_by()
    {
        var wordy = Shared.Pattern with { Content = (RecruitmentPattern)Shared.Pattern.Content! with { Phrases = [.. Enumerable.Range(0, 64).Select(i => i + string.Concat(Enumerable.Repeat("💸", 190)))] } };
        var made = Events.Of(wordy);
        Assert.True((bool)made.Said("intelshare-record")["deleted"]!);
        Assert.False((bool)made.Said("title")["deleted"]!);
        Assert.Equal("recruitment-pattern", (string?)Events.Read(MispObjects.Of(wordy, Events.Stamp)).Offer().Body["kind"]);
    }

    [Fact]
    public void names_what_never_changes_in_its_ids()
    {
        Assert.Equal("9a0a30b3-25e4-531a-b6cf-68e6aa45b022", MispIds.Event(new("se-noa", "lexicon-entry", new(2026, 12, 1))).ToString());
        Assert.NotEqual(MispIds.Object(Shared.Account.Origin), MispIds.Object(Shared.Account.Origin with { FirstOwner = "fr-ofast" }));
        var record = Given.Submitted(Cast.Account());
        var later = Indicator.Evolve(Indicator.Evolve(record, record.Id, new IndicatorReevaluated(new(SourceCode.A, 1), Secret: null, Proposal: null, Cast.On(2027, 3, 1))), record.Id, new IndicatorHandedOver("se-noa", "se-tull", Cast.On(2027, 3, 1)));
        Assert.Equal(EventKey.Of(record), EventKey.Of(later));
        Assert.Equal(MispIds.All(RecordOrigin.Of(record)), MispIds.All(RecordOrigin.Of(later)));
    }

    [Fact]
    public void announces_an_event_as_the_event_says_it()
    {
        var manifest = JsonNode.Parse(MispEvents.Manifest([Events.Head]))!.AsObject();
        var announced = manifest[Events.Head.Id.ToString()]!.AsObject();
        var said = JsonNode.Parse(MispEvents.Event(Events.Head, []))!["Event"]!.AsObject();
        Assert.Equal(["Orgc", "Tag", "info", "date", "analysis", "threat_level_id", "timestamp"], announced.Select(member => member.Key));
        Assert.All(announced, member => Assert.True(JsonNode.DeepEquals(member.Value, said[member.Key])));
        Assert.Equal(("account-handle, NOA, 2026-12", "2026-12-01", false), ((string?)said["info"], (string?)said["date"], (bool)said["published"]!));
    }

    /// <summary>As PHP's md5 has them.</summary>
    [Fact]
    public void digests_values_as_a_misp_looks_them_up() => Assert.Equal(
        $"0b9ff7047cdc0e6fc0c65fdc1f52ca6b,{Events.Head.Id}\nadf45f8e4e520dcfa907baae696af0ae,{Events.Head.Id}\n", Encoding.ASCII.GetString(MispEvents.Hashes([(Events.Head.Id, new(Guid.Empty, default, ["jobb_fixaren", "🔌"]))])));

    /// <summary>A change in the second in which somebody fetched must come with a later stamp, or it would never be fetched.</summary>
    [Fact]
    public void stamps_what_is_still_young_before_its_own_second()
    {
        var told = Shared.ToldAt;
        Assert.Equal(told.ToUnixTimeSeconds(), MispEvents.Stamp(told, told.AddMinutes(1)));
        foreach (var settled in new[] { told.AddMinutes(-1), told.AddSeconds(-1), told })
        {
            Assert.Equal(settled.ToUnixTimeSeconds() - 1, MispEvents.Stamp(told, settled));
            Assert.True(MispEvents.Stamp(told, settled) < told.ToUnixTimeSeconds());
        }
    }

    private static string[] Tags(JsonNode attribute) => (bool)attribute["deleted"]! ? [] : [.. attribute["Tag"]!.AsArray().Select(tag => (string)tag!["name"]!)];

    private static IEnumerable<string?> Ids(JsonObject made) => [(string?)made["uuid"], .. made["Attribute"]!.AsArray().Select(one => (string?)one!["uuid"])];
}
