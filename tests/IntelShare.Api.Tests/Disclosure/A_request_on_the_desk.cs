using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Disclosure;

public sealed class A_request_on_the_desk(TestHub hub) : IClassFixture<TestHub>
{
    private const string Unknown = "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11";
    private static readonly JsonNode Refusal = JsonNode.Parse("""{"decision":"refuse","reason":"A trial runs.","ground":"investigation-or-safety"}""")!;

    [Fact]
    public async Task is_decided_once_by_several_officers_at_once()
    {
        var (request, _) = await AskedAsync("se-noa", "several.officers");
        using var read = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/disclosure-requests/" + request);
        var tag = read.Headers.ETag!.ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => hub.As("se-noa").DecideAsync(request, i % 2 == 0 ? Refusal : Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1)), tag)));

        Assert.Equal([200, 412, 412, 412, 412, 412], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.NotEqual(tag, answers.Single(answer => answer.IsSuccessStatusCode).Headers.ETag!.ToString());
        using var again = await hub.As("se-noa").DecideAsync(request, Refusal);
        Assert.Equal("already-answered", await again.CodeAsync());
    }

    [Fact]
    public async Task is_granted_though_its_record_is_amended_at_the_same_time()
    {
        var (request, record) = await AskedAsync("de-bka", "amended.meanwhile");
        var owner = hub.As("de-bka");
        var amendments = Enumerable.Range(0, 3).Select(i => owner.SendAsync(HttpMethod.Patch, "/v1/indicators/" + record, $$"""{"reference":"R-{{i}}"}""", ("If-Match", "*"))).ToArray();
        await owner.DecidedAsync(request, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1)));
        await Task.WhenAll(amendments);

        Assert.Equal(HttpStatusCode.OK, await hub.As("fr-ofast").StatusAsync("/v1/indicators/" + record));
    }

    [Fact]
    public async Task is_there_for_its_two_sides_alone_and_decided_by_one()
    {
        var (request, _) = await AskedAsync("se-noa", "two.sides");
        var tag = (await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/disclosure-requests/" + request)).Headers.ETag!.ToString();
        foreach (var (client, id) in new[] { ("fr-ofast", request), ("fi-krp", request), ("se-noa", Unknown), ("se-noa", "not-an-id") })
        {
            using var decided = await hub.As(client).DecideAsync(id, Refusal, tag);
            using var revoked = await hub.As(client).RevokeAsync(id);
            Assert.Equal(("not-found", "not-found"), (await decided.CodeAsync(), await revoked.CodeAsync()));
        }

        var unknown = await BytesAsync("fi-krp", Unknown);
        Assert.Equal(unknown, await BytesAsync("fi-krp", request));
        Assert.Equal(unknown, await BytesAsync("fr-ofast", request, "discloser"));
        Assert.Equal(HttpStatusCode.OK, await hub.As("fr-ofast", roles: "analyst").StatusAsync("/v1/disclosure-requests/" + request));
        Assert.Equal("open", (await hub.As("se-noa", roles: "discloser").RequestAsync(request))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_decided_by_a_discloser_who_names_its_version()
    {
        var (request, _) = await AskedAsync("se-noa", "roles.and.versions");
        using var role = await hub.As("se-noa", roles: ["analyst", "contributor"]).DecideAsync(request, Refusal);
        using var missing = await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/disclosure-requests/{request}/decision", Refusal.ToJsonString());
        using var wrong = await hub.As("se-noa").DecideAsync(request, Refusal, "\"guessed\"");
        Assert.Equal(("role-missing", "version-missing", "version-mismatch"), (await role.CodeAsync(), await missing.CodeAsync(), await wrong.CodeAsync()));
    }

    [Fact]
    public async Task lapses_when_it_is_due_and_is_answered_late()
    {
        var (request, record) = await AskedAsync("be-fgp", "left.lying");
        var due = (await hub.As("be-fgp").RequestAsync(request))["due"]!.GetValue<DateTimeOffset>();
        Assert.Equal(hub.Clock.GetUtcNow().AddDays(7), due);

        hub.Clock.SetUtcNow(due.AddTicks(-10));
        Assert.Equal([request], await QueueAsync("be-fgp", "state=open&side=received"));
        Assert.Empty(await QueueAsync("be-fgp", "state=lapsed"));
        hub.Clock.SetUtcNow(due);
        Assert.Empty(await QueueAsync("be-fgp", "state=open&side=received"));
        Assert.Equal([request], await QueueAsync("be-fgp", "state=lapsed"));
        Assert.Contains(request, await QueueAsync("fr-ofast", "state=lapsed&side=asked"));
        Assert.Equal(HttpStatusCode.NotFound, await hub.As("fr-ofast").StatusAsync("/v1/indicators/" + record));

        var decided = await hub.As("be-fgp").DecidedAsync(request, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1)));
        Assert.Equal(("granted", true), (decided["state"]!.GetValue<string>(), decided["answer"]!["late"]!.GetValue<bool>()));
        Assert.Equal([request], await QueueAsync("be-fgp", "state=granted"));
    }

    [Fact]
    public async Task stands_in_both_queues_newest_first_page_by_page()
    {
        var requests = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            requests.Insert(0, (await AskedAsync("nl-dlio", $"queued.{i}", "dk-nsk", "country:DK")).Request);
        }

        Assert.Equal(requests, await QueueAsync("nl-dlio", "side=received&limit=2"));
        Assert.Equal(requests, await QueueAsync("dk-nsk", "side=asked&limit=1"));
        Assert.Equal(requests, await QueueAsync("dk-nsk", "limit=100"));
        Assert.Empty(await QueueAsync("dk-nsk", "side=received"));
        Assert.Empty(await QueueAsync("nl-dlio", "side=asked"));
        Assert.Empty(await QueueAsync("dk-nsk", "", "discloser"));
        var page = await hub.As("nl-dlio").ReadAsync("/v1/disclosure-requests?limit=2");
        using var elsewhere = await hub.As("dk-nsk").SendAsync(HttpMethod.Get, "/v1/disclosure-requests?limit=2&cursor=" + page["next"]!.GetValue<string>());
        Assert.Equal("malformed-parameter", await elsewhere.CodeAsync());
        Assert.DoesNotContain("officer", page.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("side=both")]
    [InlineData("state=Open")]
    [InlineData("state=")]
    [InlineData("limit=0")]
    [InlineData("cursor=AAAA")]
    [InlineData("member=se-noa")]
    public async Task is_not_looked_for_by_what_the_queue_does_not_know(string query)
    {
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/disclosure-requests?" + query);
        Assert.Equal("malformed-parameter", await response.CodeAsync());
    }

    [Fact]
    public async Task for_judicial_use_lifts_the_obligation_of_a_record_that_is_read_anyway()
    {
        var body = Bodies.Handle("court.use", "country:FR");
        body["handling"] = new JsonObject { ["codes"] = new JsonArray("H0", "H1") };
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        var asker = hub.As("fr-ofast");
        Assert.Equal("""["not-in-judicial-proceedings"]""", (await asker.ReadAsync("/v1/indicators/" + id))["obligations"]!.ToJsonString());
        var request = await asker.AskedAsync(Disclosing.ForRecord(id, "judicial-use"));
        var grant = Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1));
        grant["conditions"] = "In Lyon alone.";
        await hub.As("se-noa").DecidedAsync(request, grant);

        var answer = (await asker.RequestAsync(request))["answer"]!;
        Assert.Equal(("In Lyon alone.", null), (answer["conditions"]!.GetValue<string>(), answer["indicators"]));
        var view = await asker.ReadAsync("/v1/indicators/" + id);
        Assert.Equal("[]", view["obligations"]!.ToJsonString());
        Assert.NotNull(view["reviewBy"]);
    }

    private async Task<(string Request, string Record)> AskedAsync(string owner, string handle, string asker = "fr-ofast", string hit = "country:FR")
    {
        var (record, _) = await hub.As(owner).SubmittedAsync(Bodies.HitOnly(handle, hit));
        return (await hub.As(asker).AskedAsync(Disclosing.ForHit(await hub.As(asker).HitAsync("account-handle", handle))), record);
    }

    private async Task<string> BytesAsync(string client, string request, params string[] roles)
    {
        using var response = await hub.As(client, roles: roles).SendAsync(HttpMethod.Get, "/v1/disclosure-requests/" + request);
        return $"{response.StatusCode} {response.Headers.ETag} {await response.Content.ReadAsStringAsync(Requests.Ct)}";
    }

    /// <summary>The ids of a whole queue, page by page.</summary>
    private async Task<List<string>> QueueAsync(string client, string query, params string[] roles)
    {
        var ids = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await hub.As(client, roles: roles).ReadAsync($"/v1/disclosure-requests?{query}{cursor}");
            ids.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            if (page["next"] is not { } next)
            {
                return ids;
            }

            cursor = "&cursor=" + next.GetValue<string>();
        }
    }
}
