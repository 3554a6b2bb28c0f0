using IntelShare.Api.Notices;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Notices;

/// <summary>The hub dies between finding a match and telling it, or two nodes find the same.</summary>
public sealed class Matching_that_is_cut_off(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task loses_nothing_and_tells_nothing_twice()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        await hub.ExecuteAsync(
            """
            create function public.dies() returns trigger language plpgsql security definer as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
            create trigger dies before insert on intelshare.notice for each row execute function public.dies();
            """);
        var (own, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("cut off", "country:FR"));
        var (other, _) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("cut off", "country:SE"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hub.Services.GetRequiredService<CrossMatching>().CatchUpAsync(Requests.Ct));
        Assert.Equal(0, await TellingAsync(own, other));
        Assert.NotEqual(0, await hub.ScalarAsync<long>("select count(*) from intelshare.cross_match_due"));

        await hub.ExecuteAsync("drop trigger dies on intelshare.notice; drop function public.dies()");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? hub.Services : second.Services).GetRequiredService<CrossMatching>().CatchUpAsync(Requests.Ct)));

        await hub.SettledAsync();
        Assert.Single(await hub.NoticesAsync("se-noa", own));
        Assert.Equal(2, await TellingAsync(own, other));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.cross_match_due"));
    }

    [Fact]
    public async Task gives_its_turn_back_to_another_node()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        await hub.ExecuteAsync(
            """
            create function public.fails() returns trigger language plpgsql as 'begin raise division_by_zero; end';
            create trigger fails before insert on intelshare.notice for each row execute function public.fails();
            """);
        var (own, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("given back", "country:FR"));
        var (other, _) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("given back", "country:SE"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hub.Services.GetRequiredService<CrossMatching>().CatchUpAsync(Requests.Ct));
        await hub.ExecuteAsync("drop trigger fails on intelshare.notice; drop function public.fails()");

        await second.Services.GetRequiredService<CrossMatching>().CatchUpAsync(Requests.Ct);

        Assert.Equal(2, await TellingAsync(own, other));
    }

    [Fact]
    public async Task finds_what_two_agencies_submit_at_the_same_moment()
    {
        string[] owners = ["se-noa", "be-fgp", "dk-nsk", "fi-krp", "de-bka", "nl-dlio"];
        var ids = await Task.WhenAll(owners.Select(async owner => (await hub.As(owner).SubmittedAsync(Bodies.Term("at once", "member-states"))).Id));
        await hub.MatchedAsync();

        foreach (var (owner, id) in owners.Zip(ids))
        {
            Assert.Equal(owners.Length - 1, (await hub.NoticesAsync(owner, id)).Count);
        }
    }

    /// <summary>Most of the time nothing is due, and plans are kept: one that joins the list with itself row by row would stand still behind a large import.</summary>
    [Fact]
    public async Task takes_what_is_due_by_a_plan_made_of_an_empty_list_too()
    {
        var database = await server.CreateAsync(Requests.Ct);
        var plan = new List<string>();
        try
        {
            await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
            await using var connection = await source.OpenConnectionAsync(Requests.Ct);
            await DoAsync("vacuum analyze intelshare.cross_match_due");
            await DoAsync("set plan_cache_mode = force_generic_plan");
            await DoAsync($"prepare take (int) as {CrossMatching.Take}");
            await using var explain = new NpgsqlCommand("explain (costs off) execute take (500)", connection);
            await using var reader = await explain.ExecuteReaderAsync(Requests.Ct);
            while (await reader.ReadAsync(Requests.Ct))
            {
                plan.Add(reader.GetString(0));
            }

            async Task DoAsync(string sql)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(Requests.Ct);
            }
        }
        finally
        {
            await server.DropAsync(database);
        }

        Assert.Contains(plan, line => line.Contains("cross_match_due", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Nested Loop", StringComparison.Ordinal));
    }

    /// <summary>How many notices tell of these records; the other situations of this class tell of theirs in the same database.</summary>
    private Task<long> TellingAsync(string own, string other) => hub.ScalarAsync<long>($"select count(*) from intelshare.notice where about in ('{own}', '{other}')");
}
