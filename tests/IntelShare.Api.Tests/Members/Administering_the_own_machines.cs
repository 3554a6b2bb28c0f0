using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Members;

public sealed class Administering_the_own_machines(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private static readonly string[] Feed = ["feed"];

    [Fact]
    public async Task adds_one_that_pulls_by_itself_and_states_nothing()
    {
        var key = await AddedAsync("no-kripos", "poller", """{"roles":["feed"],"purposes":["cross-checking"],"networks":["127.0.0.0/8"],"standing":{"purpose":"cross-checking","case":"KRIPOS-feed"}}""");
        using var silent = Bare(key, Feed);
        Assert.Equal(HttpStatusCode.OK, (await silent.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        var entry = (await hub.TrailAsync("no-kripos")).First(entry => entry!["act"]!.GetValue<string>() == "indicators-listed")!;
        Assert.Equal("poller", entry["client"]!.GetValue<string>());
        Assert.Equal(("cross-checking", "KRIPOS-feed"), (entry["purpose"]!.GetValue<string>(), entry["case"]!.GetValue<string>()));
    }

    [Fact]
    public async Task lets_it_call_from_its_own_networks_alone_from_the_next_answer_on()
    {
        var key = await AddedAsync("nl-dlio", "gateway", """{"roles":["analyst"],"purposes":["cross-checking"],"networks":["192.0.2.0/24"]}""");
        using var http = Bare(key, Officers.Analyst);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);
        Assert.Equal("network-not-allowed", (await hub.TrailAsync("nl-dlio")).First(entry => entry!["act"]!.GetValue<string>() == "token-refused")!["outcome"]!.GetValue<string>());

        await hub.Chief("nl-dlio").SendAsync(HttpMethod.Put, "/v1/members/nl-dlio/clients/gateway", """{"roles":["analyst"],"purposes":["cross-checking"]}""").DoneAsync();
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);
    }

    [Fact]
    public async Task changes_keys_over_one_by_one_without_a_refusal()
    {
        var chief = hub.Chief("be-fgp");
        var first = await AddedAsync("be-fgp", "turning", """{"roles":["analyst"],"purposes":["cross-checking"]}""");
        var second = ClientKey.Create("be-fgp", "turning", "urn:intelshare:hub:local", "second-");
        await chief.SendAsync(HttpMethod.Post, "/v1/members/be-fgp/clients/turning/keys", Jwk(second)).DoneAsync();
        await hub.LearnAsync();
        await chief.SendAsync(HttpMethod.Put, $"/v1/members/be-fgp/clients/turning/keys/{first.Kid}/retirement", new JsonObject { ["at"] = hub.Clock.GetUtcNow().AddMinutes(30) }.ToJsonString()).DoneAsync();
        foreach (var (minutes, before, after) in new[] { (0, HttpStatusCode.OK, HttpStatusCode.OK), (29, HttpStatusCode.OK, HttpStatusCode.OK), (1, HttpStatusCode.Unauthorized, HttpStatusCode.OK) })
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(minutes));
            using var old = Bare(first, Officers.Analyst);
            using var fresh = Bare(second, Officers.Analyst);
            Assert.Equal((before, after), ((await old.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode, (await fresh.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode));
        }

        Assert.Equal("key-retired", (await hub.TrailAsync("be-fgp")).First(entry => entry!["act"]!.GetValue<string>() == "token-refused")!["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task stops_a_stolen_key_or_machine_at_the_next_answer_on_every_node()
    {
        await using var other = await SecondHub.StartAsync(hub, server);
        var laptops = 0;
        foreach (var stop in new Func<ClientKey, Task>[]
        {
            key => hub.Chief("fr-ofast").SendAsync(HttpMethod.Delete, $"/v1/members/fr-ofast/clients/{key.ClientId}/keys/{key.Kid}", """{"reason":"stolen"}""").DoneAsync(),
            key => hub.AsOfficer("hub", "anna", ["hub-admin"]).SendAsync(HttpMethod.Delete, $"/v1/members/fr-ofast/clients/{key.ClientId}/keys/{key.Kid}", """{"reason":"stolen"}""").DoneAsync(),
            key => hub.AsOfficer("hub", "anna", ["hub-admin"]).SendAsync(HttpMethod.Delete, $"/v1/members/fr-ofast/clients/{key.ClientId}", """{"reason":"stolen"}""").DoneAsync(),
        })
        {
            var key = await AddedAsync("fr-ofast", $"laptop-{++laptops}", """{"roles":["analyst"],"purposes":["cross-checking"]}""");
            await other.Services.GetRequiredService<RegistryCache>().ReloadAsync(Requests.Ct);
            using var here = Bare(key, Officers.Analyst);
            using var there = other.Likewise(here);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await here.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode, (await there.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode));
            await stop(key);
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), ((await there.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode, (await here.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode));
        }
    }

    [Fact]
    public async Task tells_the_agency_what_the_hub_ends_and_the_hub_nothing_of_its_cases()
    {
        await AddedAsync("dk-nsk", "siem", """{"roles":["feed"],"purposes":["cross-checking"],"networks":["192.0.2.0/24"],"standing":{"purpose":"cross-checking","case":"NSK-hemmelig"}}""");
        var hubAdmin = hub.AsOfficer("hub", "anna", ["hub-admin"]);
        Assert.DoesNotContain("NSK-hemmelig", (await hubAdmin.ReadAsync("/v1/members/dk-nsk/clients")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("NSK-hemmelig", (await hub.Chief("dk-nsk").ReadAsync("/v1/members/dk-nsk/clients")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, await ToldAsync());

        var ended = await hubAdmin.SendAsync(HttpMethod.Delete, "/v1/members/dk-nsk/clients/siem", """{"reason":"seen where it does not belong"}""").DoneAsync();
        Assert.DoesNotContain("NSK-hemmelig", ended.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, await ToldAsync());

        async Task<int> ToldAsync()
        {
            await hub.MatchedAsync();
            return (await hub.As("dk-nsk").ReadAsync("/v1/notices?limit=100"))["items"]!.AsArray().Count(notice => notice!["kind"]!.GetValue<string>() == "registry-changed");
        }
    }

    [Fact]
    public async Task is_done_by_the_own_agency_alone()
    {
        var (chief, hubAdmin) = (hub.Chief("se-noa"), hub.AsOfficer("hub", "anna", ["hub-admin"]));
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Get, "/v1/members/fr-ofast/clients", (string?)null),
            (HttpMethod.Put, "/v1/members/fr-ofast/clients/mine", """{"roles":["analyst"],"purposes":["cross-checking"]}"""),
            (HttpMethod.Delete, "/v1/members/fr-ofast/clients/fr-ofast", """{"reason":"x"}"""),
            (HttpMethod.Post, "/v1/members/fr-ofast/clients/fr-ofast/keys", """{"jwk":{}}"""),
            (HttpMethod.Delete, $"/v1/members/fr-ofast/clients/fr-ofast/keys/{hub.Key("fr-ofast").Kid}", """{"reason":"x"}"""),
        })
        {
            Assert.Equal("not-found", await chief.SendAsync(method, path, body).RefusedAsync());
            Assert.Equal("not-found", await chief.SendAsync(method, path.Replace("fr-ofast", "nobody", StringComparison.Ordinal), body).RefusedAsync());
        }

        Assert.NotEmpty((await hubAdmin.ReadAsync("/v1/members/fr-ofast/clients"))["items"]!.AsArray());
        Assert.Equal("role-missing", await hubAdmin.SendAsync(HttpMethod.Put, "/v1/members/fr-ofast/clients/mine", """{"roles":["analyst"],"purposes":["cross-checking"]}""").RefusedAsync());
        Assert.Equal("role-missing", await hubAdmin.SendAsync(HttpMethod.Post, "/v1/members/fr-ofast/clients/fr-ofast/keys", """{"jwk":{}}""").RefusedAsync());
    }

    [Fact]
    public async Task never_stores_a_private_key()
    {
        await AddedAsync("fi-krp", "careless", """{"roles":["analyst"],"purposes":["cross-checking"]}""");
        var key = ClientKey.Create("fi-krp", "careless", "urn:intelshare:hub:local", "careless-");
        Assert.Equal("private-key", await hub.Chief("fi-krp").SendAsync(HttpMethod.Post, "/v1/members/fi-krp/clients/careless/keys", $$"""{"jwk":{{key.Write()}}}""").RefusedAsync());
        Assert.Equal("private-key", await hub.AsOfficer("hub", "anna", ["hub-admin"]).SendAsync(HttpMethod.Post, "/v1/members/hub/introduction",
            $$"""{"client":"hub-9","roles":["hub-admin"],"purposes":["cross-checking"],"jwk":{{key.Write()}}}""").RefusedAsync());
        Assert.DoesNotContain(key.D, await hub.DumpAsync(), StringComparison.Ordinal);
    }

    private static string Jwk(ClientKey key) => $$"""{"jwk":{{key.PublicJwk()}}}""";

    /// <summary>A client that says nothing but its token.</summary>
    private HttpClient Bare(ClientKey key, string[] roles)
    {
        var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Sign(hub.Clock.GetUtcNow(), roles));
        return http;
    }

    private async Task<ClientKey> AddedAsync(string member, string client, string what)
    {
        var key = ClientKey.Create(member, client, "urn:intelshare:hub:local", client + "-");
        await hub.Chief(member).SendAsync(HttpMethod.Put, $"/v1/members/{member}/clients/{client}", what).DoneAsync();
        await hub.Chief(member).SendAsync(HttpMethod.Post, $"/v1/members/{member}/clients/{client}/keys", Jwk(key)).DoneAsync();
        await hub.LearnAsync();
        return key;
    }
}
