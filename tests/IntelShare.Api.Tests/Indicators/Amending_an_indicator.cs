using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Amending_an_indicator(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task replaces_whole_members_and_leaves_the_others()
    {
        var body = Bodies.Term("before amendment", "country:FR");
        body["content"]!["context"] = "beside a price";
        body["reference"] = "R-1";
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);

        var after = await AmendedAsync(id, """{"content":{"term":"after amendment","concept":"drug.cocaine","ambiguous":false},"purposes":["strategic-analysis"]}""");

        Assert.Equal("after amendment", after["content"]!["term"]!.GetValue<string>());
        Assert.Null(after["content"]!["context"]);
        Assert.Equal("""["strategic-analysis"]""", after["purposes"]!.ToJsonString());
        Assert.Equal("R-1", after["reference"]!.GetValue<string>());
        Assert.Equal("""{"source":"B","information":2}""", after["evaluation"]!.ToJsonString());
        Assert.Equal("none", await hub.As("fr-ofast", "strategic-analysis").OutcomeAsync("lexicon-entry", "before amendment"));
        Assert.Equal("full", await hub.As("fr-ofast", "strategic-analysis").OutcomeAsync("lexicon-entry", "after amendment"));
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "after amendment"));
    }

    [Theory]
    [InlineData("content", "/content")]
    [InlineData("evaluation", "/evaluation")]
    [InlineData("handling", "/handling")]
    [InlineData("purposes", "/purposes")]
    [InlineData("crimeAreas", "/crimeAreas")]
    [InlineData("subject", "/subject")]
    public async Task does_not_remove_what_is_mandatory(string member, string pointer)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("mandatory.all"));

        using var response = await AmendAsync(id, $$"""{"{{member}}":null}""");

        Assert.Equal("refused", await response.CodeAsync());
        Assert.Equal([pointer], (await response.JsonAsync())["problems"]!.AsArray().Select(problem => problem!["pointer"]!.GetValue<string>()));
    }

    [Fact]
    public async Task removes_an_optional_member_by_null()
    {
        var body = Bodies.Term("with reference");
        body["reference"] = "R-1";
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);

        Assert.Null((await AmendedAsync(id, """{"reference":null,"subject":null}"""))["reference"]);
    }

    [Fact]
    public async Task gives_a_reference_again_after_it_was_removed()
    {
        var body = Bodies.Term("reference again");
        body["reference"] = "R-1";
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);

        await AmendedAsync(id, """{"reference":null}""");
        Assert.Equal("R-3", (await AmendedAsync(id, """{"reference":"R-3"}"""))["reference"]!.GetValue<string>());

        using var history = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history");
        Assert.Equal(["R-1", null, "R-3"], (await history.JsonAsync())["items"]!.AsArray().Select(item => item!["record"]!["reference"]?.GetValue<string>()));
    }

    [Fact]
    public async Task with_nothing_is_refused_and_tells_nothing()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("nothing.given", "country:FR"));
        var (records, entries) = (await hub.RecordsAsync(), await hub.EntriesAsync());

        using var response = await AmendAsync(id, "{}");

        Assert.Equal("refused", await response.CodeAsync());
        Assert.Null(response.Headers.ETag);
        Assert.Equal((records, entries + 1), (await hub.RecordsAsync(), await hub.EntriesAsync()));
    }

    [Theory]
    [InlineData("kind", "\"account-handle\"")]
    [InlineData("owner", "\"fr-ofast\"")]
    [InlineData("id", "\"6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11\"")]
    [InlineData("retention", "null")]
    [InlineData("content", """{"platform":"tiktok","handle":"x.y","role":"recruiter"}""")]
    public async Task cannot_make_another_record_of_it(string member, string value)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("stays what it is"));

        using var response = await AmendAsync(id, $$"""{"{{member}}":{{value}}}""");

        Assert.Equal("malformed-body", await response.CodeAsync());
    }

    [Fact]
    public async Task says_where_the_content_is_wrong()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("points at it"));

        using var ofType = await AmendAsync(id, """{"content":{"term":["a"],"concept":"drug.cocaine"}}""");
        using var ofLaw = await AmendAsync(id, """{"content":{"term":"call +46701234567","concept":"drug.cocaine"}}""");

        Assert.Equal("/content/term", (await ofType.JsonAsync())["pointer"]!.GetValue<string>());
        Assert.Equal("/content/term", (await ofLaw.JsonAsync())["problems"]![0]!["pointer"]!.GetValue<string>());
    }

    [Fact]
    public async Task takes_no_subject_where_there_is_no_person()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("no person"));

        using var response = await AmendAsync(id, """{"subject":{"categories":["suspect"],"age":"adult"}}""");

        Assert.Equal("subject-not-applicable", (await response.JsonAsync())["problems"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_too_late_after_withdrawal()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("too late"));
        (await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", "*"))).EnsureSuccessStatusCode();

        foreach (var (method, path, body) in new[] { ("PATCH", "", "{}"), ("PUT", "/release", "{}"), ("PUT", "/evaluation", """{"evaluation":"unassessed","reason":"x"}"""), ("POST", "/withdrawal", """{"reason":"x"}""") })
        {
            using var response = await hub.As("se-noa").SendAsync(new(method), $"/v1/indicators/{id}{path}", body, ("If-Match", "*"));
            Assert.Equal("already-withdrawn", await response.CodeAsync());
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        }
    }

    private Task<HttpResponseMessage> AmendAsync(string id, string patch) => hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, patch, ("If-Match", "*"));

    private async Task<JsonNode> AmendedAsync(string id, string patch)
    {
        using var response = await AmendAsync(id, patch);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}
