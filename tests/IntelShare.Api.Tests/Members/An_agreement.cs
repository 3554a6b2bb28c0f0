using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Members;

public sealed class An_agreement(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    [Fact]
    public async Task of_a_later_day_takes_effect_by_itself_on_every_node()
    {
        var usa = await hub.EnrolAsync("US", PartyKind.ThirdCountry, "us-dea");
        await using var second = await SecondHub.StartAsync(hub, server);
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("agreed from noon", "country:US"));
        var from = hub.Clock.GetUtcNow().AddHours(2);
        await hub.RegisterAsync("party/US", new AgreementConcluded("Article 25(1)", AgreementLevel.HitOnly, from, from.AddHours(1)), new AgreementConcluded("Article 25(1)", AgreementLevel.Full, from.AddHours(1), Until: null));
        var version = await hub.ScalarAsync<long>("select version from intelshare.registry");
        Assert.Equal(("none", "none"), await SeenAsync());

        hub.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(("hit", "hit"), await SeenAsync());
        hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(("full", "full"), await SeenAsync());
        Assert.Equal(version, await hub.ScalarAsync<long>("select version from intelshare.registry"));

        async Task<(string, string)> SeenAsync() => (
            await hub.As(usa).OutcomeAsync("lexicon-entry", "agreed from noon"), await second.Likewise(hub.As(usa)).OutcomeAsync("lexicon-entry", "agreed from noon"));
    }

    [Fact]
    public async Task that_ended_binds_at_the_next_answer_of_every_node()
    {
        var interpol = await hub.EnrolAsync("org:interpol", PartyKind.InternationalOrganisation, "interpol");
        await using var second = await SecondHub.StartAsync(hub, server);
        await hub.RegisterAsync("party/org:interpol", new AgreementConcluded("Article 25(1)", AgreementLevel.Full, hub.Clock.GetUtcNow(), Until: null));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("until it ends", "org:interpol"));
        var there = second.Likewise(hub.As(interpol));
        Assert.Equal("full", await there.OutcomeAsync("lexicon-entry", "until it ends"));

        await hub.RegisterAsync("party/org:interpol", new AgreementEnded("breach", hub.Clock.GetUtcNow()));

        Assert.Equal("none", await there.OutcomeAsync("lexicon-entry", "until it ends"));
        Assert.Equal("none", await hub.As(interpol).OutcomeAsync("lexicon-entry", "until it ends"));
    }

    [Fact]
    public async Task that_changes_ends_a_walk_through_a_list()
    {
        foreach (var term in new[] { "walked one", "walked two" })
        {
            await hub.As("se-noa").SubmittedAsync(Bodies.Term(term, "country:BE"));
        }

        var next = (await hub.As("be-fgp").SendAsync(HttpMethod.Get, "/v1/indicators?limit=1").DoneAsync())["next"]!.GetValue<string>();
        await hub.RegisterAsync("party/BE", new AgreementConcluded("national measure", AgreementLevel.NonPersonal, hub.Clock.GetUtcNow().AddMinutes(1), Until: null));
        await hub.As("be-fgp").SendAsync(HttpMethod.Get, "/v1/indicators?limit=1&cursor=" + next).DoneAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("cursor-restart", await hub.As("be-fgp").SendAsync(HttpMethod.Get, "/v1/indicators?limit=1&cursor=" + next).RefusedAsync());
    }

    [Fact]
    public async Task can_keep_a_member_state_out_for_a_time()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("kept from Denmark", "member-states"));
        var now = hub.Clock.GetUtcNow();
        await hub.RegisterAsync("party/DK", new AgreementConcluded("national measure", AgreementLevel.None, now, now.AddDays(1)));
        Assert.Equal("none", await SeenAsync());
        Assert.Equal("full", await hub.As("fi-krp").OutcomeAsync("lexicon-entry", "kept from Denmark"));

        hub.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("full", await SeenAsync());

        Task<string> SeenAsync() => hub.As("dk-nsk").OutcomeAsync("lexicon-entry", "kept from Denmark");
    }
}
