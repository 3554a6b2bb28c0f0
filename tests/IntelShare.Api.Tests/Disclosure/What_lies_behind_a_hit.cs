using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Disclosure;

public sealed class What_lies_behind_a_hit(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private DateTimeOffset InTwoDays => hub.Clock.GetUtcNow().AddDays(2);

    [Fact]
    public async Task is_read_as_narrowly_as_its_owner_granted_until_the_moment_it_ends()
    {
        var (owner, asker) = (hub.As("se-noa"), hub.As("fr-ofast"));
        var (id, _) = await owner.SubmittedAsync(Bodies.HitOnly("story.one", "country:FR"));
        var request = await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("account-handle", "story.one")));
        Assert.Equal(HttpStatusCode.NotFound, await asker.StatusAsync("/v1/indicators/" + id));

        var received = await owner.RequestAsync(request);
        Assert.Equal(("open", "fr-ofast", id, "K-1", "legal"), (Text(received, "state"), Text(received, "asker"), received["indicators"]![0]!.GetValue<string>(), Text(received, "case"), Text(received, "basis")));
        var grant = Disclosing.Granting(InTwoDays);
        grant["fields"] = new JsonArray("evaluation");
        grant["conditions"] = "Not beyond the named case.";
        var until = InTwoDays;
        await owner.DecidedAsync(request, grant);

        var view = await asker.ReadAsync("/v1/indicators/" + id);
        Assert.Equal("""{"platform":"tiktok","handle":"story.one"}""", view["identifier"]!.ToJsonString());
        Assert.Equal("""{"source":"B","information":2}""", view["evaluation"]!.ToJsonString());
        Assert.Equal("Not beyond the named case.", Text(view, "conditions"));
        Assert.All(["content", "subject", "crimeAreas", "reviewBy"], member => Assert.Null(view[member]));
        Assert.Equal("full", await asker.OutcomeAsync("account-handle", "story.one"));
        Assert.Contains(id, await ListedAsync(asker));
        Assert.Equal("granted", Text(await asker.RequestAsync(request), "state"));

        hub.Clock.Advance(until - hub.Clock.GetUtcNow() - TimeSpan.FromMicroseconds(1));
        asker = hub.As("fr-ofast");
        Assert.Equal(HttpStatusCode.OK, await asker.StatusAsync("/v1/indicators/" + id));
        hub.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(HttpStatusCode.NotFound, await asker.StatusAsync("/v1/indicators/" + id));
        Assert.Equal("hit", await asker.OutcomeAsync("account-handle", "story.one"));
        Assert.DoesNotContain(id, await ListedAsync(asker));
    }

    [Fact]
    public async Task stays_where_it_is_in_a_list_when_its_owner_amends_what_was_withheld()
    {
        var (owner, asker) = (hub.As("se-noa"), hub.As("fi-krp"));
        var ids = new List<string>();
        foreach (var value in new[] { "order.one", "order.two" })
        {
            ids.Insert(0, (await owner.SubmittedAsync(Bodies.HitOnly(value, "country:FI"))).Id);
            var grant = Disclosing.Granting(InTwoDays);
            grant["fields"] = new JsonArray("details");
            await owner.DecidedAsync(await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("account-handle", value))), grant);
        }

        Assert.Equal(ids, (await ListedAsync(asker)).Intersect(ids));
        using var graded = await owner.SendAsync(HttpMethod.Put, $"/v1/indicators/{ids[1]}/evaluation", """{"evaluation":{"source":"C","information":4},"reason":"The source erred."}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, graded.StatusCode);

        Assert.Equal(ids, (await ListedAsync(asker)).Intersect(ids));
    }

    [Fact]
    public async Task is_listed_for_an_admitted_purpose_after_a_change_of_release_too()
    {
        var (owner, asker) = (hub.As("se-noa"), hub.As("dk-nsk"));
        var body = Bodies.Term("admitted to a project", "country:DK");
        body["handling"] = new JsonObject { ["codes"] = new JsonArray("H0") };
        var (id, _) = await owner.SubmittedAsync(body);
        var ask = Disclosing.ForRecord(id, "other-purpose");
        ask["purpose"] = "operational-analysis";
        await owner.DecidedAsync(await asker.AskedAsync(ask), Disclosing.Granting(InTwoDays));
        using var released = await owner.SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", """{"full":["country:DK","task-force:grimm"]}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, released.StatusCode);

        var working = hub.As("dk-nsk", "operational-analysis");
        Assert.Equal(HttpStatusCode.OK, await working.StatusAsync("/v1/indicators/" + id));
        Assert.Contains(id, await ListedAsync(working));
    }

    [Fact]
    public async Task is_a_hit_again_on_every_node_at_the_answer_after_a_revocation()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var (owner, asker) = (hub.As("se-noa"), hub.As("fr-ofast"));
        var there = second.Likewise(asker);
        var (id, _) = await owner.SubmittedAsync(Bodies.HitOnly("story.two", "country:FR"));
        var request = await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("account-handle", "story.two")));
        await owner.DecidedAsync(request, Disclosing.Granting(InTwoDays));
        Assert.Equal(HttpStatusCode.OK, await there.StatusAsync("/v1/indicators/" + id));
        Assert.NotNull((await there.ReadAsync("/v1/indicators/" + id))["content"]);

        using var revoked = await second.Likewise(owner).RevokeAsync(request);
        Assert.Equal("revoked", Text(await revoked.JsonAsync(), "state"));

        Assert.Equal(HttpStatusCode.NotFound, await asker.StatusAsync("/v1/indicators/" + id));
        Assert.Equal("hit", await there.OutcomeAsync("account-handle", "story.two"));
        Assert.Equal("The source recanted.", Text((await asker.RequestAsync(request))["revocation"]!, "reason"));
        using var again = await owner.RevokeAsync(request);
        Assert.Equal("nothing-granted", await again.CodeAsync());
    }

    [Fact]
    public async Task of_two_owners_is_asked_of_each_for_itself()
    {
        var (sweden, germany, asker) = (hub.As("se-noa"), hub.As("de-bka"), hub.As("fr-ofast"));
        var (swedish, _) = await sweden.SubmittedAsync(Bodies.HitOnly("story.three", "country:FR"));
        var (another, _) = await sweden.SubmittedAsync(Bodies.HitOnly("story.three", "country:FR"));
        var (german, _) = await germany.SubmittedAsync(Bodies.HitOnly("story.three", "country:FR"));
        using var search = await asker.SearchAsync("account-handle", "story.three");
        var requests = new List<string>();
        foreach (var hit in (await search.JsonAsync())["results"]![0]!["hits"]!.AsArray())
        {
            requests.Add(await asker.AskedAsync(Disclosing.ForHit(Text(hit!, "reference"))));
        }

        var asked = await Task.WhenAll(requests.Select(request => asker.RequestAsync(request)));
        Assert.Equal(["de-bka", "se-noa"], asked.Select(request => Text(request, "owner")).Order(StringComparer.Ordinal));
        Assert.All(asked, request => Assert.False(request.ToJsonString().Contains(swedish, StringComparison.Ordinal) || request.ToJsonString().Contains(german, StringComparison.Ordinal)));
        var toSweden = requests[Array.FindIndex(asked, request => Text(request, "owner") == "se-noa")];
        Assert.Equal(new[] { swedish, another }.Order(StringComparer.Ordinal), (await sweden.RequestAsync(toSweden))["indicators"]!.AsArray().Select(id => id!.GetValue<string>()));

        var grant = Disclosing.Granting(InTwoDays);
        grant["indicators"] = new JsonArray(german);
        using var foreign = await sweden.DecideAsync(toSweden, grant);
        Assert.Equal("unknown-indicator", Text((await foreign.JsonAsync())["problems"]![0]!, "code"));
        grant["indicators"] = new JsonArray(another);
        await sweden.DecidedAsync(toSweden, grant);

        Assert.Equal(HttpStatusCode.OK, await asker.StatusAsync("/v1/indicators/" + another));
        Assert.All(await Task.WhenAll(asker.StatusAsync("/v1/indicators/" + swedish), asker.StatusAsync("/v1/indicators/" + german)), status => Assert.Equal(HttpStatusCode.NotFound, status));
    }

    [Fact]
    public async Task stands_in_its_owners_ledger_with_the_receiver_and_the_case()
    {
        var (owner, asker) = (hub.As("dk-nsk"), hub.As("fr-ofast", @case: "OFAST-77"));
        var (id, _) = await owner.SubmittedAsync(Bodies.HitOnly("story.four", "country:FR"));
        var reference = await asker.HitAsync("account-handle", "story.four");
        for (var i = 0; i < 3; i++)
        {
            var request = await asker.AskedAsync(Disclosing.ForHit(reference));
            var grant = Disclosing.Granting(InTwoDays);
            grant["fields"] = new JsonArray();
            await owner.DecidedAsync(request, grant);
            (await owner.RevokeAsync(request)).Dispose();
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await owner.ReadAsync("/v1/disclosures?limit=2");
        var second = await owner.ReadAsync("/v1/disclosures?limit=2&cursor=" + Text(first, "next"));
        var lines = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).ToArray();
        Assert.Null(second["next"]);
        Assert.Equal(3, lines.Length);
        Assert.Equal(lines.Select(line => Text(line!, "at")).OrderDescending(StringComparer.Ordinal), lines.Select(line => Text(line!, "at")));
        Assert.All(lines, line => Assert.Equal((id, "fr-ofast", "OFAST-77", "content", "[]", true),
            (Text(line!, "indicator"), Text(line!, "member"), Text(line!, "case"), Text(line!, "asks"), line!["fields"]!.ToJsonString(), line["revokedAt"] is not null)));
        Assert.Equal(3, (await hub.As("dk-nsk", null, null, "auditor").ReadAsync($"/v1/disclosures?indicator={id}"))["items"]!.AsArray().Count);
        Assert.Empty((await hub.As("fr-ofast").ReadAsync($"/v1/disclosures?indicator={id}"))["items"]!.AsArray());
        Assert.DoesNotContain("officer", first.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task does_not_stand_in_the_ledger_any_more_once_a_narrower_grant_took_its_place()
    {
        var (owner, asker) = (hub.As("nl-dlio"), hub.As("fr-ofast"));
        var (id, _) = await owner.SubmittedAsync(Bodies.HitOnly("story.replaced", "country:FR", "country:FI"));
        string[] requests = [await AskedAsync(asker), await AskedAsync(asker), await AskedAsync(hub.As("fi-krp"))];
        await owner.DecidedAsync(requests[2], Disclosing.Granting(InTwoDays));
        await owner.DecidedAsync(requests[0], Disclosing.Granting(InTwoDays));
        Assert.Equal([null, null, null], await ReplacedAsync());

        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var narrow = Disclosing.Granting(InTwoDays);
        narrow["fields"] = new JsonArray("evaluation");
        var decided = await owner.DecidedAsync(requests[1], narrow);
        Assert.Equal([Text(decided["answer"]!, "at"), null, null], await ReplacedAsync());
        (await owner.RevokeAsync(requests[1])).Dispose();

        Assert.Equal([Text(decided["answer"]!, "at"), null, null], await ReplacedAsync());
        Assert.Equal(HttpStatusCode.NotFound, await asker.StatusAsync("/v1/indicators/" + id));

        async Task<string> AskedAsync(HttpClient http) => await http.AskedAsync(Disclosing.ForHit(await http.HitAsync("account-handle", "story.replaced")));

        async Task<string?[]> ReplacedAsync()
        {
            var lines = (await owner.ReadAsync("/v1/disclosures?indicator=" + id))["items"]!.AsArray();
            return [.. requests.Select(request => lines.SingleOrDefault(line => Text(line!, "request") == request)?["replacedAt"]?.GetValue<string>())];
        }
    }

    [Fact]
    public async Task is_told_with_the_record_and_not_with_the_answer_which_anybody_of_the_asker_reads()
    {
        var (owner, asker) = (hub.As("se-noa"), hub.As("fr-ofast"));
        var (id, _) = await owner.SubmittedAsync(Bodies.HitOnly("story.told", "country:FR"));
        var request = await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("account-handle", "story.told")));
        var grant = Disclosing.Granting(InTwoDays);
        grant["conditions"] = "Told with the record.";
        await owner.DecidedAsync(request, grant);

        var listed = (await asker.ReadAsync("/v1/disclosure-requests?side=asked&limit=100"))["items"]!.AsArray().Single(item => Text(item!, "id") == request)!;
        foreach (var view in new[] { await asker.RequestAsync(request), listed })
        {
            Assert.Equal("grant", Text(view["answer"]!, "decision"));
            Assert.DoesNotContain(id, view.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Told with", view.ToJsonString(), StringComparison.Ordinal);
        }

        using var search = await asker.SearchAsync("account-handle", "story.told");
        Assert.Equal((id, "Told with the record."), (Text((await search.JsonAsync())["results"]![0]!["indicators"]![0]!, "id"), Text(await asker.ReadAsync("/v1/indicators/" + id), "conditions")));
        var kept = (await owner.RequestAsync(request))["answer"]!;
        Assert.Equal((id, "Told with the record."), (kept["indicators"]![0]!.GetValue<string>(), Text(kept, "conditions")));
    }

    [Fact]
    public async Task tells_both_sides_by_a_notice_in_the_same_transaction()
    {
        var (owner, asker) = (hub.As("be-fgp"), hub.As("fi-krp"));
        await owner.SubmittedAsync(Bodies.HitOnly("story.five", "country:FI"));
        var request = await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("account-handle", "story.five")));
        await owner.DecidedAsync(request, JsonNode.Parse("""{"decision":"refuse","reason":"A trial runs.","ground":"investigation-or-safety"}""")!);

        Assert.Equal("be-fgp disclosure-requested,fi-krp disclosure-decided",
            await hub.ScalarAsync<string>($"select string_agg(member || ' ' || kind, ',' order by pos) from intelshare.notice where about = '{request}'"));
        var answer = (await asker.RequestAsync(request))["answer"]!;
        Assert.Equal(("refuse", "investigation-or-safety", "A trial runs.", null), (Text(answer, "decision"), Text(answer, "ground"), Text(answer, "reason"), answer["indicators"]));
    }

    [Fact]
    public async Task leaves_no_word_of_either_side_in_the_clear()
    {
        var (owner, asker) = (hub.As("no-kripos"), hub.As("fr-ofast", @case: "canarycase"));
        var (record, _) = await owner.SubmittedAsync(Bodies.HitOnly("canaryhandle", "country:FR"));
        var body = Disclosing.ForHit(await asker.HitAsync("account-handle", "canaryhandle"));
        body["justification"] = "canaryjustification";
        var request = await asker.AskedAsync(body);
        await owner.DecidedAsync(request, JsonNode.Parse("""{"decision":"defer","reason":"canarydeferral","to":"judicial-authorisation","expected":"2027-01-15T00:00:00Z"}""")!);
        var grant = Disclosing.Granting(InTwoDays);
        grant["reason"] = "canaryreason";
        grant["conditions"] = "canaryconditions";
        await owner.DecidedAsync(request, grant);
        Assert.Equal("canaryconditions", Text(await asker.ReadAsync("/v1/indicators/" + record), "conditions"));
        using var revoked = await owner.SendAsync(HttpMethod.Post, $"/v1/disclosure-requests/{request}/revocation", """{"reason":"canaryrevocation"}""", ("If-Match", "*"));
        var seen = (await asker.RequestAsync(request)).ToJsonString();

        Assert.All(["canarycase", "canaryjustification", "canarydeferral", "canaryreason", "canaryrevocation"], word => Assert.Contains(word, seen, StringComparison.Ordinal));
        var dump = await hub.DumpAsync();
        Assert.Contains(request, dump, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Backstage.Hex("canary"), dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task keeps_its_conditions_sealed_though_nothing_else_of_the_record_is()
    {
        var (owner, asker) = (hub.As("no-kripos"), hub.As("fr-ofast"));
        var body = Bodies.Term("open behind a hit");
        body["release"] = new JsonObject { ["hit"] = new JsonArray("country:FR") };
        var (record, _) = await owner.SubmittedAsync(body);
        Assert.Equal(0L, await KeysAsync());
        foreach (var conditions in new[] { "sealedcondition one", "sealedcondition two" })
        {
            var request = await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("lexicon-entry", "open behind a hit")));
            var grant = Disclosing.Granting(InTwoDays);
            grant["conditions"] = conditions;
            await owner.DecidedAsync(request, grant);
            Assert.Equal(conditions, Text(await asker.ReadAsync("/v1/indicators/" + record), "conditions"));
            (await owner.RevokeAsync(request)).Dispose();
        }

        Assert.Equal(1L, await KeysAsync());
        Assert.DoesNotContain("sealedcondition", await hub.DumpAsync(), StringComparison.Ordinal);

        Task<long> KeysAsync() => hub.ScalarAsync<long>($"select count(*) from intelshare.record_key where indicator = '{record}'");
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static async Task<string[]> ListedAsync(HttpClient http) => [.. (await http.ReadAsync("/v1/indicators?limit=100"))["items"]!.AsArray().Select(item => Text(item!, "id"))];
}
