using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Members;

/// <summary>Two administrators, and agencies that then administer themselves.</summary>
public sealed class Administering_the_hub(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private static readonly string[] Deputy = ["deputy"];

    private HttpClient One => hub.AsOfficer("hub", "anna", ["hub-admin"], purpose: "information-exchange");

    private HttpClient Two => hub.AsOfficer("hub-2", "bo", ["hub-admin"], purpose: "information-exchange");

    [Fact]
    public async Task enrols_a_country_an_agency_and_its_first_client_by_two_acts_each()
    {
        await DoneByTwoAsync(HttpMethod.Put, "/v1/parties/PL", """{"kind":"member-state","name":"Poland"}""");
        await DoneByTwoAsync(HttpMethod.Put, "/v1/members/pl-cbsp", """{"party":"PL","name":"Centralne Biuro Śledcze Policji","desk":{"contact":"desk@pl-cbsp.example","urgent":"urgent@pl-cbsp.example"},"roles":["analyst","contributor","agency-admin"]}""");
        var told = await NoticesAsync(hub.As("fi-krp"), "member-enrolled");
        var poland = await One.ReadAsync("/v1/members/pl-cbsp");
        Assert.Contains(poland["id"]!.GetValue<string>(), told);

        var key = ClientKey.Create("pl-cbsp", "pl-cbsp", "urn:intelshare:hub:local", "pl-");
        var introduction = Introduction("pl-cbsp", key);
        var act = await ProposedAsync(One, HttpMethod.Post, "/v1/members/pl-cbsp/introduction", introduction);
        Assert.True(act["takesReadBack"]!.GetValue<bool>());
        Assert.Equal("read-back-differs", await SecondAsync(Two, act, "not what was read out").RefusedAsync());
        await SecondAsync(Two, act, Thumbprint(key)).DoneAsync();
        await hub.LearnAsync();

        Assert.Equal("pl-cbsp", (await hub.As(key).ReadAsync("/v1/me"))["member"]!.GetValue<string>());
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("for all member states", "member-states"));
        Assert.Equal("full", await hub.As(key).OutcomeAsync("lexicon-entry", "for all member states"));
        Assert.Equal("administers-itself", await One.SendAsync(HttpMethod.Post, "/v1/members/pl-cbsp/introduction", introduction.Replace("\"pl-cbsp\"", "\"second\"", StringComparison.Ordinal)).RefusedAsync());
    }

    [Fact]
    public async Task does_nothing_that_widens_by_one_alone()
    {
        var version = await hub.ScalarAsync<long>("select count(*) from es.mt_events where type in ('party-enrolled')");
        var act = await ProposedAsync(One, HttpMethod.Put, "/v1/parties/CZ", """{"kind":"member-state","name":"Czechia"}""");
        foreach (var same in new[] { One, hub.AsOfficer("hub-2", "anna", ["hub-admin"]), hub.AsOfficer("hub", "bo", ["hub-admin"]) })
        {
            Assert.Equal("proposed-it-itself", await SecondAsync(same, act).RefusedAsync());
        }

        Assert.Equal("act-waits", await Two.SendAsync(HttpMethod.Put, "/v1/parties/CZ", """{"kind":"third-country","name":"Czechia"}""").RefusedAsync());
        Assert.Equal(version, await hub.ScalarAsync<long>("select count(*) from es.mt_events where type in ('party-enrolled')"));
        Assert.Equal("proposed", (await Two.ReadAsync(At(act)))["state"]!.GetValue<string>());
        Assert.Contains(act["id"]!.GetValue<string>(), await NoticesAsync(Two, "pending-act"));

        Assert.Equal("refused", (await RefuseAsync(Two, act).DoneAsync())["state"]!.GetValue<string>());
        Assert.Equal("act-decided", await SecondAsync(Two, act).RefusedAsync());
        Assert.Contains(act["id"]!.GetValue<string>(), await NoticesAsync(One, "pending-act-decided"));
    }

    [Fact]
    public async Task lets_an_act_lapse_that_nobody_seconds()
    {
        var act = await ProposedAsync(One, HttpMethod.Put, "/v1/parties/HU", """{"kind":"member-state","name":"Hungary"}""");
        hub.Clock.Advance(TimeSpan.FromDays(14));

        Assert.Equal("act-lapsed", await SecondAsync(Two, act).RefusedAsync());
        Assert.Equal("lapsed", (await Two.ReadAsync(At(act)))["state"]!.GetValue<string>());
        Assert.Contains(act["id"]!.GetValue<string>(), (await Two.ReadAsync("/v1/pending-acts?state=lapsed"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
        Assert.DoesNotContain(act["id"]!.GetValue<string>(), (await Two.ReadAsync("/v1/pending-acts?state=proposed"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task does_once_what_many_second_at_once()
    {
        var act = await ProposedAsync(One, HttpMethod.Put, "/v1/parties/SK", """{"kind":"member-state","name":"Slovakia"}""");
        await using var other = await SecondHub.StartAsync(hub, server);
        var three = hub.AsOfficer("hub-3", "cy", ["hub-admin"]);
        var answers = await Task.WhenAll(new[] { Two, three, other.Likewise(Two), other.Likewise(three) }.Select(async administrator =>
        {
            using var response = await SecondAsync(administrator, act);
            return response.StatusCode;
        }));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Order());
        Assert.Equal(1, await hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'party-enrolled' and data->>'id' = 'SK'"));
    }

    [Fact]
    public async Task suspends_at_once_and_readmits_by_two()
    {
        var denmark = hub.As("dk-nsk");
        await One.SendAsync(HttpMethod.Post, "/v1/members/dk-nsk/suspension", """{"reason":"A machine was broken into."}""").DoneAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await denmark.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);
        Assert.True((await hub.As("se-noa").ReadAsync("/v1/members/dk-nsk"))["suspended"]!.GetValue<bool>());

        await DoneByTwoAsync(HttpMethod.Delete, "/v1/members/dk-nsk/suspension", """{"reason":"It was set up anew."}""");
        Assert.Equal(HttpStatusCode.OK, (await denmark.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);
        Assert.NotEmpty(await NoticesAsync(denmark, "registry-changed"));
        Assert.Equal("not-suspended", await One.SendAsync(HttpMethod.Delete, "/v1/members/dk-nsk/suspension", """{"reason":"again"}""").RefusedAsync());
    }

    [Fact]
    public async Task tells_those_who_wait_for_a_decision_that_it_pauses_and_goes_on()
    {
        await hub.As("nl-dlio").SubmittedAsync(Bodies.HitOnly("waited.for", "country:FI"));
        var finland = hub.As("fi-krp");
        var request = await finland.AskedAsync(Disclosing.ForHit(await finland.HitAsync("account-handle", "waited.for")));
        await One.SendAsync(HttpMethod.Post, "/v1/members/nl-dlio/suspension", """{"reason":"breach"}""").DoneAsync();
        Assert.Equal([request], await NoticesAsync(finland, "disclosure-paused"));
        Assert.True((await finland.ReadAsync("/v1/disclosure-requests/" + request))["ownerSuspended"]!.GetValue<bool>());

        await DoneByTwoAsync(HttpMethod.Delete, "/v1/members/nl-dlio/suspension", """{"reason":"mended"}""");
        Assert.Equal([request], await NoticesAsync(finland, "disclosure-resumed"));
        Assert.False((await finland.ReadAsync("/v1/disclosure-requests/" + request))["ownerSuspended"]!.GetValue<bool>());
        Assert.Empty(await NoticesAsync(hub.As("be-fgp"), "disclosure-paused"));
    }

    [Fact]
    public async Task concludes_by_two_what_lets_a_party_read_and_by_one_what_does_not()
    {
        var usa = await hub.EnrolAsync("US", IntelShare.Members.PartyKind.ThirdCountry, "us-dea");
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("for a guest", "country:US"));
        Assert.Equal("none", await hub.As(usa).OutcomeAsync("lexicon-entry", "for a guest"));

        await DoneByTwoAsync(HttpMethod.Post, "/v1/parties/US/agreements", """{"legalBasis":"Article 25(1)(a)","level":"non-personal"}""");
        Assert.Equal("full", await hub.As(usa).OutcomeAsync("lexicon-entry", "for a guest"));
        Assert.Null((await hub.As("se-noa").ReadAsync("/v1/parties"))["items"]!.AsArray().Single(party => party!["party"]!.GetValue<string>() == "US")!["agreement"]);
        Assert.Equal("non-personal", (await hub.As(usa).ReadAsync("/v1/parties"))["items"]!.AsArray().Single(party => party!["party"]!.GetValue<string>() == "US")!["agreement"]!.GetValue<string>());

        await One.SendAsync(HttpMethod.Post, "/v1/parties/US/agreements/ending", """{"reason":"It was denounced."}""").DoneAsync();
        Assert.Equal("none", await hub.As(usa).OutcomeAsync("lexicon-entry", "for a guest"));
    }

    [Fact]
    public async Task takes_into_a_task_force_by_two_and_out_of_it_by_one()
    {
        await One.SendAsync(HttpMethod.Put, "/v1/task-forces/blizzard", """{"name":"Joint team BLIZZARD"}""").DoneAsync();
        await DoneByTwoAsync(HttpMethod.Post, "/v1/task-forces/blizzard/participants", """{"participant":"member:be-fgp"}""");
        Assert.Contains("blizzard", await NamesAsync(hub.As("be-fgp")));
        Assert.DoesNotContain("blizzard", await NamesAsync(hub.As("fr-ofast")));

        await One.SendAsync(HttpMethod.Post, "/v1/task-forces/blizzard/participants/leaving", """{"participant":"member:be-fgp"}""").DoneAsync();
        Assert.DoesNotContain("blizzard", await NamesAsync(hub.As("be-fgp")));
        Assert.Contains("blizzard", await NamesAsync(One));

        static async Task<IEnumerable<string>> NamesAsync(HttpClient http) => (await http.ReadAsync("/v1/task-forces"))["items"]!.AsArray().Select(item => item!["taskForce"]!.GetValue<string>());
    }

    [Fact]
    public async Task takes_a_deputy_that_an_agency_lent_and_that_does_nothing_else()
    {
        await DoneByTwoAsync(HttpMethod.Patch, "/v1/members/de-bka", """{"roles":["contributor","discloser","analyst","feed","agency-admin","auditor","deputy"],"reason":"Lends a deputy."}""");
        var key = ClientKey.Create("de-bka", "deputy", "urn:intelshare:hub:local", "deputy-");
        var chief = hub.Chief("de-bka");
        await chief.SendAsync(HttpMethod.Put, "/v1/members/de-bka/clients/deputy", """{"roles":["deputy"],"purposes":["information-exchange"]}""").DoneAsync();
        await chief.SendAsync(HttpMethod.Post, "/v1/members/de-bka/clients/deputy/keys", $$"""{"jwk":{{key.PublicJwk()}}}""").DoneAsync();
        await hub.LearnAsync();
        var deputy = hub.As(key, "information-exchange", Deputy);

        var act = await ProposedAsync(One, HttpMethod.Put, "/v1/parties/EE", """{"kind":"member-state","name":"Estonia"}""");
        Assert.Equal("role-missing", await deputy.SendAsync(HttpMethod.Put, "/v1/parties/LV", """{"kind":"member-state","name":"Latvia"}""").RefusedAsync());
        Assert.Contains(act["id"]!.GetValue<string>(), await NoticesAsync(deputy, "pending-act"));
        await SecondAsync(deputy, act).DoneAsync();

        var own = await ProposedAsync(One, HttpMethod.Post, "/v1/task-forces/grimm/participants", """{"participant":"member:de-bka"}""");
        Assert.Equal("seconds-its-own", await SecondAsync(deputy, own).RefusedAsync());
        await RefuseAsync(deputy, own).DoneAsync();
    }

    [Theory]
    [InlineData("PUT", "/v1/parties/UK", """{"kind":"third-country","name":"United Kingdom"}""", 422, "country-alias")]
    [InlineData("PUT", "/v1/parties/SE", """{"kind":"member-state","name":"Sweden"}""", 409, "already-enrolled")]
    [InlineData("POST", "/v1/parties/XX/agreements", """{"legalBasis":"x","level":"full"}""", 404, "not-found")]
    [InlineData("POST", "/v1/parties/SE/agreements", "{}", 422, "required required")]
    [InlineData("POST", "/v1/parties/SE/agreements/ending", """{"reason":"x"}""", 409, "no-agreement")]
    [InlineData("PUT", "/v1/members/Se-Noa", """{"party":"SE","name":"x","desk":{"contact":"x","urgent":"x"},"roles":["analyst"]}""", 422, "malformed-member")]
    [InlineData("PATCH", "/v1/members/nobody", """{"reason":"x"}""", 404, "not-found")]
    [InlineData("PATCH", "/v1/members/se-noa", """{"roles":["hub-admin"],"reason":"x"}""", 422, "role-not-of-party")]
    [InlineData("POST", "/v1/members/hub/suspension", """{"reason":"x"}""", 409, "hub-stays")]
    [InlineData("POST", "/v1/members/nobody/introduction", "{}", 404, "not-found")]
    [InlineData("POST", "/v1/members/se-noa/introduction", """{"client":"x","roles":["agency-admin"],"purposes":["cross-checking"],"jwk":{"kty":"EC"}}""", 409, "administers-itself")]
    [InlineData("POST", "/v1/task-forces/nothing/participants", """{"participant":"country:SE"}""", 404, "not-found")]
    [InlineData("POST", "/v1/task-forces/grimm/participants", """{"participant":"SE"}""", 422, "unknown-participant")]
    [InlineData("POST", "/v1/task-forces/grimm/participants/leaving", """{"participant":"member:se-noa"}""", 409, "takes-no-part")]
    [InlineData("POST", "/v1/pending-acts/11111111-1111-4111-8111-111111111111/seconding", "{}", 404, "not-found")]
    [InlineData("POST", "/v1/pending-acts/none/refusal", """{"reason":"x"}""", 404, "not-found")]
    public async Task refuses_what_cannot_be_done(string method, string path, string body, int status, string code)
    {
        using var response = await One.SendAsync(new(method), path, body);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(code, await Task.FromResult(response).RefusedAsync());
    }

    private static string At(JsonNode act) => "/v1/pending-acts/" + act["id"]!.GetValue<string>();

    private static string Thumbprint(ClientKey key) => IntelShare.Members.PublicKey.Read(System.Text.Json.JsonDocument.Parse(key.PublicJwk()).RootElement, "").Key!.Thumbprint;

    private static string Introduction(string client, ClientKey key) =>
        $$"""{"client":"{{client}}","roles":["agency-admin","analyst","contributor"],"purposes":["cross-checking","information-exchange"],"jwk":{{key.PublicJwk()}}}""";

    private static Task<HttpResponseMessage> SecondAsync(HttpClient administrator, JsonNode act, string? readBack = null) =>
        administrator.SendAsync(HttpMethod.Post, At(act) + "/seconding", readBack is null ? "{}" : new JsonObject { ["readBack"] = readBack }.ToJsonString());

    private static Task<HttpResponseMessage> RefuseAsync(HttpClient administrator, JsonNode act) => administrator.SendAsync(HttpMethod.Post, At(act) + "/refusal", """{"reason":"Not so."}""");

    private static async Task<JsonNode> ProposedAsync(HttpClient administrator, HttpMethod method, string path, string body)
    {
        using var response = await administrator.SendAsync(method, path, body);
        var act = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, act.ToJsonString());
        Assert.Equal(At(act), response.Headers.Location!.OriginalString);
        return act;
    }

    private async Task DoneByTwoAsync(HttpMethod method, string path, string body) =>
        Assert.Equal("seconded", (await SecondAsync(Two, await ProposedAsync(One, method, path, body)).DoneAsync())["state"]!.GetValue<string>());

    private async Task<IEnumerable<string>> NoticesAsync(HttpClient http, string kind)
    {
        await hub.MatchedAsync();
        var about = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await http.ReadAsync("/v1/notices?limit=100" + (cursor is null ? "" : "&cursor=" + cursor));
            var items = page["items"]!.AsArray();
            about.AddRange(items.Where(item => item!["kind"]!.GetValue<string>() == kind).Select(item => item!["about"]!.GetValue<string>()));
            if (items.Count == 0)
            {
                return about;
            }

            cursor = page["next"]!.GetValue<string>();
        }
    }
}
