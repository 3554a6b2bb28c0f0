using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Audit;

public sealed class A_trail_that_cannot_be_written(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task stops_every_answer_and_every_write_until_it_can_be_written_again()
    {
        var owner = hub.As("se-noa");
        var (id, tag) = await owner.SubmittedAsync(Bodies.Term("unrecorded", "country:FR"));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "unrecorded"));
        }

        var before = await hub.RecordsAsync();
        await AwayAsync("audit_entry");

        foreach (var (method, path, body) in new[]
        {
            ("GET", "/v1/me", null), ("GET", "/v1/indicators", null), ("GET", "/v1/indicators/" + id, null), ("GET", $"/v1/indicators/{id}/history", null), ("GET", "/v1/indicators/x", null),
            ("POST", "/v1/searches", """{"queries":[{"kind":"lexicon-entry","value":"unrecorded"}]}"""), ("POST", "/v1/indicators", Bodies.Term("never stored").ToJsonString()), ("POST", "/v1/indicators", "{}"),
            ("PATCH", "/v1/indicators/" + id, """{"reference":"R"}"""), ("PUT", $"/v1/indicators/{id}/release", "{}"), ("POST", $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}"""),
        })
        {
            using var response = await owner.SendAsync(new(method), path, body, ("If-Match", "*"), ("Idempotency-Key", "unrecorded-" + path.Length));
            var answer = await response.Content.ReadAsStringAsync(Requests.Ct);

            Assert.Equal("audit-unavailable", await response.CodeAsync());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.DoesNotContain("unrecorded", answer, StringComparison.Ordinal);
            Assert.Null(response.Headers.ETag);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }

        Assert.Equal(before, await hub.RecordsAsync());
        await BackAsync("audit_entry");

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "unrecorded"));
        using var read = await owner.SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        Assert.Equal(tag, read.Headers.ETag!.ToString());
        await owner.SubmittedAsync(Bodies.Term("stored again"));
    }

    [Fact]
    public async Task of_a_case_stops_the_answer_too()
    {
        var before = await hub.EntriesAsync();
        await AwayAsync("audit_detail");
        using var response = await hub.As("fr-ofast").SearchAsync("lexicon-entry", "anything");
        await BackAsync("audit_detail");

        Assert.Equal("audit-unavailable", await response.CodeAsync());
        Assert.Equal(before, await hub.EntriesAsync());
    }

    [Fact]
    public async Task stops_the_refusal_of_a_signed_token_too()
    {
        await AwayAsync("audit_entry");
        var answer = await hub.WhoAmIAsync("Bearer " + hub.Token("de-bka", p => p["aud"] = "elsewhere"));
        await BackAsync("audit_entry");

        Assert.Equal(503, answer.Status);
        Assert.Contains("audit-unavailable", answer.Body, StringComparison.Ordinal);
    }

    private Task AwayAsync(string table) => hub.ExecuteAsync($"alter table intelshare.{table} rename to {table}_away");

    private Task BackAsync(string table) => hub.ExecuteAsync($"alter table intelshare.{table}_away rename to {table}");
}
