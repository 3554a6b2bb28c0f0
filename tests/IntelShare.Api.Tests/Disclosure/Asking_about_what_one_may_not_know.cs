using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Disclosure;

public sealed class Asking_about_what_one_may_not_know(TestHub hub) : IClassFixture<TestHub>
{
    private const string Path = "/v1/disclosure-requests";

    [Fact]
    public async Task is_answered_like_asking_about_nothing()
    {
        var owner = hub.As("se-noa");
        await owner.SubmittedAsync(Bodies.HitOnly("shown.to.finland", "country:FI"));
        var (narrowed, _) = await owner.SubmittedAsync(Bodies.HitOnly("once.shown", "country:FR"));
        var (hitOnly, _) = await owner.SubmittedAsync(Bodies.HitOnly("only.hit", "country:FR"));
        var (hidden, _) = await owner.SubmittedAsync(Bodies.Handle("not.for.france"));
        var foreign = await hub.As("fi-krp").HitAsync("account-handle", "shown.to.finland");
        var stale = await hub.As("fr-ofast").HitAsync("account-handle", "once.shown");
        (await owner.SendAsync(HttpMethod.Put, $"/v1/indicators/{narrowed}/release", "{}", ("If-Match", "*"))).EnsureSuccessStatusCode();
        var unknown = await RawAsync(Disclosing.ForRecord("6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11", "content"));
        Assert.Equal(404, unknown.Status);

        foreach (var reference in new[] { foreign, stale, stale[..^4] + "AAAA", "AAAA", "", "\u200D🙈", new('a', 100_000), "../../etc" })
        {
            Assert.Equal(unknown, await RawAsync(Disclosing.ForHit(reference)));
        }

        foreach (var id in new[] { hidden, hitOnly, narrowed, Ids.Named("member/se-noa").ToString(), Guid.Empty.ToString() })
        {
            foreach (var asks in new[] { "content", "judicial-use", "onward" })
            {
                Assert.Equal(unknown, await RawAsync(Disclosing.ForRecord(id, asks)));
            }
        }
    }

    [Fact]
    public async Task with_a_reference_lasts_thirty_days()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.HitOnly("thirty.days", "country:FR"));
        var reference = await hub.As("fr-ofast").HitAsync("account-handle", "thirty.days");
        var midnight = hub.Clock.GetUtcNow().UtcDateTime.Date.AddDays(30);

        hub.Clock.SetUtcNow(new(midnight.AddTicks(-10), TimeSpan.Zero));
        await hub.As("fr-ofast").AskedAsync(Disclosing.ForHit(reference));
        hub.Clock.SetUtcNow(new(midnight, TimeSpan.Zero));
        using var late = await hub.As("fr-ofast").AskAsync(Disclosing.ForHit(reference));
        Assert.Equal("not-found", await late.CodeAsync());
    }

    [Fact]
    public async Task under_one_key_makes_one_request_with_one_answer_though_the_record_is_gone()
    {
        var (owner, asker) = (hub.As("de-bka"), hub.As("fr-ofast"));
        var (id, tag) = await owner.SubmittedAsync(Bodies.HitOnly("asked.twice", "country:FR"));
        var body = Disclosing.ForHit(await asker.HitAsync("account-handle", "asked.twice"));
        var before = await hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'disclosure-requested'");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => asker.AskAsync(body, "one-key")));
        (await owner.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", tag))).EnsureSuccessStatusCode();
        answers = [.. answers, await asker.AskAsync(body, "one-key")];

        var told = await Task.WhenAll(answers.Select(async answer => (answer.StatusCode, await answer.Content.ReadAsStringAsync(Requests.Ct), answer.Headers.Location)));
        Assert.Equal(HttpStatusCode.Created, Assert.Single(told.Distinct()).StatusCode);
        Assert.Equal(before + 1, await hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'disclosure-requested'"));
        body["justification"] = "another";
        using var other = await asker.AskAsync(body, "one-key");
        Assert.Equal("idempotency-key-reused", await other.CodeAsync());
    }

    [Fact]
    public async Task states_role_purpose_case_and_key_before_anything_is_looked_up()
    {
        var body = Disclosing.ForHit("AAAA").ToJsonString();
        Assert.Equal("role-missing", await CodeAsync(hub.As("fr-ofast", roles: ["contributor", "discloser"]), body));
        Assert.Equal("purpose-missing", await CodeAsync(hub.As("fr-ofast", purpose: null), body));
        Assert.Equal("case-missing", await CodeAsync(hub.As("fr-ofast", @case: null), body));
        using var keyless = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, Path, body);
        Assert.Equal("idempotency-key-missing", await keyless.CodeAsync());
    }

    [Theory]
    [InlineData("""{"hit":"AAAA","asks":"content","justification":"x","urgent":true}""", "malformed-body")]
    [InlineData("""{"hit":"AAAA","asks":"content","justification":"x","urgent":"soon"}""", "malformed-body")]
    [InlineData("""{"hit":"AAAA","asks":"content","justification":"x","urgent":false,"officer":"me"}""", "malformed-body")]
    [InlineData("""{"hit":"AAAA","asks":"Content","justification":"x","urgent":false}""", "malformed-body")]
    [InlineData("""{"indicator":"all","asks":"content","justification":"x","urgent":false}""", "malformed-body")]
    [InlineData("""{"hit":"AAAA","asks":"content","justification":"\ud83d","urgent":false}""", "malformed-body")]
    [InlineData("""{"hit":"AAAA","asks":"content","justification":"\uFFFF","urgent":false}""", "refused")]
    [InlineData("""{"hit":"AAAA","asks":"content","justification":"x"}""", "refused")]
    [InlineData("""{}""", "refused")]
    public async Task with_a_body_that_says_something_else_is_refused(string body, string code) => Assert.Equal(code, await CodeAsync(hub.As("fr-ofast"), body));

    [Fact]
    public async Task with_a_huge_body_is_refused_by_its_size() =>
        Assert.Equal("body-too-large", await CodeAsync(hub.As("fr-ofast"), Disclosing.ForHit(new('a', 300_000)).ToJsonString()));

    [Fact]
    public async Task with_what_one_has_already_is_told_so()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("read by all", "country:FR"));
        using var asked = await hub.As("fr-ofast").AskAsync(Disclosing.ForRecord(id, "content"));
        Assert.Equal("""["nothing-to-ask"]""", new JsonArray([.. (await asked.JsonAsync())["problems"]!.AsArray().Select(problem => problem!["code"]!.DeepClone())]).ToJsonString());
    }

    private static async Task<string?> CodeAsync(HttpClient http, string body)
    {
        using var response = await http.SendAsync(HttpMethod.Post, Path, body, ("Idempotency-Key", "any"));
        return await response.CodeAsync();
    }

    private Task<RawAnswer> RawAsync(JsonNode body) => hub.RawAsync("POST " + Path,
        ["Authorization: Bearer " + hub.As("fr-ofast").DefaultRequestHeaders.Authorization!.Parameter, "Intel-Purpose: cross-checking", "Intel-Case: K-1", "Idempotency-Key: raw", "Content-Type: application/json"],
        Encoding.UTF8.GetBytes(body.ToJsonString()));
}
