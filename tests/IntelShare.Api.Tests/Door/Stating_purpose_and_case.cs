using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Door;

public sealed class Stating_purpose_and_case(TestHub hub) : IClassFixture<TestHub>
{
    private const string Terms = "/v1/indicators?kind=lexicon-entry&limit=1";

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("curiosity")]
    [InlineData("Cross-Checking")]
    [InlineData("CrossChecking")]
    [InlineData("0")]
    [InlineData("cross-checking,strategic-analysis")]
    [InlineData("cross-checking", "cross-checking")]
    [InlineData("cross-checking", "strategic-analysis")]
    public async Task takes_exactly_one_purpose_of_the_list(params string[] stated)
    {
        using var response = await hub.As("se-noa", purpose: null).SendAsync(HttpMethod.Get, Terms, json: null, [.. stated.Select(purpose => ("Intel-Purpose", purpose))]);

        Assert.Equal("purpose-missing", await response.CodeAsync());
    }

    [Fact]
    public async Task takes_no_purpose_that_the_token_leaves_out()
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        var token = "Bearer " + hub.Token("se-noa", p => p["purposes"] = new JsonArray("strategic-analysis"));

        using var beyond = await http.SendAsync(HttpMethod.Get, Terms, json: null, ("Authorization", token), ("Intel-Purpose", "cross-checking"));
        using var within = await http.SendAsync(HttpMethod.Get, Terms, json: null, ("Authorization", token), ("Intel-Purpose", "strategic-analysis"));

        Assert.Equal("purpose-missing", await beyond.CodeAsync());
        Assert.Equal(HttpStatusCode.OK, within.StatusCode);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("K%2")]
    [InlineData("K%ZZ1")]
    [InlineData("%FF")]
    [InlineData("%C3")]
    [InlineData("%C0%80")]
    [InlineData("%ED%A0%80")]
    [InlineData("%F4%90%80%80")]
    [InlineData("%EF%BF%BE")]
    [InlineData("%00")]
    [InlineData("K%0D1")]
    [InlineData("%20")]
    [InlineData("ärende")]
    public async Task takes_no_case_that_cannot_be_read(string stated)
    {
        var answer = await hub.RawAsync("GET " + Terms, ["Authorization: Bearer " + hub.Token("se-noa"), "Intel-Purpose: cross-checking", "Intel-Case: " + stated]);

        Assert.Equal(400, answer.Status);
        if (stated.All(char.IsAscii))
        {
            Assert.Contains("\"malformed-parameter\"", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("%E2%80%8B")]
    [InlineData("%E2%81%A0%20")]
    [InlineData("%00")]
    [InlineData("%ZZ")]
    public async Task takes_no_justification_that_says_nothing(string stated)
    {
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, Terms, json: null, ("Intel-Justification", stated));

        Assert.Equal("malformed-parameter", await response.CodeAsync());
    }

    [Fact]
    public async Task takes_one_case_and_not_two()
    {
        var answer = await hub.RawAsync("GET " + Terms, ["Authorization: Bearer " + hub.Token("se-noa"), "Intel-Purpose: cross-checking", "Intel-Case: K-1", "Intel-Case: K-2"]);

        Assert.Equal(400, answer.Status);
        Assert.Contains("\"malformed-parameter\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task counts_a_case_in_code_points(int length, bool taken)
    {
        using var response = await hub.As("se-noa", @case: string.Concat(Enumerable.Repeat("%F0%9F%8E%BF", length))).SendAsync(HttpMethod.Get, Terms);

        Assert.Equal(taken ? null : "malformed-parameter", await response.CodeAsync());
    }

    [Theory]
    [InlineData("K-2026%2F17", "K-2026/17")]
    [InlineData("%C3%A4rende%20%F0%9F%8E%BF", "ärende 🎿")]
    [InlineData("a%CC%8A", "å")]
    [InlineData("100%25", "100%")]
    [InlineData("K 1+2", "K 1+2")]
    public async Task keeps_a_case_as_it_was_meant(string stated, string meant)
    {
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        using var response = await hub.As("fr-ofast", @case: stated).SendAsync(HttpMethod.Get, Terms);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(await hub.TrailAsync("fr-ofast"), entry => entry!["case"]?.GetValue<string>() == meant);
    }

    [Theory]
    [InlineData("GET", "/v1/indicators", null, "case-missing")]
    [InlineData("GET", "/v1/indicators?kind=account-handle", null, "case-missing")]
    [InlineData("GET", "/v1/indicators?kind=lexicon-entry", null, null)]
    [InlineData("GET", "/v1/indicators?kind=recruitment-pattern", null, null)]
    [InlineData("GET", "/v1/indicators?kind=lexicon-entry&mine=true", null, null)]
    [InlineData("GET", "/v1/indicators/not-an-id", null, "case-missing")]
    [InlineData("GET", "/v1/indicators/00000000-0000-4000-8000-000000000000/history", null, "case-missing")]
    [InlineData("POST", "/v1/searches", """{"queries":[{"kind":"lexicon-entry","value":"a"}]}""", null)]
    [InlineData("POST", "/v1/searches", """{"queries":[{"kind":"lexicon-entry","value":"a"},{"kind":"account-handle","value":"nobody_here"}]}""", "case-missing")]
    public async Task needs_a_case_only_where_a_person_may_come(string method, string path, string? body, string? code)
    {
        using var response = await hub.As("se-noa", @case: null).SendAsync(new(method), path, body);

        Assert.Equal(code, await response.CodeAsync());
    }

    [Fact]
    public async Task reads_an_empty_case_as_none()
    {
        using var response = await hub.As("se-noa", @case: "").SendAsync(HttpMethod.Get, "/v1/indicators");

        Assert.Equal("case-missing", await response.CodeAsync());
    }
}
