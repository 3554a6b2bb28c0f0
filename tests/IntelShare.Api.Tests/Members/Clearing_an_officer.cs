using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Members;

public sealed class Clearing_an_officer(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task lets_it_find_protected_persons_where_it_says_why()
    {
        await hub.As("se-noa").SubmittedAsync(Minor("cleared.finds"));
        Assert.Equal("none", await hub.AsOfficer("fr-ofast", "claire", justification: "missing-child").OutcomeAsync("account-handle", "cleared.finds"));

        var told = await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "claire", Later(days: 30)).DoneAsync();

        Assert.Equal(("claire", true, false), (told["officer"]!.GetValue<string>(), told["cleared"]!.GetValue<bool>(), told["blocked"]!.GetValue<bool>()));
        Assert.Equal("full", await hub.AsOfficer("fr-ofast", "claire", justification: "missing-child").OutcomeAsync("account-handle", "cleared.finds"));
        Assert.Equal("none", await hub.AsOfficer("fr-ofast", "claire").OutcomeAsync("account-handle", "cleared.finds"));
        Assert.Equal("none", await hub.AsOfficer("fr-ofast", "another", justification: "missing-child").OutcomeAsync("account-handle", "cleared.finds"));
        Assert.Equal("none", await hub.AsOfficer("de-bka", "claire", justification: "missing-child").OutcomeAsync("account-handle", "cleared.finds"));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("%FF")]
    [InlineData("%20")]
    public async Task asks_for_a_justification_that_can_be_read(string justification) => Assert.Equal(
        "malformed-parameter", await hub.AsOfficer("fr-ofast", "claire", justification: justification).SearchAsync("account-handle", "whoever").RefusedAsync());

    [Fact]
    public async Task ends_at_its_moment()
    {
        await hub.As("se-noa").SubmittedAsync(Minor("until.the.moment"));
        await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "briefly", Later(days: 1)).DoneAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMicroseconds(1));
        Assert.Equal("full", await OutcomeAsync());

        hub.Clock.Advance(TimeSpan.FromMicroseconds(1));

        Assert.Equal("none", await OutcomeAsync());
        Assert.False((await ListedAsync("fr-ofast", "briefly"))!["cleared"]!.GetValue<bool>());

        Task<string> OutcomeAsync() => hub.AsOfficer("fr-ofast", "briefly", justification: "x").OutcomeAsync("account-handle", "until.the.moment");
    }

    [Fact]
    public async Task ends_with_its_withdrawal_at_the_next_answer()
    {
        await hub.As("se-noa").SubmittedAsync(Minor("withdrawn.clearance"));
        var officer = hub.AsOfficer("fr-ofast", "moved-on", justification: "x");
        await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "moved-on", Later(days: 30)).DoneAsync();
        Assert.Equal("full", await officer.OutcomeAsync("account-handle", "withdrawn.clearance"));

        await WithdrawAsync("moved-on").DoneAsync();

        Assert.Equal("none", await officer.OutcomeAsync("account-handle", "withdrawn.clearance"));
        Assert.Equal("not-cleared", await WithdrawAsync("moved-on").RefusedAsync());
        Assert.Equal("not-cleared", await WithdrawAsync("nobody-spoke-of").RefusedAsync());

        Task<HttpResponseMessage> WithdrawAsync(string name) => hub.Chief("fr-ofast").SendAsync(HttpMethod.Delete, Officers.Path("fr-ofast", name, "clearance"), """{"reason":"moved on"}""");
    }

    [Fact]
    public async Task is_for_others_and_never_for_oneself()
    {
        Assert.Equal("decides-for-itself", await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "fr-ofast-chief", Later(days: 1)).RefusedAsync());
        using var asBoth = await hub.AsOfficer("fr-ofast", "both", ["agency-admin", "analyst"]).ClearAsync("fr-ofast", "both", Later(days: 1));
        Assert.Equal(HttpStatusCode.Forbidden, asBoth.StatusCode);
    }

    [Fact]
    public async Task takes_an_agency_admin_of_its_own_agency()
    {
        using var foreign = await hub.Chief("de-bka").ClearAsync("fr-ofast", "claire", Later(days: 1));
        using var unknown = await hub.Chief("de-bka").ClearAsync("fr-nobody", "claire", Later(days: 1));
        using var incomplete = await hub.Chief("de-bka").SendAsync(HttpMethod.Put, Officers.Path("fr-ofast", "claire", "clearance"), "{}");
        using var listed = await hub.Chief("de-bka").SendAsync(HttpMethod.Get, "/v1/members/fr-ofast/officers");

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        var bytes = await unknown.Content.ReadAsStringAsync(Requests.Ct);
        foreach (var answer in new[] { foreign, incomplete, listed })
        {
            Assert.Equal(bytes, await answer.Content.ReadAsStringAsync(Requests.Ct));
        }

        Assert.Equal("role-missing", await hub.As("fr-ofast").ClearAsync("fr-ofast", "claire", Later(days: 1)).RefusedAsync());
        Assert.Equal("role-missing", await hub.As("hub", purpose: null, @case: null, "hub-admin").ClearAsync("fr-ofast", "claire", Later(days: 1)).RefusedAsync());
    }

    [Theory]
    [InlineData("reason", "", "required")]
    [InlineData("until", "2026-12-01T00:00:00Z", "until-in-the-past")]
    [InlineData("until", "2029-12-01T00:00:00Z", "until-too-late")]
    [InlineData("until", null, "required")]
    [InlineData("until", "tomorrow", "malformed-body")]
    public async Task needs_a_reason_and_an_end_within_a_year(string member, string? value, string code)
    {
        var body = new JsonObject { ["reason"] = "x", ["until"] = Later(days: 300) };
        body[member] = value;
        Assert.Equal(code, await hub.Chief("fr-ofast").SendAsync(HttpMethod.Put, Officers.Path("fr-ofast", "shaped", "clearance"), body.ToJsonString()).RefusedAsync());
    }

    [Fact]
    public async Task said_twice_is_one_fact()
    {
        var until = Later(days: 10);
        var first = await hub.Chief("nl-dlio").ClearAsync("nl-dlio", "twice", until).DoneAsync();
        var facts = await FactsAsync();

        Assert.Equal(first.ToJsonString(), (await hub.Chief("nl-dlio").ClearAsync("nl-dlio", "twice", until).DoneAsync()).ToJsonString());
        Assert.Equal(facts, await FactsAsync());
        await hub.Chief("nl-dlio").ClearAsync("nl-dlio", "twice", Later(days: 11)).DoneAsync();
        Assert.Equal(facts + 1, await FactsAsync());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("aGVsbG8+d29ybGQ/Cg==")]
    [InlineData("officer with spaces, 100 % Ω and 👮🏽‍♀️")]
    [InlineData("e\u0301")]
    [InlineData("\u00E9")]
    [InlineData("\u202Ereversed")]
    [InlineData("...")]
    public async Task knows_every_officer_by_its_own_name_and_no_other(string officer)
    {
        await hub.Chief("be-fgp").ClearAsync("be-fgp", officer, Later(days: 5)).DoneAsync();

        Assert.NotNull(await ListedAsync("be-fgp", officer));
        await hub.Chief("be-fgp").BlockAsync("be-fgp", officer).DoneAsync();
        Assert.Equal("unauthenticated", await hub.AsOfficer("be-fgp", officer).SendAsync(HttpMethod.Get, "/v1/me").RefusedAsync());
        await hub.Chief("be-fgp").UnblockAsync("be-fgp", officer).DoneAsync();
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%EF%BF%BE")]
    [InlineData("a%07")]
    public async Task refuses_a_name_that_no_token_can_bear(string escaped)
    {
        var admin = hub.Chief("be-fgp").DefaultRequestHeaders.Authorization!.ToString();
        var answer = await hub.RawAsync($"PUT /v1/members/be-fgp/officers/{escaped}/block", ["Authorization: " + admin, "Content-Type: application/json"], """{"reason":"x"}"""u8.ToArray());

        Assert.InRange(answer.Status, 400, 404);
        Assert.DoesNotContain(await NamesAsync("be-fgp"), name => name.Contains('\uFFFD', StringComparison.Ordinal) || name.Contains('\a', StringComparison.Ordinal));
    }

    [Fact]
    public async Task refuses_a_name_of_more_than_128_code_points()
    {
        await hub.Chief("fi-krp").BlockAsync("fi-krp", string.Concat(Enumerable.Repeat("👮", 128))).DoneAsync();
        Assert.Equal("malformed-parameter", await hub.Chief("fi-krp").BlockAsync("fi-krp", string.Concat(Enumerable.Repeat("👮", 129))).RefusedAsync());
    }

    private static JsonObject Minor(string handle)
    {
        var body = Bodies.Handle(handle, "country:FR", "country:DE");
        body["subject"] = new JsonObject { ["categories"] = new JsonArray("victim", "suspect"), ["age"] = "minor", ["necessity"] = "He can only be found through this account." };
        return body;
    }

    private string Later(int days) => hub.Clock.GetUtcNow().AddDays(days).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private Task<long> FactsAsync() => hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'officer-cleared'");

    private async Task<JsonArray> ItemsAsync(string member) => (await hub.Chief(member).SendAsync(HttpMethod.Get, $"/v1/members/{member}/officers").DoneAsync())["items"]!.AsArray();

    private async Task<JsonNode?> ListedAsync(string member, string officer) => (await ItemsAsync(member)).SingleOrDefault(item => item!["officer"]!.GetValue<string>() == officer);

    private async Task<IEnumerable<string>> NamesAsync(string member) => (await ItemsAsync(member)).Select(item => item!["officer"]!.GetValue<string>());
}
