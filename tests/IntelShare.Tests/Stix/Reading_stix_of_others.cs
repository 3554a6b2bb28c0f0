using System.Text.Json.Nodes;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed class Reading_stix_of_others
{
    private const string Frame = "\"spec_version\":\"2.1\",\"created\":\"2026-03-01T10:00:00Z\",\"modified\":\"2026-03-01T10:00:00.123456789Z\"";
    private const string Indicator = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private const string Account = "user-account--0d5b424b-93b8-5cd8-ac36-306e1789d63c";
    private const string Observation = "observed-data--b67d30ff-02ac-498a-92f9-32f845f448cf";
    private const string Relationship = "relationship--44298a74-ba52-4f0c-87a3-1824e67d7fad";

    [Theory]
    [InlineData("[user-account:account_type = 'twitter' AND user-account:account_login = 'jdoe']", """{"platform":"x","handle":"jdoe","role":"unknown","observedFrom":"2026-03-01"}""")]
    [InlineData("[ user-account:user_id='10\\'01'  AND user-account:account_type ='TikTok' ]", """{"platform":"tiktok","stableId":"10'01","role":"unknown","observedFrom":"2026-03-01"}""")]
    [InlineData("[user-account:account_login = 'a\\\\b' AND user-account:account_type = 'Zangi']", """{"platform":"other","platformName":"Zangi","handle":"a\\b","role":"unknown","observedFrom":"2026-03-01"}""")]
    public void takes_an_account_from_a_pattern(string pattern, string content)
    {
        var offer = Shared.Read(Pattern(pattern)).Offer();
        Assert.Equal(("account-handle", content), ((string)offer.Body["kind"]!, Plain(offer.Body["content"]!)));
        Assert.Equal(Indicator, (string?)offer.Body["reference"]);
        Assert.False(offer.Body.ContainsKey("release") || offer.Whole);
    }

    [Theory]
    [InlineData("[user-account:account_type = 'twitter']")]
    [InlineData("[user-account:account_login = 'a' OR user-account:user_id = 'b']")]
    [InlineData("[user-account:account_login = 'a'] FOLLOWEDBY [user-account:account_login = 'b']")]
    [InlineData("[user-account:account_login LIKE 'a%']")]
    [InlineData("[user-account:account_login = 'a' AND user-account:account_login = 'b']")]
    [InlineData("[user-account:account_login = 'a' AND user-account:display_name = 'b']")]
    [InlineData("[user-account:account_login = 'a' AND]")]
    [InlineData("[user-account:account_login = 'a]")]
    [InlineData("[user-account:account_login = 'a\\n']")]
    [InlineData("[ipv4-addr:value = '198.51.100.1']")]
    [InlineData("")]
    public void refuses_a_pattern_that_says_more_or_less_than_an_account(string pattern) => Assert.Equal(["pattern-not-carried /objects/0/pattern"], Shared.Read(Pattern(pattern)).Refusals());

    [Theory]
    [InlineData("snow plug", """{"term":"snow plug","language":"sv","concept":"other","meaning":"Cocaine.","observedFrom":"2026-03-01"}""")]
    [InlineData(@"(?i)5k\+|a\|b", """{"term":"5k+","language":"sv","concept":"other","meaning":"Cocaine.","variants":["a|b"],"observedFrom":"2026-03-01"}""")]
    public void takes_a_term_from_an_expression_of_literals(string expression, string content) => Assert.Equal(content, Plain(Shared.Read(Term(expression)).Offer().Body["content"]!));

    [Theory]
    [InlineData("snow.?plug")]
    [InlineData(@"\bsnow\b")]
    [InlineData("snow|")]
    [InlineData(@"snow\")]
    [InlineData("[ck]oke")]
    public void refuses_an_expression_that_is_more(string expression) => Assert.Equal(["pattern-not-carried /objects/0/pattern"], Shared.Read(Term(expression)).Refusals());

    [Fact]
    public void takes_an_account_that_stands_alone()
    {
        var offer = Shared.Read($$"""{"type":"user-account","id":"{{Account}}","account_type":"facebook","account_login":"jdoe","display_name":"J","credential":"secret"}""").Offer();
        Assert.Equal($$"""{"kind":"account-handle","content":{"platform":"facebook","handle":"jdoe","role":"unknown"},"reference":"{{Account}}"}""", offer.Body.ToJsonString());
        Assert.Equal(["display_name", "credential"], offer.Lost);
        Assert.Null(offer.Version);
    }

    [Fact]
    public void takes_a_way_of_acting_in_words()
    {
        var offer = Shared.Read($$"""{"type":"attack-pattern","id":"attack-pattern--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",{{Frame}},"name":"Gig","description":"A gig\r\nin a game.","aliases":["job"]}""").Offer();
        Assert.Equal("""{"title":"Gig","description":"A gig\nin a game."}""", offer.Body["content"]!.ToJsonString());
        Assert.Equal(["aliases"], offer.Lost);
    }

    [Fact]
    public void puts_an_indicator_its_observation_and_its_account_together()
    {
        var readings = Shared.Read(
            $$"""{"type":"relationship","id":"{{Relationship}}",{{Frame}},"relationship_type":"based-on","source_ref":"{{Indicator}}","target_ref":"{{Observation}}","description":"seen"}""",
            Observed(Account),
            Login("jdoe"),
            Pattern("[user-account:user_id = '1001']"));
        Assert.Equal("""{"stableId":"1001","role":"unknown","observedFrom":"2026-03-01","handle":"jdoe"}""", readings.Offer().Body["content"]!.ToJsonString());
        Assert.Equal([["description"], ["first_observed", "last_observed", "number_observed"], []], readings.OfType<Consumed>().Select(consumed => consumed.Lost));
    }

    [Fact]
    public void offers_an_account_that_an_indicator_does_not_name_by_itself()
    {
        var readings = Shared.Read(
            $$"""{"type":"relationship","id":"{{Relationship}}",{{Frame}},"relationship_type":"based-on","source_ref":"{{Indicator}}","target_ref":"{{Observation}}"}""",
            Observed(Account), Login("jdoe"), Pattern("[user-account:user_id = '2002']"));
        Assert.Equal([Account, Indicator], readings.OfType<Offered>().Select(offered => offered.Id));
    }

    [Fact]
    public void refuses_what_belongs_to_nothing_and_what_no_kind_says() => Assert.Equal(
        ["belongs-to-nothing /objects/0", "type-not-carried /objects/1/type"],
        Shared.Read(Observed(Account), $$"""{"type":"malware","id":"malware--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",{{Frame}},"is_family":false}""").Refusals());

    [Theory]
    [InlineData("f88d31f6-486f-44da-b317-01333bde0b82", "H2")]
    [InlineData("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "H2")]
    [InlineData("939a9414-2ddd-4d32-a0cd-375ea402b003", "H2")]
    [InlineData("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "H2")]
    [InlineData("e828b379-4e03-4974-9ac4-e53a884c97c1", "H2")]
    [InlineData("34098fce-860f-48ae-8e50-ebd3cc5e41da", null)]
    [InlineData("94868c89-83c2-464b-929b-a1a8aa3c8487", null)]
    [InlineData("0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061", null)]
    public void lets_a_marking_bind_but_never_release(string marking, string? code)
    {
        var offer = Shared.Read(Pattern("[user-account:user_id = '1']", $",\"object_marking_refs\":[\"marking-definition--{marking}\"]")).Offer();
        Assert.Equal(code, (string?)offer.Body["handling"]?["codes"]?[0]);
        Assert.Equal(code is null, offer.Lost.Contains("object_marking_refs"));
        Assert.False(offer.Body.ContainsKey("release"));
    }

    [Fact]
    public void adds_what_a_marking_binds_to_what_the_client_says_already()
    {
        var offer = Shared.Read(Pattern("[user-account:user_id = '1']", ",\"confidence\":65,\"object_marking_refs\":[\"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421\"]")).Offer();
        var body = offer.Over((JsonObject)JsonNode.Parse("""{ "handling": { "codes": ["H1", "H3"], "conditions": "Call first." }, "evaluation": { "source": "C", "information": 4 } }""")!);
        Assert.Equal("""{"codes":["H1","H3","H2"],"conditions":"Call first."}""", body["handling"]!.ToJsonString());
        Assert.Equal("""{"source":"C","information":2}""", body["evaluation"]!.ToJsonString());
        Assert.Equal("""{"information":2,"source":"X"}""", offer.Over((JsonObject)JsonNode.Parse("""{ "evaluation": "unassessed" }""")!)["evaluation"]!.ToJsonString());
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(80, 1)]
    [InlineData(79, 2)]
    [InlineData(60, 2)]
    [InlineData(59, 3)]
    [InlineData(40, 3)]
    [InlineData(39, null)]
    [InlineData(0, null)]
    public void takes_confidence_for_the_code_of_information(int confidence, int? information)
    {
        var offer = Shared.Read(Pattern("[user-account:user_id = '1']", $",\"confidence\":{confidence}")).Offer();
        Assert.Equal(information, (int?)offer.Body["evaluation"]?["information"]);
        Assert.Equal(information is null, offer.Lost.Contains("confidence"));
    }

    [Fact]
    public void takes_the_end_of_validity_for_the_last_day()
    {
        Assert.Equal("2027-05-12", ReviewBy("2027-05-13T00:00:00Z"));
        Assert.Equal("2027-05-13", ReviewBy("2027-05-13T00:00:01.5Z"));

        static string? ReviewBy(string until) => (string?)Shared.Read(Pattern("[user-account:user_id = '1']", $",\"valid_until\":\"{until}\"")).Offer().Body["retention"]?["reviewBy"];
    }

    [Fact]
    public void reports_what_was_lost() => Assert.Equal(
        ["name", "labels", "external_references", "extensions/extension-definition--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"],
        Shared.Read(Pattern("[user-account:user_id = '1']", """
            ,"name":"J","labels":["x"],"external_references":[{"source_name":"s","url":"http://127.0.0.1/never-fetched"}],
            "extensions":{"extension-definition--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061":{"extension_type":"property-extension"}}
            """)).Offer().Lost);

    private static string Pattern(string pattern, string more = "") =>
        $$"""{"type":"indicator","id":"{{Indicator}}",{{Frame}},"pattern":{{JsonValue.Create(pattern).ToJsonString()}},"pattern_type":"stix","valid_from":"2026-03-01T10:00:00Z"{{more}}}""";

    private static string Term(string expression) =>
        $$"""{"type":"indicator","id":"{{Indicator}}",{{Frame}},"description":"Cocaine.","lang":"sv-SE","pattern":{{JsonValue.Create(expression).ToJsonString()}},"pattern_type":"pcre","valid_from":"2026-03-01T10:00:00Z"}""";

    private static string Login(string login) => $$"""{"type":"user-account","id":"{{Account}}","user_id":"1001","account_login":"{{login}}"}""";

    private static string Observed(string of) =>
        $$"""{"type":"observed-data","id":"{{Observation}}",{{Frame}},"first_observed":"2026-03-01T10:00:00Z","last_observed":"2026-03-01T10:00:00Z","number_observed":1,"object_refs":["{{of}}"]}""";

    private static string Plain(JsonNode json) => json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
