using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>A partner that applies what the feed tells has what it may read, and learns what it has to delete; of anything else it learns nothing.</summary>
public sealed class Following_what_changes(TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    /// <summary>What an owner does to an account that France reads, and why France is told that it has it no more.</summary>
    public static TheoryData<string, string, string> Removals => new()
    {
        { "PUT /release", """{"full":["country:DE"],"feeds":true}""", "no-longer-released" },
        { "PUT /release", """{"full":["country:FR","country:DE"],"excluded":["member:fr-ofast"],"feeds":true}""", "no-longer-released" },
        { "PUT /release", """{"full":["country:DE"],"hit":["country:FR"],"feeds":true}""", "no-longer-released" },
        { "PUT /release", """{"full":["country:FR","country:DE"],"feeds":false}""", "no-longer-released" },
        { "PATCH ", """{"handling":{"codes":["H3"],"conditions":"Ask us first."}}""", "no-longer-released" },
        { "PATCH ", """{"purposes":["strategic-analysis"]}""", "no-longer-released" },
        { "PATCH ", """{"subject":{"categories":["suspect"],"age":"minor","necessity":"Found through it alone."}}""", "no-longer-released" },
        { "PUT /restriction", """{"ground":"evidence","reason":"The trial goes on."}""", "no-longer-released" },
        { "POST /withdrawal", """{"reason":"The source recanted."}""", "withdrawn" },
        { "POST /erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""", "erased" },
    };

    [Fact]
    public async Task tells_each_record_once_at_its_latest_and_goes_on_from_there()
    {
        using var france = hub.As("fr-ofast");
        var start = (await ToldAsync(france)).Next;
        var (first, second) = (await SubmittedAsync(), await SubmittedAsync());
        await ChangedAsync(first, "PATCH ", """{"crimeAreas":["murder-and-grievous-bodily-injury"]}""");
        var (items, next) = await ToldAsync(france, start, limit: 1);

        Assert.Equal([("told", second), ("told", first)], items.InShort());
        Assert.Equal(await france.ReadAsync("/v1/indicators/" + first), items[1]["indicator"], JsonNode.DeepEquals);
        Assert.Empty((await ToldAsync(france, next)).Items);
        await ChangedAsync(second, "PATCH ", """{"reference":"for us alone"}""");
        Assert.Empty((await ToldAsync(france, next)).Items);
        Assert.Equal([("told", second), ("told", first)], (await ToldAsync(france, start)).Items.InShort());
    }

    [Theory]
    [MemberData(nameof(Removals))]
    public async Task tells_a_removal_to_whom_had_it_and_to_nobody_else(string act, string body, string reason)
    {
        using var france = hub.As("fr-ofast", "cross-checking", "K-1", "feed");
        using var denmark = hub.As("dk-nsk", "cross-checking", "K-1", "feed");
        var (frances, denmarks) = ((await ToldAsync(france)).Next, (await ToldAsync(denmark)).Next);
        var id = await SubmittedAsync();
        var had = await ToldAsync(france, frances);
        Assert.Equal([("told", id)], had.Items.InShort());

        await ChangedAsync(id, act, body);
        var lost = await ToldAsync(france, had.Next);
        Assert.Equal([(reason, id)], lost.Items.InShort());
        Assert.Equal(["change", "id", "misp", "reason", "stix"], lost.Items[0].AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Empty((await ToldAsync(france, lost.Next)).Items);
        Assert.Equal([(reason, id)], (await ToldAsync(france, frances)).Items.InShort());
        Assert.Empty((await ToldAsync(denmark, denmarks)).Items);
        // Whoever begins now was never told of it.
        Assert.DoesNotContain(id, (await ToldAsync(france)).Items.InShort().Select(item => item.Id));
    }

    [Fact]
    public async Task tells_that_a_disclosure_was_taken_back()
    {
        using var france = hub.As("fr-ofast");
        using var sweden = hub.As("se-noa");
        var handle = $"follow.{Interlocked.Increment(ref keys)}";
        var (id, _) = await sweden.SubmittedAsync(Bodies.HitOnly(handle, "country:FR"));
        var start = (await ToldAsync(france)).Next;
        var request = await france.AskedAsync(Disclosing.ForHit(await france.HitAsync("account-handle", handle)));
        await sweden.DecidedAsync(request, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(7)));
        var granted = await ToldAsync(france, start);
        Assert.Equal([("told", id)], granted.Items.InShort());
        await sweden.RevokeAsync(request).DoneAsync();
        Assert.Equal([("no-longer-released", id)], (await ToldAsync(france, granted.Next)).Items.InShort());
    }

    [Fact]
    public async Task tells_what_was_erased_since_nobody_decided_its_review()
    {
        using var france = hub.As("fr-ofast");
        var body = Bodies.Term("soon over", "country:FR");
        body["retention"]!["reviewBy"] = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime.AddDays(1)).ToString("O", CultureInfo.InvariantCulture);
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        var had = await ToldAsync(france);
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await hub.SweepAsync();
        Assert.Equal([("erased", id)], (await ToldAsync(hub.As("fr-ofast"), had.Next)).Items.InShort());
    }

    [Fact]
    public async Task tells_another_review_day_to_whom_it_shows()
    {
        using var france = hub.As("fr-ofast");
        using var denmark = hub.As("dk-nsk");
        var id = await SubmittedAsync();
        var (_, had) = await ToldAsync(france);
        var (_, nothing) = await ToldAsync(denmark);
        var polled = (await hub.AsFeed("fr-ofast").PollAllAsync("account-handle")).Carriers().Last();
        await ChangedAsync(id, "PUT /retention", """{"reviewBy":"2027-06-30","reason":"The network is over."}""");
        var told = Assert.Single((await ToldAsync(france, had)).Items);
        Assert.Equal((id, "2027-06-30"), (told["id"]!.GetValue<string>(), told["indicator"]!["reviewBy"]!.GetValue<string>()));
        Assert.Empty((await ToldAsync(denmark, nothing)).Items);
        var again = (await hub.AsFeed("fr-ofast").PollAllAsync("account-handle")).Carriers().Last();
        Assert.Equal((polled.IdOf(), "2027-07-01T00:00:00.000Z"), (again.IdOf(), again["valid_until"]!.GetValue<string>()));
        Assert.True(polled["modified"]!.GetValue<DateTimeOffset>() < again["modified"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task tells_a_record_again_that_was_taken_away_and_given_back()
    {
        using var france = hub.As("fr-ofast");
        var id = await SubmittedAsync();
        var (_, had) = await ToldAsync(france);
        await ChangedAsync(id, "PUT /release", """{"full":["country:DE"]}""");
        await ChangedAsync(id, "PUT /release", """{"full":["country:FR"]}""");
        Assert.Equal([("told", id)], (await ToldAsync(france, had)).Items.InShort());
        await ChangedAsync(id, "PUT /release", """{"full":["country:DE"]}""");
        await ChangedAsync(id, "PUT /release", """{"full":["country:BE"]}""");
        Assert.Equal([("no-longer-released", id)], (await ToldAsync(france, had)).Items.InShort());
    }

    [Fact]
    public async Task says_what_it_was_and_not_what_became_of_it_later()
    {
        using var france = hub.As("fr-ofast");
        var id = await SubmittedAsync();
        var (_, had) = await ToldAsync(france);
        await ChangedAsync(id, "PUT /release", """{"full":["country:DE"]}""");
        await ChangedAsync(id, "POST /erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""");
        Assert.Equal([("no-longer-released", id)], (await ToldAsync(france, had)).Items.InShort());
    }

    [Fact]
    public async Task tells_an_owner_its_own_until_it_is_erased()
    {
        using var sweden = hub.As("se-noa");
        var start = (await ToldAsync(sweden)).Next;
        var id = await SubmittedAsync();
        await ChangedAsync(id, "POST /withdrawal", """{"reason":"The source recanted."}""");
        var withdrawn = await ToldAsync(sweden, start);
        Assert.Equal("withdrawn", Assert.Single(withdrawn.Items)["indicator"]!["status"]!.GetValue<string>());
        await ChangedAsync(id, "POST /erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""");
        Assert.Equal([("erased", id)], (await ToldAsync(sweden, withdrawn.Next)).Items.InShort());
    }

    [Fact]
    public async Task waits_for_what_comes_and_answers_empty_when_nothing_did()
    {
        using var france = hub.As("fr-ofast");
        var (_, next) = await ToldAsync(france);
        var waiting = france.ChangesAsync(next, also: "&wait=20");
        var id = await SubmittedAsync();
        await hub.TideAsync();
        Assert.Equal([("told", id)], (await waiting).AsObject()["items"]!.AsArray().Select(item => item!).InShort());

        var (_, later) = await ToldAsync(france);
        waiting = france.ChangesAsync(later, also: "&wait=5");
        while (!waiting.IsCompleted)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(waiting, Task.Delay(50, Requests.Ct));
        }

        Assert.Empty((await waiting)["items"]!.AsArray());
    }

    [Fact]
    public async Task takes_a_cursor_from_nobody_but_whom_it_was_given()
    {
        using var france = hub.As("fr-ofast");
        var (_, next) = await ToldAsync(france);
        await RefusedAsync(hub.As("de-bka"), "?cursor=" + next, HttpStatusCode.BadRequest, "malformed-parameter");
        await RefusedAsync(france, "?kind=lexicon-entry&cursor=" + next, HttpStatusCode.BadRequest, "malformed-parameter");
        await RefusedAsync(hub.As("fr-ofast", "strategic-analysis"), "?cursor=" + next, HttpStatusCode.Gone, "cursor-restart");
        await RefusedAsync(hub.As("fr-ofast", "cross-checking", "K-1", "feed"), "?cursor=" + next, HttpStatusCode.Gone, "cursor-restart");
        await RefusedAsync(hub.As("fr-ofast", "cross-checking", null), "?cursor=" + next, HttpStatusCode.BadRequest, "case-missing");
        foreach (var wrong in new[] { "?limit=1001", "?limit=0", "?wait=21", "?wait=-1", "?wait=1.5", "?kind=nothing", "?cursor=", "?cursor=AAAA" })
        {
            await RefusedAsync(france, wrong, HttpStatusCode.BadRequest, "malformed-parameter");
        }
    }

    private async Task<(IReadOnlyList<JsonNode> Items, string Next)> ToldAsync(HttpClient http, string? cursor = null, int limit = 1000)
    {
        await hub.TideAsync();
        return await http.FollowAsync(cursor, limit);
    }

    private async Task<string> SubmittedAsync()
    {
        var body = Bodies.Handle($"follow.{Interlocked.Increment(ref keys)}", "country:FR", "country:DE");
        body["release"]!["feeds"] = true;
        return (await hub.As("se-noa").SubmittedAsync(body)).Id;
    }

    private Task<JsonNode> ChangedAsync(string id, string act, string body) =>
        hub.As("se-noa").SendAsync(new HttpMethod(act.Split(' ')[0]), $"/v1/indicators/{id}{act.Split(' ')[1]}", body, ("If-Match", "*")).DoneAsync();

    private static async Task RefusedAsync(HttpClient http, string query, HttpStatusCode status, string code)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, "/v1/changes" + query);
        Assert.Equal((status, code), (answer.StatusCode, await answer.CodeAsync()));
    }
}
