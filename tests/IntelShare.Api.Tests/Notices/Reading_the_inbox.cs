using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Notices;

public sealed class Reading_the_inbox(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task goes_on_from_where_a_poller_stood()
    {
        var one = await MatchAsync("polled one", "nl-dlio");
        var two = await MatchAsync("polled two", "nl-dlio");
        var (items, next, _) = await hub.As("nl-dlio").InboxAsync("?limit=1");
        Assert.Equal(one, Assert.Single(items)!["about"]!.GetValue<string>());

        (items, next, _) = await hub.As("nl-dlio").InboxAsync("?cursor=" + next);
        Assert.Equal(two, Assert.Single(items)!["about"]!.GetValue<string>());
        var (none, still, _) = await hub.As("nl-dlio").InboxAsync("?cursor=" + next);
        Assert.Empty(none);
        Assert.Equal(next, still);

        var three = await MatchAsync("polled three", "nl-dlio");
        Assert.Equal(three, Assert.Single((await hub.As("nl-dlio").InboxAsync("?cursor=" + still)).Items)!["about"]!.GetValue<string>());
    }

    [Fact]
    public async Task shows_what_was_acknowledged_only_on_request()
    {
        var own = await MatchAsync("noted and done");
        var notice = Assert.Single(await hub.NoticesAsync("se-noa", own));
        var first = await hub.AcknowledgedAsync("se-noa", notice);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        using var again = await hub.AsOfficer("se-noa", "second").SendAsync(HttpMethod.Post, $"/v1/notices/{notice["id"]}/acknowledgement");

        Assert.Equal(first.ToJsonString(), (await again.JsonAsync()).ToJsonString());
        Assert.Equal("se-noa-officer", first["by"]!.GetValue<string>());
        Assert.Empty(await hub.NoticesAsync("se-noa", own));
        var kept = Assert.Single((await hub.As("se-noa").InboxAsync("?all=true&limit=100")).Items, item => item!["about"]!.GetValue<string>() == own)!;
        Assert.Equal(first["at"]!.GetValue<string>(), kept["acknowledgedAt"]!.GetValue<string>());
        Assert.Contains(await hub.TrailAsync("se-noa"), entry => entry!["act"]!.GetValue<string>() == "notice-acknowledged" && entry["officer"]!.GetValue<string>() == "second");
    }

    [Fact]
    public async Task knows_no_notice_of_others()
    {
        var notice = Assert.Single(await hub.NoticesAsync("se-noa", await MatchAsync("not theirs")));
        var unknown = await AnswerAsync("fr-ofast", "11111111-1111-4111-8111-111111111111");

        Assert.Contains("not-found", unknown, StringComparison.Ordinal);
        Assert.Equal(unknown, await AnswerAsync("fr-ofast", notice["id"]!.GetValue<string>()));
        Assert.Equal(unknown, await AnswerAsync("fr-ofast", "no-id"));
        Assert.Equal(unknown, await AnswerAsync("se-noa", notice["id"]!.GetValue<string>(), "auditor"));
        Assert.Single(await hub.NoticesAsync("se-noa", notice["about"]!.GetValue<string>()));
    }

    [Fact]
    public async Task tells_those_who_do_not_search_of_no_match()
    {
        var own = await MatchAsync("for analysts");

        foreach (var role in new[] { "contributor", "discloser", "auditor", "agency-admin" })
        {
            Assert.DoesNotContain(own, (await hub.As("se-noa", "cross-checking", "K-1", role).InboxAsync()).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task takes_no_cursor_of_another_and_starts_again_for_another_purpose_or_role()
    {
        await MatchAsync("whose cursor");
        var (_, next, _) = await hub.As("se-noa").InboxAsync("?limit=1");

        Assert.Equal("malformed-parameter", await RefusedAsync(hub.As("fr-ofast"), "?cursor=" + next));
        Assert.Equal("malformed-parameter", await RefusedAsync(hub.As("se-noa"), "?all=true&cursor=" + next));
        Assert.Equal("cursor-restart", await RefusedAsync(hub.As("se-noa", "information-exchange"), "?cursor=" + next));
        Assert.Equal("cursor-restart", await RefusedAsync(hub.As("se-noa", "cross-checking", "K-1", "contributor"), "?cursor=" + next));
    }

    [Fact]
    public async Task states_purpose_and_case()
    {
        Assert.Equal("purpose-missing", await RefusedAsync(hub.As("se-noa", purpose: null), ""));
        Assert.Equal("case-missing", await RefusedAsync(hub.As("se-noa", "cross-checking", @case: null), ""));
        Assert.Equal("role-missing", await RefusedAsync(hub.As("se-noa", "cross-checking", "K-1", "feed"), ""));
        Assert.Null(await RefusedAsync(hub.As("se-noa", "cross-checking", @case: null, "auditor"), ""));
    }

    /// <summary>A record, Sweden's unless said otherwise, which a French one meets.</summary>
    private async Task<string> MatchAsync(string term, string owner = "se-noa")
    {
        var (own, _) = await hub.As(owner).SubmittedAsync(Bodies.Term(term));
        await hub.As("fr-ofast").SubmittedAsync(Bodies.Term(term, "member-states"));
        await hub.MatchedAsync();
        return own;
    }

    private async Task<string> AnswerAsync(string client, string id, params string[] roles)
    {
        using var response = await hub.As(client, "cross-checking", "K-1", roles).SendAsync(HttpMethod.Post, $"/v1/notices/{id}/acknowledgement");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Requests.Ct);
    }

    private static async Task<string?> RefusedAsync(HttpClient http, string query)
    {
        using var response = await http.SendAsync(HttpMethod.Get, "/v1/notices" + query);
        return await response.CodeAsync();
    }
}
