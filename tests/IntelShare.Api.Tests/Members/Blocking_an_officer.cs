using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Members;

public sealed class Blocking_an_officer(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    [Fact]
    public async Task binds_at_the_next_answer_of_every_node_though_its_token_was_just_believed()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var there = second.Likewise(hub.AsOfficer("fr-ofast", "leaving"));
        Assert.Equal("none", await there.OutcomeAsync("lexicon-entry", "anything"));

        await hub.Chief("fr-ofast").BlockAsync("fr-ofast", "leaving").DoneAsync();

        using var refused = await there.SearchAsync("lexicon-entry", "anything");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains(await hub.TrailAsync("fr-ofast", "?officer=leaving"), entry => entry!["act"]!.GetValue<string>() == "token-refused" && entry["outcome"]!.GetValue<string>() == "officer-blocked");
        await hub.Chief("fr-ofast").UnblockAsync("fr-ofast", "leaving").DoneAsync();
        Assert.Equal("none", await there.OutcomeAsync("lexicon-entry", "anything"));
    }

    [Fact]
    public async Task is_lifted_by_another_and_never_by_itself()
    {
        Assert.Equal("decides-for-itself", await hub.Chief("de-bka").UnblockAsync("de-bka", "de-bka-chief").RefusedAsync());
        Assert.Equal("not-blocked", await hub.Chief("de-bka").UnblockAsync("de-bka", "nobody").RefusedAsync());
        await hub.Chief("de-bka").BlockAsync("de-bka", "de-bka-chief").DoneAsync();

        Assert.Equal("unauthenticated", await hub.Chief("de-bka").UnblockAsync("de-bka", "de-bka-chief").RefusedAsync());
        await hub.AsOfficer("de-bka", "deputy", Officers.Admin).UnblockAsync("de-bka", "de-bka-chief").DoneAsync();
    }

    [Fact]
    public async Task by_two_who_block_each_other_leaves_one_of_them()
    {
        var (one, other) = (hub.AsOfficer("fi-krp", "one", Officers.Admin), hub.AsOfficer("fi-krp", "other", Officers.Admin));
        var answers = await Task.WhenAll(Task.Run(() => one.BlockAsync("fi-krp", "other"), Requests.Ct), Task.Run(() => other.BlockAsync("fi-krp", "one"), Requests.Ct));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task beside_others_who_do_the_same_loses_nothing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => hub.AsOfficer("nl-dlio", "admin-" + i, Officers.Admin).BlockAsync("nl-dlio", "target-" + i), Requests.Ct)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var listed = (await hub.Chief("nl-dlio").SendAsync(HttpMethod.Get, "/v1/members/nl-dlio/officers").DoneAsync())["items"]!.AsArray();
        Assert.Equal(6, listed.Count(officer => officer!["officer"]!.GetValue<string>().StartsWith("target-", StringComparison.Ordinal) && officer["blocked"]!.GetValue<bool>()));
        Assert.Equal(6, (await hub.TrailAsync("nl-dlio")).Count(entry => entry!["act"]!.GetValue<string>() == "officer-blocked" && entry["outcome"]!.GetValue<string>() == "ok"));
    }
}
