using System.Net;
using System.Text.Json;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Changing_a_release(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task binds_at_the_next_answer()
    {
        var reader = hub.As("fr-ofast");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("narrowed", "country:FR", "country:DE"));
        Assert.Equal("full", await reader.OutcomeAsync("lexicon-entry", "narrowed"));

        await ReleasedAsync(id, """{"full":["country:DE"]}""");
        Assert.Equal("none", await reader.OutcomeAsync("lexicon-entry", "narrowed"));
        using var gone = await reader.SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("full", await hub.As("de-bka").OutcomeAsync("lexicon-entry", "narrowed"));

        await ReleasedAsync(id, """{"hit":["country:FR"]}""");
        Assert.Equal("hit", await reader.OutcomeAsync("lexicon-entry", "narrowed"));
        Assert.Equal("none", await hub.As("de-bka").OutcomeAsync("lexicon-entry", "narrowed"));

        await ReleasedAsync(id, """{"full":["country:FR"]}""");
        Assert.Equal("full", await reader.OutcomeAsync("lexicon-entry", "narrowed"));
    }

    [Theory]
    [InlineData("""{"full":["country:FR","country:DE"]}""", "discloser-needed")]
    [InlineData("""{"full":["country:FR"],"hit":["country:DE"]}""", "discloser-needed")]
    [InlineData("""{"full":["member-states"],"excluded":["country:NL"]}""", "discloser-needed")]
    [InlineData("""{"full":["country:FR"],"hit":["country:BE"]}""", "discloser-needed")]
    [InlineData("""{"full":["country:FR"],"hit":["country:BE"],"excluded":["country:NL"],"feeds":true}""", "discloser-needed")]
    [InlineData("""{"full":["country:FR"],"hit":["country:BE"],"excluded":["country:NL","country:FI"],"feeds":false}""", null)]
    [InlineData("""{"hit":["country:FR"],"excluded":["country:NL"],"feeds":false}""", null)]
    [InlineData("""{"excluded":["country:NL"],"feeds":false}""", null)]
    public async Task takes_a_discloser_to_widen_and_a_contributor_to_narrow(string release, string? code)
    {
        var body = Bodies.Term("widened or narrowed");
        body["release"] = System.Text.Json.Nodes.JsonNode.Parse("""{"full":["country:FR"],"hit":["country:BE"],"excluded":["country:NL"],"feeds":false}""");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        var before = await hub.RecordsAsync();

        using var byContributor = await ReleaseAsync(hub.As("se-noa", "cross-checking", "K-1", "contributor"), id, release);
        Assert.Equal(code, await byContributor.CodeAsync());
        Assert.Equal(code is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden, byContributor.StatusCode);
        Assert.Equal(code is null ? before + 1 : before, await hub.RecordsAsync());

        using var byDiscloser = await ReleaseAsync(hub.As("se-noa", "cross-checking", "K-1", "discloser"), id, release);
        Assert.Equal(HttpStatusCode.OK, byDiscloser.StatusCode);
    }

    [Fact]
    public async Task keeps_out_whom_it_excludes_whatever_else_it_says()
    {
        await hub.As("se-noa").SubmittedAsync(Excluding("excluded party", "country:FR"));
        await hub.As("se-noa").SubmittedAsync(Excluding("excluded member", "member:fr-ofast"));

        foreach (var term in new[] { "excluded party", "excluded member" })
        {
            Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", term));
            Assert.Equal("full", await hub.As("de-bka").OutcomeAsync("lexicon-entry", term));
        }
    }

    [Fact]
    public async Task to_nobody_is_legal()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("for nobody", "member-states"));
        await ReleasedAsync(id, "{}");

        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "for nobody"));
        Assert.Equal("full", await hub.As("se-noa").OutcomeAsync("lexicon-entry", "for nobody"));
    }

    [Fact]
    public async Task answers_a_foreign_task_force_like_one_that_does_not_exist()
    {
        await hub.RegisterAsync("task-force/secret", new TaskForceFounded("secret", "Secret"), new TaskForceJoined("country:FR", hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("foreign task force"));

        var answers = new List<string>();
        foreach (var audience in new[] { "task-force:secret", "task-force:absent", "task-force:secret+", "member:xx-none", "org:none", "all", "task-force:grimm++", "Country:FR" })
        {
            using var response = await ReleaseAsync(hub.As("se-noa"), id, JsonSerializer.Serialize(new { full = new[] { audience } }));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            answers.Add(await response.Content.ReadAsStringAsync(Requests.Ct));
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        using var own = await ReleaseAsync(hub.As("fr-ofast"), (await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("own task force"))).Id, """{"full":["task-force:secret"]}""");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task to_a_task_force_ends_for_a_participant_who_leaves()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("for the task force", "task-force:grimm"));
        Assert.Equal("full", await hub.As("no-kripos").OutcomeAsync("lexicon-entry", "for the task force"));
        var participant = await hub.ScalarAsync<string>("select p->>'participant' from doc.mt_doc_task_force, jsonb_array_elements(data->'participations') p where data->>'id' = 'grimm' and p->>'participant' in ('country:NO', 'member:no-kripos')");

        await hub.RegisterAsync("task-force/grimm", new TaskForceLeft(participant, hub.Clock.GetUtcNow()));

        Assert.Equal("none", await hub.As("no-kripos").OutcomeAsync("lexicon-entry", "for the task force"));
    }

    private static System.Text.Json.Nodes.JsonObject Excluding(string term, string excluded)
    {
        var body = Bodies.Term(term, "member-states", "country:FR", "member:fr-ofast", "task-force:grimm+");
        body["release"]!["excluded"] = new System.Text.Json.Nodes.JsonArray(excluded);
        return body;
    }

    private static Task<HttpResponseMessage> ReleaseAsync(HttpClient http, string id, string release) =>
        http.SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", release, ("If-Match", "*"));

    private async Task ReleasedAsync(string id, string release)
    {
        using var response = await ReleaseAsync(hub.As("se-noa"), id, release);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
