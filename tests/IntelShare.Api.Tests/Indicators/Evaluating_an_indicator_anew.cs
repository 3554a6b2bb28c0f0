using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Evaluating_an_indicator_anew(TestHub hub) : IClassFixture<TestHub>
{
    private const string Wholly = """{"evaluation":{"source":"A","information":1},"reason":"A second force confirms."}""";

    [Fact]
    public async Task shows_the_new_grade_to_readers_and_both_with_the_reason_to_the_owner()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("graded.anew", "country:FR"));

        using var changed = await EvaluateAsync(id, Wholly, tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());

        using var read = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        var told = await read.Content.ReadAsStringAsync(Requests.Ct);
        Assert.Contains("""{"source":"A","information":1}""", told, StringComparison.Ordinal);
        Assert.DoesNotContain("second force", told, StringComparison.Ordinal);
        var history = await HistoryAsync(id);
        Assert.Equal(["indicator-submitted", "indicator-reevaluated"], history.Select(item => item!["fact"]!.GetValue<string>()));
        Assert.Equal(["B", "A"], history.Select(item => item!["record"]!["evaluation"]!["source"]!.GetValue<string>()));
        Assert.Equal([null, "A second force confirms."], history.Select(item => item!["reason"]?.GetValue<string>()));
        Assert.Equal("graded.anew", history[1]!["record"]!["content"]!["handle"]!.GetValue<string>());
    }

    [Fact]
    public async Task brings_the_record_to_the_top_of_its_readers_lists()
    {
        var (first, _) = await hub.As("be-fgp").SubmittedAsync(Bodies.Term("first of two", "country:NL"));
        var (second, _) = await hub.As("be-fgp").SubmittedAsync(Bodies.Term("second of two", "country:NL"));
        Assert.Equal([second, first], await ListedAsync("nl-dlio", first, second));

        using var changed = await hub.As("be-fgp").SendAsync(HttpMethod.Put, $"/v1/indicators/{first}/evaluation", Wholly, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal([first, second], await ListedAsync("nl-dlio", first, second));
    }

    [Theory]
    [InlineData("""{"evaluation":{"source":"B","information":2},"reason":"x"}""", "evaluation-stands /evaluation")]
    [InlineData("""{"evaluation":{"source":"B"},"reason":"x"}""", "required /evaluation/information")]
    [InlineData("""{"evaluation":{"source":"B","information":5}}""", "information-code /evaluation/information", "required /reason")]
    [InlineData("{}", "required /evaluation", "required /reason")]
    [InlineData("""{"evaluation":"unassessed","reason":"\u200b"}""", "required /reason")]
    public async Task is_refused_for_every_fault(string body, params string[] faults)
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("refused grades"));
        using var refused = await EvaluateAsync(id, body, tag);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(faults, (await refused.JsonAsync())["problems"]!.AsArray().Select(problem => $"{problem!["code"]} {problem["pointer"]}"));
    }

    [Fact]
    public async Task takes_a_reason_of_500_code_points_of_any_script_and_no_more()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("long reasons"));
        using var most = await EvaluateAsync(id, Reasoned("A", string.Concat(Enumerable.Repeat("🎿", 500))), "*");
        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
        using var more = await EvaluateAsync(id, Reasoned("C", string.Concat(Enumerable.Repeat("🎿", 501))), "*");
        Assert.Equal("too-long", (await more.JsonAsync())["problems"]![0]!["code"]!.GetValue<string>());
        using var huge = await EvaluateAsync(id, Reasoned("C", new string('x', 300_000)), "*");
        Assert.Equal("body-too-large", await huge.CodeAsync());
        using var lone = await EvaluateAsync(id, """{"evaluation":"unassessed","reason":"\ud83d"}""", "*");
        Assert.False(lone.IsSuccessStatusCode);
    }

    [Fact]
    public async Task twice_at_once_of_one_version_happens_once()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("graded at once"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => EvaluateAsync(id, Wholly, tag)));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(2, (await HistoryAsync(id)).Count);
    }

    [Fact]
    public async Task takes_a_contributor()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("roles for grades"));
        foreach (var role in new[] { "discloser", "analyst" })
        {
            using var refused = await hub.As("se-noa", "cross-checking", "K-1", role).SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", Wholly, ("If-Match", "*"));
            Assert.Equal("role-missing", await refused.CodeAsync());
        }
    }

    [Fact]
    public async Task keeps_its_reason_sealed()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("sealed reason"));
        using var changed = await EvaluateAsync(id, Reasoned("A", "canaryreason"), "*");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.DoesNotContain("canaryreason", await hub.DumpAsync(), StringComparison.Ordinal);
    }

    private static string Reasoned(string source, string reason) =>
        new JsonObject { ["evaluation"] = new JsonObject { ["source"] = source, ["information"] = 1 }, ["reason"] = reason }.ToJsonString();

    private Task<HttpResponseMessage> EvaluateAsync(string id, string body, string tag) =>
        hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", body, ("If-Match", tag));

    private async Task<JsonArray> HistoryAsync(string id)
    {
        using var history = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history");
        return (await history.JsonAsync())["items"]!.AsArray();
    }

    private async Task<IEnumerable<string>> ListedAsync(string client, params string[] of)
    {
        using var listed = await hub.As(client).SendAsync(HttpMethod.Get, "/v1/indicators?limit=100");
        return (await listed.JsonAsync())["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).Where(of.Contains);
    }
}
