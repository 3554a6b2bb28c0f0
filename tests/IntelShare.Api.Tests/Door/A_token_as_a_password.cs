using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Door;

/// <summary>Machines that cannot sign, and machines that know only names and passwords.</summary>
public sealed class A_token_as_a_password(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private static readonly string[] Feed = ["feed"];

    private static string Basic(string client, string token) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{token}"));

    [Theory]
    [InlineData("Basic ")]
    [InlineData("basic ")]
    [InlineData("BASIC  ")]
    public async Task is_taken_with_the_id_of_its_client(string scheme) => Assert.Equal(200, (await hub.WhoAmIAsync(scheme + Basic("se-noa", hub.Token("se-noa")))).Status);

    [Fact]
    public async Task is_refused_with_anything_else_by_the_same_bytes()
    {
        var without = await hub.WhoAmIAsync();
        var token = hub.Token("se-noa");
        // Once it was verified, and is believed for a while, as much as before.
        Assert.Equal(200, (await hub.WhoAmIAsync("Bearer " + token)).Status);
        foreach (var wrong in new[]
        {
            Basic("fr-ofast", token), Basic("", token), Basic("se-noa", token + "x"), Basic("se-noa", ""), Basic("Se-noa", token), Basic("fr-ofast", hub.Token("se-noa")), token, "!!", "", Convert.ToBase64String([0xFF, 0xFE, 0x3A]),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("se-noa")), Basic("se-noa", new string('x', 9000)),
        })
        {
            Assert.Equal(without, await hub.WhoAmIAsync("Basic " + wrong));
        }
    }

    [Fact]
    public async Task may_live_long_once_its_member_registered_it_and_dies_alone_on_every_node()
    {
        var (key, chief) = (ClientKey.Create("dk-nsk", "poller", "urn:intelshare:hub:local", "poller-"), hub.Chief("dk-nsk"));
        await chief.SendAsync(HttpMethod.Put, "/v1/members/dk-nsk/clients/poller", """{"roles":["feed"],"purposes":["cross-checking"],"networks":["127.0.0.0/8"],"standing":{"purpose":"cross-checking","case":"NSK-feed"}}""").DoneAsync();
        await chief.SendAsync(HttpMethod.Post, "/v1/members/dk-nsk/clients/poller/keys", $$"""{"jwk":{{key.PublicJwk()}}}""").DoneAsync();
        await hub.LearnAsync();
        await using var other = await SecondHub.StartAsync(hub, server);
        var end = hub.Clock.GetUtcNow().AddDays(80);
        using var http = Carrying(key, "winter", end);
        using var elsewhere = other.Likewise(http);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        Assert.Equal("token-not-registered", (await hub.TrailAsync("dk-nsk")).First(entry => entry!["act"]!.GetValue<string>() == "token-refused")!["outcome"]!.GetValue<string>());

        await RegisterAsync(chief, "winter", end).DoneAsync();
        await RegisterAsync(chief, "spring", end).DoneAsync();
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        hub.Clock.Advance(TimeSpan.FromDays(79));
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        chief = hub.Chief("dk-nsk");

        await chief.SendAsync(HttpMethod.Delete, "/v1/members/dk-nsk/clients/poller/tokens/winter", """{"reason":"found in a mail"}""").DoneAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        using var spring = Carrying(key, "spring", end);
        Assert.Equal(HttpStatusCode.OK, (await spring.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        var listed = (await chief.ReadAsync("/v1/members/dk-nsk/clients"))["items"]!.AsArray().Single(client => client!["client"]!.GetValue<string>() == "poller")!["tokens"]!.AsArray();
        Assert.Equal([("spring", true), ("winter", false)], listed.Select(token => (token!["token"]!.GetValue<string>(), token["trusted"]!.GetValue<bool>())).Order());
    }

    private static Task<HttpResponseMessage> RegisterAsync(HttpClient chief, string token, DateTimeOffset end) =>
        chief.SendAsync(HttpMethod.Put, "/v1/members/dk-nsk/clients/poller/tokens/" + token, new JsonObject { ["expiresAt"] = end }.ToJsonString());

    /// <summary>A machine with a name and a password.</summary>
    private HttpClient Carrying(ClientKey key, string id, DateTimeOffset end)
    {
        var token = key.Sign(end.AddDays(-80), Feed, life: TimeSpan.FromDays(80), id: id);
        var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Basic", Basic("poller", token));
        return http;
    }
}
