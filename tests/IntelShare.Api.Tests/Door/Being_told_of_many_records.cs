using System.Net;
using IntelShare.Api.Host;
using IntelShare.Api.Notices;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Door;

/// <summary>An officer is told of three distinct records of others a day, its agency of five.</summary>
public sealed class Being_told_of_many_records(PostgresServer server) : IAsyncLifetime
{
    private static readonly Budgets Few = new() { OfficerRecords = 3, MemberRecords = 5 };
    private readonly TestHub hub = new(server) { Budgets = Few };
    private string[] records = [];

    public async ValueTask InitializeAsync()
    {
        await hub.InitializeAsync();
        var owner = hub.As("se-noa");
        var made = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            made.Add((await owner.SubmittedAsync(Bodies.Term($"told {i}", "country:FR", "country:DK"))).Id);
        }

        records = [.. made];
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task ends_with_the_day_s_last_one_and_begins_again_at_midnight()
    {
        var http = hub.AsOfficer("fr-ofast", "curious");
        Assert.Equal("200 200 200 200 200", await ReadAsync(http, 0, 0, 1, 1, 0));
        Assert.Equal("200 429 429", await ReadAsync(http, 2, 3, 0));
        using var refused = await http.SendAsync(HttpMethod.Get, "/v1/indicators/" + records[3]);
        Assert.Equal("record-budget-exhausted", await refused.CodeAsync());
        Assert.Equal(TimeSpan.FromHours(12), refused.Headers.RetryAfter!.Delta);

        hub.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal("200 200 200 429", await ReadAsync(hub.AsOfficer("fr-ofast", "curious"), 3, 4, 5, 6));
    }

    [Fact]
    public async Task is_refused_before_any_look_up_so_that_it_tells_nothing_of_what_is_there()
    {
        var http = hub.AsOfficer("dk-nsk", "asks on");
        await ReadAsync(http, 0, 1, 2);
        string[] bodies = await Task.WhenAll(((string[])["told 7", "nobody has this"]).Select(async value =>
        {
            using var answer = await http.SearchAsync("lexicon-entry", value);
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(Requests.Ct);
        }));
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal(3, await hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where officer = 'asks on' and outcome = 'ok'"));
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where officer = 'asks on' and outcome = 'record-budget-exhausted'"));
        // What tells no content goes on.
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/v1/me"));
    }

    [Fact]
    public async Task is_one_budget_of_an_agency_and_looks_the_same_whoever_spent_it()
    {
        await ReadAsync(hub.AsOfficer("fr-ofast", "one"), 0, 1, 2);
        await ReadAsync(hub.AsOfficer("fr-ofast", "two"), 3, 4);
        string[] bodies = await Task.WhenAll(((string[])["one", "two", "three"]).Select(async officer =>
        {
            using var answer = await hub.AsOfficer("fr-ofast", officer).SendAsync(HttpMethod.Get, "/v1/indicators/" + records[0]);
            return (int)answer.StatusCode + answer.Headers.RetryAfter!.ToString() + await answer.Content.ReadAsStringAsync(Requests.Ct);
        }));
        Assert.Single(bodies.Distinct());
        Assert.StartsWith("429", bodies[0], StringComparison.Ordinal);
        Assert.Equal("200", await ReadAsync(hub.AsOfficer("dk-nsk", "one"), 0));
    }

    [Fact]
    public async Task is_counted_over_all_nodes_and_a_restart()
    {
        await using (var second = await SecondHub.StartAsync(hub, server, budgets: Few))
        {
            var here = hub.AsOfficer("fr-ofast", "everywhere");
            var there = second.Likewise(here);
            Assert.Equal("200 200", await ReadAsync(here, 0, 1));
            Assert.Equal("200 200 429", await ReadAsync(there, 1, 2, 3));
        }

        await using var third = await SecondHub.StartAsync(hub, server, budgets: Few);
        Assert.Equal("429", await ReadAsync(third.Likewise(hub.AsOfficer("fr-ofast", "everywhere")), 0));
        Assert.Equal(3, await hub.ScalarAsync<int>("select told from intelshare.record_count where officer = 'everywhere'"));
    }

    [Fact]
    public async Task is_not_counted_for_a_feed_nor_for_what_is_one_s_own()
    {
        Assert.Equal("200 200 200 200 200 200 200", await ReadAsync(hub.AsOfficer("fr-ofast", "pump", ["feed"]), 0, 1, 2, 3, 4, 5, 6));
        Assert.Equal("200 200 200 200 200 200 200", await ReadAsync(hub.AsOfficer("se-noa", "owner"), 0, 1, 2, 3, 4, 5, 6));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.record_count"));
    }

    [Fact]
    public async Task refuses_an_export_whole_before_anything_of_it_leaves()
    {
        var http = hub.AsOfficer("fr-ofast", "exports");
        using var refused = await http.SendAsync(HttpMethod.Get, "/v1/exports?format=ndjson");
        Assert.Equal((HttpStatusCode.TooManyRequests, "record-budget-exhausted"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.record_count"));
        Assert.Equal("200 200", await ReadAsync(http, 0, 1));
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/v1/exports?format=ndjson&kind=account-handle"));
        using var pump = await hub.AsOfficer("fr-ofast", "pump", ["feed"]).SendAsync(HttpMethod.Get, "/v1/exports?format=ndjson");
        var told = await pump.Content.ReadAsStringAsync(Requests.Ct);
        Assert.All(records, id => Assert.Contains(id, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task counts_what_was_exported()
    {
        await hub.As("no-kripos").SubmittedAsync(Bodies.Handle("exported.one", "country:FI"));
        var http = hub.AsOfficer("fi-krp", "exports");
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/v1/exports?format=ndjson&kind=account-handle"));
        Assert.Equal(1, await hub.ScalarAsync<int>("select told from intelshare.record_count where officer = 'exports'"));
    }

    [Fact]
    public async Task counts_a_hit_as_one_however_much_lies_behind_it()
    {
        var owner = hub.As("no-kripos");
        for (var i = 0; i < 4; i++)
        {
            await owner.SubmittedAsync(Bodies.HitOnly("manybehind", "country:FR"));
        }

        await owner.SubmittedAsync(Bodies.HitOnly("onebehind", "country:FR"));
        var http = hub.AsOfficer("fr-ofast", "searches");
        Assert.Equal("hit", await http.OutcomeAsync("account-handle", "manybehind"));
        Assert.Equal("hit", await http.OutcomeAsync("account-handle", "onebehind"));
        Assert.Equal(2, await hub.ScalarAsync<int>("select told from intelshare.record_count where officer = 'searches'"));
    }

    [Fact]
    public async Task names_no_record_and_is_gone_when_the_day_is_over()
    {
        await ReadAsync(hub.AsOfficer("fr-ofast", "passing"), 0, 1);
        var rows = await hub.DumpAsync("record_told");
        Assert.All(records, record => Assert.DoesNotContain(Guid.Parse(record).ToString("N"), rows, StringComparison.OrdinalIgnoreCase));
        hub.Clock.Advance(TimeSpan.FromHours(12));
        await hub.Services.GetRequiredService<Probing>().GoAsync(Requests.Ct);
        Assert.Equal("", (await hub.DumpAsync("record_")).Trim());
    }

    [Fact]
    public async Task is_counted_whole_by_many_requests_at_once()
    {
        await using var wide = new TestHub(server) { Budgets = new() { OfficerRecords = 1000, MemberRecords = 1000 } };
        await wide.InitializeAsync();
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add((await wide.As("se-noa").SubmittedAsync(Bodies.Term($"wide {i}", "country:FR"))).Id);
        }

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            using var answer = await wide.AsOfficer("fr-ofast", $"officer {i % 4}").SearchAsync("lexicon-entry", [.. Enumerable.Range(i, 6).Select(n => $"wide {n % 6}")]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }));
        Assert.Equal("6 6 6 6 6", await wide.ScalarAsync<string>("select string_agg(told::text, ' ') from intelshare.record_count"));
    }

    private async Task<string> ReadAsync(HttpClient http, params int[] which)
    {
        var answers = new List<int>();
        foreach (var one in which)
        {
            answers.Add((int)await http.StatusAsync("/v1/indicators/" + records[one]));
        }

        return string.Join(' ', answers);
    }
}
