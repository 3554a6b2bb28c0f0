using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Proposing_another_evaluation(TestHub hub) : IClassFixture<TestHub>
{
    private const string Doubt = """{"evaluation":{"source":"C","information":4},"reason":"Our source withdrew it."}""";
    private static int keys;

    [Fact]
    public async Task leaves_the_record_as_it_is_until_the_owner_accepts_and_then_keeps_both_grades()
    {
        var (id, tag) = await RecordAsync("accepted proposal");
        var proposal = await ProposedAsync(id);
        Assert.Equal(tag, await TagAsync(id));
        var received = await ProposalAsync("se-noa", proposal);
        Assert.Equal("fr-ofast Our source withdrew it.", $"{received["member"]} {received["reason"]}");
        Assert.Null(received["answer"]);
        Assert.DoesNotContain("officer", received.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        using var accepted = await DecideAsync(proposal, "accept", tag);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(await TagAsync(id), accepted.Headers.ETag!.ToString());

        using var history = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history");
        var items = (await history.JsonAsync())["items"]!.AsArray();
        Assert.Equal(["B", "C"], items.Select(item => item!["record"]!["evaluation"]!["source"]!.GetValue<string>()));
        Assert.Equal(proposal, items[1]!["proposal"]!.GetValue<string>());
        Assert.Equal("accept Thank you.", Answer(await ProposalAsync("fr-ofast", proposal)));
        Assert.Equal(("se-noa regrade-proposed", "fr-ofast regrade-decided"), await NoticesAsync(proposal));
    }

    [Fact]
    public async Task that_is_refused_changes_nothing_but_its_answer()
    {
        var (id, tag) = await RecordAsync("refused proposal");
        var proposal = await ProposedAsync(id);
        using var refused = await DecideAsync(proposal, "refuse", "*");
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal(tag, await TagAsync(id));
        Assert.Equal("refuse Thank you.", Answer(await ProposalAsync("fr-ofast", proposal)));
        using var again = await DecideAsync(proposal, "accept", "*");
        Assert.Equal((HttpStatusCode.Conflict, "proposal-decided"), (again.StatusCode, await again.CodeAsync()));
        await ProposedAsync(id);
    }

    [Fact]
    public async Task is_decided_against_the_record_as_it_is_now()
    {
        var (id, tag) = await RecordAsync("moved meanwhile");
        var proposal = await ProposedAsync(id);
        using var moved = await hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", """{"evaluation":{"source":"A","information":1},"reason":"x"}""", ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        using var blind = await DecideAsync(proposal, "accept", tag);
        Assert.Equal("version-mismatch", await blind.CodeAsync());
        using var seen = await DecideAsync(proposal, "accept", moved.Headers.ETag!.ToString());
        Assert.Equal("C", (await seen.JsonAsync())["evaluation"]!["source"]!.GetValue<string>());
    }

    [Fact]
    public async Task that_the_owner_overtook_is_accepted_without_a_second_fact()
    {
        var (id, _) = await RecordAsync("overtaken");
        var proposal = await ProposedAsync(id);
        using var moved = await hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", """{"evaluation":{"source":"C","information":4},"reason":"x"}""", ("If-Match", "*"));
        using var accepted = await DecideAsync(proposal, "accept", "*");
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(moved.Headers.ETag, accepted.Headers.ETag);
    }

    [Fact]
    public async Task on_a_record_withdrawn_since_can_only_be_refused()
    {
        var (id, tag) = await RecordAsync("withdrawn since");
        var proposal = await ProposedAsync(id);
        (await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", tag))).EnsureSuccessStatusCode();
        using var accepted = await DecideAsync(proposal, "accept", "*");
        Assert.Equal("already-withdrawn", await accepted.CodeAsync());
        using var refused = await DecideAsync(proposal, "refuse", "*");
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task at_once_opens_one_for_each_agency()
    {
        var (id, _) = await RecordAsync("proposed at once");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ProposeAsync("fr-ofast", id, "at-once-" + i)));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.All(await Task.WhenAll(answers.Where(answer => answer.StatusCode != HttpStatusCode.Created).Select(answer => answer.CodeAsync())), code => Assert.Equal("proposal-open", code));
        using var other = await ProposeAsync("de-bka", id, "other-agency");
        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
    }

    [Fact]
    public async Task decided_at_once_is_decided_once()
    {
        var (id, _) = await RecordAsync("decided at once");
        var proposal = await ProposedAsync(id);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => DecideAsync(proposal, i % 2 == 0 ? "accept" : "refuse", "*")));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed, answer.StatusCode.ToString()));
        Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from es.mt_events where stream_id = '{proposal}' and type in ('regrade-accepted', 'regrade-refused')"));
    }

    [Fact]
    public async Task under_one_key_is_one_proposal_and_one_answer()
    {
        var (id, _) = await RecordAsync("one key");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ProposeAsync("fr-ofast", id, "the-one-key")));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Requests.Ct)))).Distinct(StringComparer.Ordinal));
        using var another = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", """{"evaluation":"unassessed","reason":"x"}""", ("Idempotency-Key", "the-one-key"));
        Assert.Equal("idempotency-key-reused", await another.CodeAsync());
    }

    [Fact]
    public async Task shows_its_proposer_nothing_of_the_record_once_it_lost_it()
    {
        var (answered, _) = await RecordAsync("lost and answered");
        var (unanswered, _) = await RecordAsync("lost and not answered");
        var (one, two) = (await ProposedAsync(answered), await ProposedAsync(unanswered));
        (await DecideAsync(one, "accept", "*")).EnsureSuccessStatusCode();
        foreach (var id in new[] { answered, unanswered })
        {
            (await hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", """{"full":["country:DE"],"hit":["country:FR"]}""", ("If-Match", "*"))).EnsureSuccessStatusCode();
        }

        foreach (var proposal in new[] { one, two })
        {
            var told = await ProposalAsync("fr-ofast", proposal);
            Assert.Equal(["evaluation", "id", "indicator", "member", "owner", "proposedAt"], told.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task of_others_is_answered_like_one_that_never_was()
    {
        var (id, _) = await RecordAsync("other's proposal");
        var proposal = await ProposedAsync(id);
        string? unknown = null;
        foreach (var asked in new[] { "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11", proposal, id, "not-an-id", proposal.ToUpperInvariant() })
        {
            foreach (var client in new[] { "de-bka", "no-kripos" })
            {
                using var read = await hub.As(client).SendAsync(HttpMethod.Get, "/v1/regrade-proposals/" + asked);
                using var decided = await DecideAsync(asked, "accept", "*", client);
                Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.StatusCode, decided.StatusCode));
                unknown ??= await read.Content.ReadAsStringAsync(Requests.Ct);
                Assert.Equal(unknown, await read.Content.ReadAsStringAsync(Requests.Ct));
                Assert.Equal(unknown, await decided.Content.ReadAsStringAsync(Requests.Ct));
            }
        }

        using var byProposer = await DecideAsync(proposal, "accept", "*", "fr-ofast");
        Assert.Equal(HttpStatusCode.NotFound, byProposer.StatusCode);
    }

    [Theory]
    [InlineData("""{"evaluation":{"source":"B","information":2},"reason":"x"}""", "evaluation-stands /evaluation")]
    [InlineData("{}", "required /evaluation", "required /reason")]
    public async Task is_refused_for_every_fault(string body, params string[] faults)
    {
        var (id, _) = await RecordAsync("faulty proposals");
        using var refused = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", body, ("Idempotency-Key", "faulty"));
        Assert.Equal(faults, (await refused.JsonAsync())["problems"]!.AsArray().Select(problem => $"{problem!["code"]} {problem["pointer"]}"));
    }

    [Fact]
    public async Task to_oneself_is_refused()
    {
        var (id, _) = await RecordAsync("one's own");
        using var refused = await ProposeAsync("se-noa", id, "to-oneself");
        Assert.Equal("proposes-to-itself", (await refused.JsonAsync())["problems"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task needs_role_key_purpose_and_case_before_any_look_up()
    {
        const string Address = "/v1/indicators/6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11/regrade-proposals";
        using var role = await hub.As("fr-ofast", "cross-checking", "K-1", "contributor").SendAsync(HttpMethod.Post, Address, Doubt, ("Idempotency-Key", "k"));
        using var key = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, Address, Doubt);
        using var purpose = await hub.As("fr-ofast", purpose: null).SendAsync(HttpMethod.Post, Address, Doubt, ("Idempotency-Key", "k"));
        using var @case = await hub.As("fr-ofast", @case: null).SendAsync(HttpMethod.Post, Address, Doubt, ("Idempotency-Key", "k"));
        using var version = await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/regrade-proposals/x/decision", """{"decision":"accept","reason":"x"}""");
        using var side = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/regrade-proposals");
        Assert.Equal(["role-missing", "idempotency-key-missing", "purpose-missing", "case-missing", "version-missing", "malformed-parameter"],
            await Task.WhenAll(new[] { role, key, purpose, @case, version, side }.Select(answer => answer.CodeAsync())));
    }

    [Fact]
    public async Task is_walked_page_by_page_on_both_sides()
    {
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (id, _) = await hub.As("dk-nsk").SubmittedAsync(Bodies.Term("walked " + i, "country:NO"));
            using var proposed = await ProposeAsync("no-kripos", id, "walked-" + i);
            made.Insert(0, (await proposed.JsonAsync())["id"]!.GetValue<string>());
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(made, await WalkAsync("no-kripos", "proposed"));
        Assert.Equal(made, await WalkAsync("dk-nsk", "received"));
        Assert.Empty(await WalkAsync("dk-nsk", "proposed"));
    }

    [Fact]
    public async Task keeps_all_words_sealed()
    {
        var (id, _) = await RecordAsync("sealed words");
        using var proposed = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", """{"evaluation":"unassessed","reason":"canaryproposal"}""", ("Idempotency-Key", "sealed"));
        var proposal = (await proposed.JsonAsync())["id"]!.GetValue<string>();
        using var decided = await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/regrade-proposals/{proposal}/decision", """{"decision":"accept","reason":"canaryanswer"}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal("accept canaryanswer", Answer(await ProposalAsync("fr-ofast", proposal)));
        Assert.DoesNotContain("canary", await hub.DumpAsync(), StringComparison.Ordinal);
    }

    private static string Answer(JsonNode proposal) => $"{proposal["answer"]!["decision"]} {proposal["answer"]!["reason"]}";

    private Task<(string Id, string ETag)> RecordAsync(string term) => hub.As("se-noa").SubmittedAsync(Bodies.Term(term, "country:FR", "country:DE"));

    private Task<HttpResponseMessage> ProposeAsync(string client, string id, string key) =>
        hub.As(client).SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", Doubt, ("Idempotency-Key", key));

    private async Task<string> ProposedAsync(string id)
    {
        using var response = await ProposeAsync("fr-ofast", id, "proposal-" + Interlocked.Increment(ref keys));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var proposal = (await response.JsonAsync())["id"]!.GetValue<string>();
        Assert.Equal("/v1/regrade-proposals/" + proposal, response.Headers.Location!.OriginalString);
        return proposal;
    }

    private Task<HttpResponseMessage> DecideAsync(string proposal, string decision, string tag, string client = "se-noa") =>
        hub.As(client).SendAsync(HttpMethod.Post, $"/v1/regrade-proposals/{proposal}/decision", $$"""{"decision":"{{decision}}","reason":"Thank you."}""", ("If-Match", tag));

    private async Task<JsonNode> ProposalAsync(string client, string proposal)
    {
        using var response = await hub.As(client).SendAsync(HttpMethod.Get, "/v1/regrade-proposals/" + proposal);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private async Task<string> TagAsync(string id)
    {
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        return response.Headers.ETag!.ToString();
    }

    private async Task<(string First, string Second)> NoticesAsync(string about)
    {
        var told = (await hub.ScalarAsync<string>($"select string_agg(member || ' ' || kind, ',' order by pos) from intelshare.notice where about = '{about}'")).Split(',');
        return (told[0], told[1]);
    }

    private async Task<List<string>> WalkAsync(string client, string side)
    {
        var ids = new List<string>();
        for (string? next = ""; next is not null;)
        {
            using var page = await hub.As(client).SendAsync(HttpMethod.Get, $"/v1/regrade-proposals?side={side}&limit=2" + (next.Length > 0 ? "&cursor=" + next : ""));
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var told = await page.JsonAsync();
            ids.AddRange(told["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            next = told["next"]?.GetValue<string>();
        }

        return ids;
    }
}
