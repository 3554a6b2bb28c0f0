using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>A hub may know more kinds, codes and members than the library; a follower must not stop for that.</summary>
public sealed class Talking_to_a_newer_hub
{
    private const string View =
        """
        {"id":"7b1f4a52-0c3e-4d8b-9a61-2f5e8c1d7a30","kind":"lexicon-entry","owner":"se-noa","content":{"term":"x","concept":"drug.cocaine"},"evaluation":"unassessed","handling":{"codes":["H0"]},
         "obligations":[],"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],"reviewBy":"2027-11-30"}
        """;

    [Fact]
    public void passes_over_members_and_codes_that_it_does_not_know()
    {
        var view = Read(told => (told["colour"], told["handling"]!["codes"]) = ("blue", new JsonArray("H0", "H7")));
        Assert.Equal([HandlingCode.H0, HandlingCode.Unlisted], view.Handling.Codes);
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(view.Handling, Json.Wire));
    }

    [Fact]
    public void hands_out_content_of_an_unknown_kind_as_it_came()
    {
        var view = Assert.IsType<FullView>(Read(told => (told["kind"], told["content"]) = ("wallet-address", new JsonObject { ["address"] = "bc1" })));
        Assert.Equal((IndicatorKind.Unlisted, "bc1"), (view.Kind, Assert.IsType<UnlistedContent>(view.Content).Json.GetProperty("address").GetString()));
    }

    [Fact]
    public void asks_for_what_is_mandatory() => Assert.Throws<JsonException>(() => Read(told => told.AsObject().Remove("owner")));

    private static IndicatorView Read(Action<JsonNode> change)
    {
        var told = JsonNode.Parse(View)!;
        change(told);
        return told.Deserialize<IndicatorView>(Json.Wire)!;
    }
}
