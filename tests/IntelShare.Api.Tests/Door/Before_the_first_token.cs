using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Door;

public sealed class Before_the_first_token(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task anybody_may_read_what_a_token_must_say()
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var answer = await http.GetAsync(new Uri("/.well-known/oauth-protected-resource", UriKind.Relative), Requests.Ct);
        var said = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull(answer.Headers.Date);
        Assert.Equal((hub.Address.ToString().TrimEnd('/'), "urn:intelshare:hub:local"), (said["resource"]!.GetValue<string>(), said["audience"]!.GetValue<string>()));
        Assert.Equal(["audience", "bearer_methods_supported", "resource", "resource_documentation", "token_lifetime_max", "token_signing_alg_values_supported", "token_types_supported"],
            said.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task the_tool_finds_nothing_wrong_with_a_good_one()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        var said = await desk.RunAsync("token", "check", hub.Token("se-noa"));
        Assert.Equal((0, ""), (said.Code, said.Error));
        Assert.DoesNotContain("WRONG", said.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse((await desk.RunAsync("token", "check", "--json", hub.Token("se-noa"))).Output)!;
        Assert.True(json["good"]!.GetValue<bool>());
    }

    public static TheoryData<string, string?, Action<JsonObject>?, Action<JsonObject>?> Wrong => new()
    {
        { "typ", "JWT", null, header => header["typ"] = "JWT" },
        { "alg", "none", null, header => header["alg"] = "none" },
        { "kid", null, null, header => header.Remove("kid") },
        { "crit", null, null, header => header["crit"] = new JsonArray("exp") },
        { "iss", "se-noa", payload => payload["iss"] = "se-noa", null },
        { "aud", null, payload => payload["aud"] = new JsonArray("urn:intelshare:hub:local", "urn:other"), null },
        { "client_id", null, payload => payload.Remove("client_id"), null },
        { "sub", "..", payload => payload["sub"] = "..", null },
        { "jti", null, payload => payload.Remove("jti"), null },
        { "roles", "analyst", payload => payload["roles"] = "analyst", null },
        { "roles", "hub-admin", payload => payload["roles"] = new JsonArray("hub-admin", "analyst"), null },
        { "roles", "Analyst", payload => payload["roles"] = new JsonArray("Analyst"), null },
        { "purposes", "looking", payload => payload["purposes"] = new JsonArray("looking"), null },
        { "iat", null, payload => payload.Remove("iat"), null },
        { "iat", null, payload => payload["iat"] = payload["iat"]!.GetValue<long>() + 90, null },
        { "exp", null, payload => payload.Remove("exp"), null },
        { "exp", "ended", payload => payload["exp"] = payload["iat"]!.GetValue<long>() - 61, null },
        { "life", "registered", payload => payload["exp"] = payload["iat"]!.GetValue<long>() + 601, null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task the_tool_names_what_is_wrong_and_the_hub_refuses_it(string what, string? says, Action<JsonObject>? payload, Action<JsonObject>? header)
    {
        using var desk = new AuditDesk(hub, "se-noa");
        var token = hub.Token("se-noa", payload, header);
        var said = await desk.RunAsync("token", "check", token);

        Assert.Equal(1, said.Code);
        var line = Assert.Single(said.Output.Split('\n'), line => line.StartsWith("WRONG " + what + " ", StringComparison.Ordinal));
        Assert.Contains(says ?? "", line, StringComparison.Ordinal);
        Assert.Equal(401, (await hub.WhoAmIAsync("Bearer " + token)).Status);
    }

    [Fact]
    public async Task the_tool_asks_the_hub_for_its_clock_its_audience_and_what_it_sees()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        var said = await desk.RunAsync("token", "check", "--hub", hub.Address.ToString(), hub.Token("se-noa"));
        // The hub's answers carry this machine's time; its tests live by another.
        Assert.Contains("WRONG clock", said.Output, StringComparison.Ordinal);
        Assert.Contains("ok    audience", said.Output, StringComparison.Ordinal);
        Assert.Contains("It sees se-noa of se-noa, with the roles", said.Output, StringComparison.Ordinal);

        var rogue = await desk.RunAsync("token", "check", "--hub", hub.Address.ToString(), hub.Token("se-noa", p => p["aud"] = "urn:other", signedBy: Forge.Rogue("se-noa", "se-noa")));
        Assert.Contains("WRONG audience", rogue.Output, StringComparison.Ordinal);
        Assert.Contains("WRONG hub        It answered 401.", rogue.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task the_tool_says_that_something_else_is_no_token(string text)
    {
        using var desk = new AuditDesk(hub, "se-noa");
        Assert.Equal(3, (await desk.RunAsync("token", "check", text)).Code);
    }

    [Fact]
    public async Task the_tool_says_that_a_hub_is_not_there()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        Assert.Equal(3, (await desk.RunAsync("token", "check", "--hub", "http://127.0.0.1:1", hub.Token("se-noa"))).Code);
        Assert.Equal(3, (await desk.RunAsync("token", "check", "--hub", "not an address", hub.Token("se-noa"))).Code);
    }

    [Fact]
    public async Task the_tool_signs_a_long_one_for_a_feed()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        var token = (await desk.RunAsync("token", "--client", "se-noa", "--data", hub.DataDirectory, "--roles", "feed", "--days", "90", "--id", "winter")).Output.Trim();
        var check = await desk.RunAsync("token", "check", token);
        Assert.Equal(0, check.Code);
        Assert.Contains("registered by its jti before its use", check.Output, StringComparison.Ordinal);
        Assert.Contains("winter", check.Output, StringComparison.Ordinal);
    }
}
