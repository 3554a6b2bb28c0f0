using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Members;

// Each on a hub of its own: its clock runs ahead.
public sealed class A_member_that_leaves(PostgresServer server) : IAsyncLifetime
{
    private const string Denmark = "dk-nsk";
    private const string Netherlands = "nl-dlio";
    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task reads_and_is_read_up_to_its_last_day_and_keeps_what_is_its_own()
    {
        var (own, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Term("danish", "member-states"));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("swedish", "member-states"));
        await LeavesAsync("2027-01-01");
        At("2026-12-31");
        Assert.Equal(("full", "full"), (await Found("fr-ofast", "danish"), await Found(Denmark, "swedish")));

        At("2027-01-01");
        Assert.Equal(("none", "none"), (await Found("fr-ofast", "danish"), await Found(Denmark, "swedish")));
        Assert.Equal((await hub.As("fr-ofast").GotAsync("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01")).Body, (await hub.As("fr-ofast").GotAsync(own)).Body);
        Assert.Equal(own, Assert.Single((await hub.As(Denmark).ReadAsync("/v1/indicators?mine=true"))["items"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Equal("member-left", await hub.As(Denmark).SendAsync(HttpMethod.Post, "/v1/indicators", Bodies.Term("late", "member-states").ToJsonString(), ("Idempotency-Key", "late")).RefusedAsync());
    }

    [Fact]
    public async Task is_told_and_so_are_its_auditors()
    {
        var withdrawal = (await LeavesAsync("2027-01-01"))["withdrawal"]!;
        Assert.Equal(("2027-04-01", "2027-05-01"), (withdrawal["erasedOn"]!.GetValue<string>(), withdrawal["closedOn"]!.GetValue<string>()));
        await hub.SettledAsync();
        var told = Assert.Single(await hub.NoticesAsync(Denmark, withdrawal["id"]!.GetValue<string>()));
        Assert.Equal("membership-ends", told["kind"]!.GetValue<string>());
        Assert.Equal(told["id"]!.GetValue<string>(), Assert.Single((await hub.As(Denmark, roles: "auditor").InboxAsync()).Items)!["id"]!.GetValue<string>());
        Assert.Empty(await hub.NoticesAsync("se-noa", withdrawal["id"]!.GetValue<string>()));
        Assert.Empty(await WithdrawalsAsync(hub.As("se-noa")));
        Assert.Equal(Denmark, Assert.Single(await WithdrawalsAsync(Administrator))!["member"]!.GetValue<string>());
    }

    [Fact]
    public async Task stays_after_all_if_two_of_the_hub_say_so_in_time()
    {
        var withdrawal = (await LeavesAsync("2027-01-01"))["withdrawal"]!["id"]!.GetValue<string>();
        var act = await ProposedAsync(KeepAsync());
        Assert.Equal("act-waits", await KeepAsync().RefusedAsync());
        Assert.Equal("2027-01-01", Assert.Single(await WithdrawalsAsync(Administrator))!["effectiveOn"]!.GetValue<string>());
        Assert.Equal("proposed-it-itself", await SecondAsync(act, "hub").RefusedAsync());
        await SecondAsync(act).DoneAsync();
        At("2027-01-01");
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("for all", "member-states"));
        Assert.Equal("full", await Found(Denmark, "for all"));
        Assert.Equal("not-leaving", await KeepAsync().RefusedAsync());
        await hub.SettledAsync();
        Assert.Equal(["membership-ends", "membership-ends"], (await hub.NoticesAsync(Denmark, withdrawal)).Select(notice => notice!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task leaves_sooner_at_one_word_and_later_at_two()
    {
        await LeavesAsync("2027-01-01");
        await LeavesAsync("2026-12-20");
        var act = await ProposedAsync(LeavingAsync("2027-02-01"));
        At("2026-12-04");
        Assert.Equal("2026-12-20", await EndAsync());
        await SecondAsync(act).DoneAsync();
        Assert.Equal("2027-02-01", await EndAsync());

        async Task<string> EndAsync() => Assert.Single(await WithdrawalsAsync(Administrator))!["effectiveOn"]!.GetValue<string>();
    }

    [Fact]
    public async Task is_kept_by_nobody_whose_second_comes_after_its_day()
    {
        await LeavesAsync("2026-12-04");
        var act = await ProposedAsync(KeepAsync());
        At("2026-12-04");
        Assert.Equal("member-left", await SecondAsync(act).RefusedAsync());
    }

    [Fact]
    public async Task loses_its_records_ninety_days_later_and_its_tokens_after_the_certificates()
    {
        var (account, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Handle("canary.dk", "member-states"));
        var (kept, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Handle("canary.evidence", "member-states"));
        var (other, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("canary.dk", "member-states"));
        await hub.As(Denmark).RestrictAsync(kept).DoneAsync();
        await hub.As(Denmark).EraseAsync((await hub.As(Denmark).SubmittedAsync(Bodies.Term("gone before", "member-states"))).Id).DoneAsync();
        await LeavesAsync("2027-01-01");
        At("2027-03-31");
        await hub.SweepAsync();
        Assert.Equal(HttpStatusCode.OK, (await hub.As(Denmark).GotAsync(account)).Status);

        At("2027-04-01");
        await hub.SweepAsync();
        foreach (var id in new[] { account, kept })
        {
            Assert.Equal("owner-left", (await hub.As(Denmark).ReadAsync($"/v1/indicators/{id}/erasure"))["ground"]!.GetValue<string>());
            Assert.Contains(id, await File.ReadAllTextAsync(hub.ShredList(), Requests.Ct), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await hub.As("se-noa").GotAsync(other)).Status);
        Assert.Equal(1, await hub.ScalarAsync<long>("select count(*) from intelshare.record_key"));
        Assert.DoesNotContain("canary", await hub.DumpAsync(), StringComparison.OrdinalIgnoreCase);
        At("2027-04-30");
        Assert.Equal(HttpStatusCode.OK, await hub.As(Denmark).StatusAsync("/v1/me"));
        At("2027-05-01");
        Assert.Equal(HttpStatusCode.Unauthorized, await hub.As(Denmark).StatusAsync("/v1/me"));
    }

    [Fact]
    public async Task hands_its_records_over_to_whoever_it_named_and_accepted()
    {
        var body = Bodies.Handle("handed.over", "member-states");
        body["reference"] = "DK-7";
        var (account, _) = await hub.As(Denmark).SubmittedAsync(body);
        var (withdrawn, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Term("withdrawn before", "member-states"));
        await hub.As(Denmark).ChangedAsync(HttpMethod.Post, $"/v1/indicators/{withdrawn}/withdrawal", """{"reason":"over"}""");
        var (erased, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Term("erased before", "member-states"));
        await hub.As(Denmark).EraseAsync(erased).DoneAsync();
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle("handed.over", "member-states"));
        await hub.MatchedAsync();
        await LeavesAsync("2027-01-01");
        await NamesAsync().DoneAsync();
        await AcceptsAsync().DoneAsync();
        await HandOverAsync();
        Assert.Equal(Denmark, (await hub.As(Denmark).ReadAsync("/v1/indicators/" + account))["owner"]!.GetValue<string>());

        At("2027-01-01");
        Assert.Equal("full", await Found("fr-ofast", "handed.over", "account-handle"));
        await HandOverAsync();

        var own = await hub.As(Netherlands).ReadAsync("/v1/indicators/" + account);
        Assert.Equal((Netherlands, "DK-7"), (own["owner"]!.GetValue<string>(), own["reference"]!.GetValue<string>()));
        Assert.Equal(account, Assert.Single((await hub.As(Netherlands).ReadAsync("/v1/indicators?reference=DK-7"))["items"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Equal([account, withdrawn], (await hub.As(Netherlands).ReadAsync("/v1/indicators?mine=true"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).OrderBy(id => id != account));
        Assert.Equal(Netherlands, (await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + account))["owner"]!.GetValue<string>());
        Assert.Single((await hub.As("fr-ofast").ReadAsync("/v1/indicators"))["items"]!.AsArray(), item => item!["id"]!.GetValue<string>() == account);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.As(Denmark).GotAsync(account)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await hub.As(Denmark).GotAsync(erased)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.As(Netherlands).GotAsync(erased)).Status);

        await hub.As(Netherlands).AmendedAsync(account, new JsonObject { ["crimeAreas"] = new JsonArray("murder-and-grievous-bodily-injury") });
        var life = (await hub.As(Netherlands).ReadAsync($"/v1/indicators/{account}/history"))["items"]!.AsArray();
        Assert.Equal([("indicator-submitted", null), ("indicator-handed-over", null), ("indicator-amended", Netherlands + "-officer")], life.Select(item => (item!["fact"]!.GetValue<string>(), item["officer"]?.GetValue<string>())));
        foreach (var agency in new[] { Denmark, Netherlands })
        {
            Assert.Contains(await hub.TrailAsync(agency, $"?indicator={account}"), entry => entry!["act"]!.GetValue<string>() == "indicator-handed-over");
        }

        await hub.MatchedAsync();
        Assert.Equal("cross-match", Assert.Single(await hub.NoticesAsync(Netherlands, account))["kind"]!.GetValue<string>());
        At("2027-04-01");
        await hub.SweepAsync();
        Assert.Equal(HttpStatusCode.OK, (await hub.As(Netherlands).GotAsync(account)).Status);
    }

    [Fact]
    public async Task hands_over_what_was_asked_and_disclosed_and_recalled_with_its_records()
    {
        var (account, _) = await hub.As(Denmark).SubmittedAsync(Bodies.HitOnly("asked.for", "member-states", "schengen-associated"));
        var (recalled, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Term("wrong", "member-states"));
        Assert.Equal("full", await Found("fr-ofast", "wrong"));
        var recall = await hub.As(Denmark).RecalledAsync(recalled);
        var granted = await hub.As("fr-ofast").AskedAsync(Disclosing.ForHit(await hub.As("fr-ofast").HitAsync("account-handle", "asked.for")));
        await hub.As(Denmark).DecidedAsync(granted, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(60)));
        var asking = await hub.As(Netherlands).AskedAsync(Disclosing.ForHit(await hub.As(Netherlands).HitAsync("account-handle", "asked.for")));
        var reference = await hub.As("no-kripos").HitAsync("account-handle", "asked.for");
        await LeavesAsync("2026-12-04");
        await NamesAsync().DoneAsync();
        await AcceptsAsync().DoneAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var open = await hub.As("be-fgp").AskedAsync(Disclosing.ForHit(await hub.As("be-fgp").HitAsync("account-handle", "asked.for")));
        At("2026-12-04");
        await HandOverAsync();

        Assert.Equal("full", await Found("fr-ofast", "asked.for", "account-handle"));
        Assert.Equal([open, granted], (await hub.As(Netherlands).ReadAsync("/v1/disclosure-requests?side=received"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
        Assert.Equal(granted, Assert.Single((await hub.As(Netherlands).ReadAsync("/v1/disclosures"))["items"]!.AsArray())!["request"]!.GetValue<string>());
        Assert.Empty((await hub.As(Denmark).ReadAsync("/v1/disclosure-requests?side=received"))["items"]!.AsArray());
        Assert.Equal(Netherlands, (await hub.As("be-fgp").RequestAsync(open))["owner"]!.GetValue<string>());
        Assert.Equal(asking, Assert.Single((await hub.As(Netherlands).ReadAsync("/v1/disclosure-requests?side=asked"))["items"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Equal("not-found", await hub.As(Netherlands).DecideAsync(asking, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(60))).RefusedAsync());
        await hub.As("no-kripos").AskedAsync(Disclosing.ForHit(reference));
        Assert.Equal("not-found", await hub.As(Denmark).RevokeAsync(granted).RefusedAsync());
        await hub.As(Netherlands).RevokeAsync(granted).DoneAsync();
        Assert.Equal("hit", await Found("fr-ofast", "asked.for", "account-handle"));
        await hub.As(Netherlands).DecidedAsync(open, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(60)));
        Assert.Equal("full", await Found("be-fgp", "asked.for", "account-handle"));

        Assert.Equal("fr-ofast", Assert.Single((await hub.As(Netherlands).ReadAsync("/v1/recalls/" + recall))["recipients"]!.AsArray())!["member"]!.GetValue<string>());
        Assert.Equal(Netherlands, (await hub.As("fr-ofast").ReadAsync("/v1/recalls/" + recall))["owner"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_succeeded_by_an_act_of_both_alone()
    {
        Assert.Equal("not-leaving", await NamesAsync().RefusedAsync());
        await LeavesAsync("2027-01-01");
        Assert.Equal("not-found", await NamesAsync(by: "se-noa").RefusedAsync());
        Assert.Equal("not-found", await AcceptsAsync().RefusedAsync());
        Assert.Equal("cannot-succeed", await NamesAsync("nobody").RefusedAsync());
        Assert.Equal("role-missing", await hub.As(Denmark, roles: "contributor").SendAsync(HttpMethod.Put, $"/v1/members/{Denmark}/successor", "{}").RefusedAsync());
        await NamesAsync().DoneAsync();
        Assert.Equal("not-found", await AcceptsAsync(by: "se-noa").RefusedAsync());
        await hub.As(Denmark).SendAsync(HttpMethod.Delete, $"/v1/members/{Denmark}/successor").DoneAsync();
        Assert.Equal("not-found", await AcceptsAsync().RefusedAsync());
        await NamesAsync().DoneAsync();
        At("2026-12-16");
        Assert.Equal("succession-not-open", await AcceptsAsync().RefusedAsync());
        var asked = await NamesAsync().DoneAsync();
        await hub.SettledAsync();
        Assert.Equal(3, (await hub.NoticesAsync(Netherlands, asked["withdrawal"]!["id"]!.GetValue<string>())).Count);
        await AcceptsAsync().DoneAsync();
        Assert.Equal("succession-accepted", await NamesAsync().RefusedAsync());
    }

    [Fact]
    public async Task hands_over_once_by_two_nodes_while_its_officers_still_write()
    {
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add((await hub.As(Denmark).SubmittedAsync(Bodies.Term($"moving {i}", "member-states"))).Id);
        }

        await LeavesAsync("2027-01-01");
        await NamesAsync().DoneAsync();
        await AcceptsAsync().DoneAsync();
        At("2027-01-01");
        await using var second = await SecondHub.StartAsync(hub, server);
        var writing = ids.Select(async id =>
        {
            using var answer = await hub.As(Denmark).SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", """{"full":["country:FR"]}""", ("If-Match", "*"));
            return answer.StatusCode;
        });
        var moving = Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? hub.Services : second.Services).GetRequiredService<HandingOver>().GoAsync(Requests.Ct));
        var written = Task.WhenAll(writing);
        await Task.WhenAll(moving);

        Assert.All(await written, status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.PreconditionFailed }));
        Assert.Equal(20, await hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'indicator-handed-over'"));
        Assert.Equal(20, await hub.ScalarAsync<long>($"select count(*) from doc.mt_doc_indicator where data ->> 'owner' = '{Netherlands}'"));
    }

    [Fact]
    public async Task hands_over_where_the_acceptance_commits_while_the_erasure_is_under_way()
    {
        var account = await LeftWithoutHeirAsync();
        await using var registry = await HeldTable.HoldAsync(hub, "intelshare.registry");
        await using var keys = await HeldTable.HoldAsync(hub, "intelshare.match_key");
        var accepting = AcceptsAsync();
        await registry.WaitedForAsync();
        At("2027-04-01");
        var erasing = hub.SweepAsync();
        await keys.WaitedForAsync();

        await registry.DisposeAsync();
        await accepting.DoneAsync();
        await keys.DisposeAsync();
        await erasing;
        await HandOverAsync();
        await hub.SweepAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await hub.As(Netherlands).GotAsync(account)).Status, (await hub.As(Denmark).GotAsync(account)).Status));
        Assert.Equal("full", await Found("fr-ofast", "between.two", "account-handle"));
        Assert.Equal(["indicator-submitted", "indicator-handed-over"], await FactsAsync(account));
        Assert.False(File.Exists(hub.ShredList()) && (await File.ReadAllTextAsync(hub.ShredList(), Requests.Ct)).Contains(account, StringComparison.Ordinal));
    }

    [Fact]
    public async Task has_nothing_left_to_hand_over_where_the_erasure_commits_while_the_acceptance_is_under_way()
    {
        var account = await LeftWithoutHeirAsync();
        await using var registry = await HeldTable.HoldAsync(hub, "intelshare.registry");
        var accepting = AcceptsAsync();
        await registry.WaitedForAsync();
        At("2027-04-01");
        await hub.SweepAsync();

        await registry.DisposeAsync();
        await accepting.DoneAsync();
        await HandOverAsync();
        await hub.SweepAsync();

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Gone), ((await hub.As(Netherlands).GotAsync(account)).Status, (await hub.As(Denmark).GotAsync(account)).Status));
        Assert.Equal("owner-left", (await hub.As(Denmark).ReadAsync($"/v1/indicators/{account}/erasure"))["ground"]!.GetValue<string>());
        Assert.Equal("none", await Found("fr-ofast", "between.two", "account-handle"));
        Assert.Equal(["indicator-submitted", "indicator-erased"], await FactsAsync(account));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.record_key"));
    }

    /// <summary>An account of a member that left, on the last day on which its successor may accept.</summary>
    private async Task<string> LeftWithoutHeirAsync()
    {
        var (account, _) = await hub.As(Denmark).SubmittedAsync(Bodies.Handle("between.two", "member-states"));
        await LeavesAsync("2027-01-01");
        At("2027-03-31");
        await NamesAsync().DoneAsync();
        return account;
    }

    private async Task<string[]> FactsAsync(string record) => (await hub.ScalarAsync<string>($"select string_agg(type, ' ' order by version) from es.mt_events where stream_id = '{record}'")).Split(' ');

    private HttpClient Administrator => hub.As("hub", purpose: null, @case: null, "hub-admin");

    /// <summary>Shortly after the start of a day in UTC.</summary>
    private void At(string day) => hub.Clock.SetUtcNow(DateTimeOffset.Parse(day + "T00:10:00Z", System.Globalization.CultureInfo.InvariantCulture));

    private Task<JsonNode> LeavesAsync(string day) => LeavingAsync(day).DoneAsync();

    private Task<HttpResponseMessage> LeavingAsync(string day) =>
        Administrator.SendAsync(HttpMethod.Put, $"/v1/members/{Denmark}/withdrawal", new JsonObject { ["reason"] = "The unit was merged.", ["effectiveOn"] = day }.ToJsonString());

    private Task<HttpResponseMessage> KeepAsync() => Administrator.SendAsync(HttpMethod.Delete, $"/v1/members/{Denmark}/withdrawal", """{"reason":"The law was changed."}""");

    private Task<HttpResponseMessage> SecondAsync(string act, string by = "hub-2") =>
        hub.As(by, purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Post, $"/v1/pending-acts/{act}/seconding", "{}");

    private static async Task<string> ProposedAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.JsonAsync())["id"]!.GetValue<string>();
    }

    private Task<HttpResponseMessage> NamesAsync(string successor = Netherlands, string by = Denmark) =>
        hub.As(by).SendAsync(HttpMethod.Put, $"/v1/members/{Denmark}/successor", new JsonObject { ["successor"] = successor, ["reason"] = "Takes over the unit." }.ToJsonString());

    private Task<HttpResponseMessage> AcceptsAsync(string by = Netherlands) => hub.As(by).SendAsync(HttpMethod.Post, $"/v1/members/{Denmark}/successor/acceptance");

    private Task HandOverAsync() => hub.Services.GetRequiredService<HandingOver>().GoAsync(Requests.Ct);

    private Task<string> Found(string client, string value, string kind = "lexicon-entry") => hub.As(client).OutcomeAsync(kind, value);

    private static async Task<JsonArray> WithdrawalsAsync(HttpClient http) => (await http.ReadAsync("/v1/member-withdrawals"))["items"]!.AsArray();
}
