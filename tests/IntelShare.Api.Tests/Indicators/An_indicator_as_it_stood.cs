using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class An_indicator_as_it_stood(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task is_what_its_facts_until_that_moment_made_with_its_secret_open()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("as.it.stood", "country:FR"));
        var submitted = await TimeAsync(id);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        using var amended = await hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """{"content":{"platform":"tiktok","handle":"as.it.became","role":"recruiter"}}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, amended.StatusCode);
        var changed = await TimeAsync(id);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        (await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", "*"))).EnsureSuccessStatusCode();

        Assert.Null(await StoodAsync(id, submitted.AddTicks(-10)));
        Assert.Equal("as.it.stood active", await StoodAsync(id, submitted));
        Assert.Equal("as.it.stood active", await StoodAsync(id, changed.AddTicks(-10)));
        Assert.Equal("as.it.became active", await StoodAsync(id, changed));
        Assert.Equal("as.it.became withdrawn", await StoodAsync(id, changed.AddYears(10)));
    }

    [Fact]
    public async Task is_not_found_by_a_reader_who_reads_it_today()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("only the present", "country:FR"));
        using var now = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        using var then = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}?asOf=2100-01-01T00:00:00Z");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (now.StatusCode, then.StatusCode));
        Assert.Equal("not-found", await then.CodeAsync());
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-12-01")]
    [InlineData("2026-12-01T12:00:00")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("")]
    [InlineData("%F0%9F%8E%BF")]
    public async Task needs_a_moment(string asOf)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("no moment"));
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}?asOf={asOf}");
        Assert.Equal("malformed-parameter", await response.CodeAsync());
    }

    [Fact]
    public async Task has_no_content_once_its_key_is_gone()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("key.destroyed"));
        await hub.ExecuteAsync($"delete from intelshare.record_key where indicator = '{id}'");
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}?asOf=2100-01-01T00:00:00Z");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null((await response.JsonAsync())["content"]);
    }

    private async Task<DateTimeOffset> TimeAsync(string id)
    {
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        return (await response.JsonAsync())["changedAt"]!.GetValue<DateTimeOffset>();
    }

    private async Task<string?> StoodAsync(string id, DateTimeOffset moment)
    {
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}?asOf={moment.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z");
        return response.StatusCode == HttpStatusCode.NotFound ? null : $"{(await response.JsonAsync())["content"]!["handle"]} {(await response.JsonAsync())["status"]}";
    }
}
