using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Members;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Members;

public sealed class A_credential_that_ends(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] Feed = ["feed"];
    private readonly TestHub hub = new(server);
    private ClientKey key = null!;

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task is_told_administrators_and_auditors_of_its_agency_a_fortnight_and_three_days_before()
    {
        var end = await PollerAsync("winter");
        await PassAsync(TimeSpan.FromDays(15));
        Assert.Equal("", await ToldAsync("dk-nsk", "agency-admin"));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(("winter", "winter", "", ""), (await ToldAsync("dk-nsk", "agency-admin"), await ToldAsync("dk-nsk", "auditor"), await ToldAsync("dk-nsk", "analyst"), await ToldAsync("se-noa", "agency-admin")));
        await PassAsync(TimeSpan.FromDays(11));
        Assert.Equal("winter winter", await ToldAsync("dk-nsk", "agency-admin"));
        var part = (await hub.As("dk-nsk", roles: "agency-admin").InboxAsync()).Items[0]!;
        Assert.Equal(("poller", null, end, "credential-expiring"), (part["expiring"]!["client"]!.GetValue<string>(), part["expiring"]!["key"], part["expiring"]!["endsAt"]!.GetValue<DateTimeOffset>(), part["kind"]!.GetValue<string>()));

        await PassAsync(TimeSpan.FromDays(3));
        Assert.Equal("", await ToldAsync("dk-nsk", "agency-admin"));
    }

    [Fact]
    public async Task is_passed_over_once_it_was_revoked_or_another_came_in_its_place()
    {
        var end = await PollerAsync("winter", "spring");
        await PassAsync(TimeSpan.FromDays(17));
        Assert.Equal("spring winter", await ToldAsync("dk-nsk", "agency-admin"));
        await Chief().SendAsync(HttpMethod.Delete, "/v1/members/dk-nsk/clients/poller/tokens/spring", """{"reason":"found in a mail"}""").DoneAsync();
        Assert.Equal("winter", await ToldAsync("dk-nsk", "agency-admin"));
        await RegisterAsync("summer", end.AddDays(50)).DoneAsync();
        Assert.Equal("winter", await ToldAsync("dk-nsk", "agency-admin"));
        await RegisterAsync("autumn", end.AddDays(50)).DoneAsync();
        Assert.Equal("", await ToldAsync("dk-nsk", "agency-admin"));
        await PassAsync(TimeSpan.FromDays(11));
        Assert.Equal("", await ToldAsync("dk-nsk", "agency-admin"));
    }

    [Fact]
    public async Task is_told_once_on_two_nodes_and_by_its_last_stage_alone_after_they_were_down()
    {
        await PollerAsync("winter");
        var kid = ClientKey.Create("dk-nsk", "poller", "urn:intelshare:hub:local", "turning-");
        await Chief().SendAsync(HttpMethod.Post, "/v1/members/dk-nsk/clients/poller/keys", $$"""{"jwk":{{kid.PublicJwk()}}}""").DoneAsync();
        await Chief().SendAsync(HttpMethod.Put, $"/v1/members/dk-nsk/clients/poller/keys/{kid.Kid}/retirement", new JsonObject { ["at"] = hub.Clock.GetUtcNow().AddDays(29) }.ToJsonString()).DoneAsync();
        hub.Clock.Advance(TimeSpan.FromDays(28));

        // A node that starts looks at once.
        await using var other = await SecondHub.StartAsync(hub, server);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? hub.Services : other.Services).GetRequiredService<Expiring>().GoAsync(Requests.Ct)));
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from intelshare.notice where kind = 'credential-expiring'"));
        Assert.Equal($"{kid.Kid} winter", await ToldAsync("dk-nsk", "agency-admin"));
    }

    [Fact]
    public async Task shows_in_the_list_on_which_day_it_was_used_last_and_nothing_where_it_never_was()
    {
        var end = await PollerAsync("winter", "spring");
        var listed = await PollerListedAsync();
        Assert.Equal((null, null, null), (listed["usedOn"], listed["keys"]![0]!["usedOn"], listed["tokens"]![0]!["usedOn"]));

        hub.Clock.Advance(TimeSpan.FromDays(2));
        using var machine = new HttpClient { BaseAddress = hub.Address };
        machine.DefaultRequestHeaders.Authorization = new("Bearer", key.Sign(end.AddDays(-30), Feed, life: TimeSpan.FromDays(30), id: "winter"));
        Assert.Equal(HttpStatusCode.OK, (await machine.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        using var brief = new HttpClient { BaseAddress = hub.Address };
        brief.DefaultRequestHeaders.Authorization = new("Bearer", key.Sign(hub.Clock.GetUtcNow(), Feed));
        Assert.Equal(HttpStatusCode.OK, (await brief.SendAsync(HttpMethod.Get, "/v1/indicators")).StatusCode);
        await hub.SealAsync();

        var day = hub.Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        listed = await PollerListedAsync();
        Assert.Equal((day, day), (listed["usedOn"]!.GetValue<string>(), listed["keys"]![0]!["usedOn"]!.GetValue<string>()));
        Assert.Equal([("spring", null), ("winter", day)], listed["tokens"]!.AsArray().Select(token => (token!["token"]!.GetValue<string>(), token["usedOn"]?.GetValue<string>())).Order());
        Assert.Equal(1, await hub.ScalarAsync<long>("select count(*) from intelshare.used_on where what = 'token'"));
        Assert.Equal(day, (await hub.AsOfficer("hub", "anna", ["hub-admin"]).ReadAsync("/v1/members/dk-nsk/clients"))["items"]!.AsArray().Single(client => client!["client"]!.GetValue<string>() == "poller")!["usedOn"]!.GetValue<string>());
    }

    private HttpClient Chief() => hub.Chief("dk-nsk");

    /// <summary>A feed of Denmark with long tokens that end in 30 days.</summary>
    private async Task<DateTimeOffset> PollerAsync(params string[] tokens)
    {
        key = ClientKey.Create("dk-nsk", "poller", "urn:intelshare:hub:local", "poller-");
        await Chief().SendAsync(HttpMethod.Put, "/v1/members/dk-nsk/clients/poller", """{"roles":["feed"],"purposes":["cross-checking"],"networks":["127.0.0.0/8"],"standing":{"purpose":"cross-checking","case":"NSK-feed"}}""").DoneAsync();
        await Chief().SendAsync(HttpMethod.Post, "/v1/members/dk-nsk/clients/poller/keys", $$"""{"jwk":{{key.PublicJwk()}}}""").DoneAsync();
        var end = hub.Clock.GetUtcNow().AddDays(30);
        foreach (var token in tokens)
        {
            await RegisterAsync(token, end).DoneAsync();
        }

        await hub.LearnAsync();
        return end;
    }

    private Task<HttpResponseMessage> RegisterAsync(string token, DateTimeOffset end) =>
        Chief().SendAsync(HttpMethod.Put, "/v1/members/dk-nsk/clients/poller/tokens/" + token, new JsonObject { ["expiresAt"] = end }.ToJsonString());

    private async Task<JsonNode> PollerListedAsync() => (await Chief().ReadAsync("/v1/members/dk-nsk/clients"))["items"]!.AsArray().Single(client => client!["client"]!.GetValue<string>() == "poller")!;

    private async Task PassAsync(TimeSpan time)
    {
        hub.Clock.Advance(time);
        await hub.Services.GetRequiredService<Expiring>().GoAsync(Requests.Ct);
    }

    /// <summary>The credentials of which an agency's open notices tell, by name.</summary>
    private async Task<string> ToldAsync(string client, string role)
    {
        await hub.SettledAsync();
        var (items, _, _) = await hub.As(client, roles: role).InboxAsync();
        return string.Join(' ', items.Where(item => item!["kind"]!.GetValue<string>() == "credential-expiring").Select(item => (item!["expiring"]!["token"] ?? item["expiring"]!["key"])!.GetValue<string>()).Order(StringComparer.Ordinal));
    }
}
