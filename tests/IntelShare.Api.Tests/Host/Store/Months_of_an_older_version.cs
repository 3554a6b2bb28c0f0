using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Worlds;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

/// <summary>A database of before the feed of MISP: nothing said which records stand in which event.</summary>
public sealed class Months_of_an_older_version(PostgresServer server)
{
    private const string Older = "drop table intelshare.submitted; delete from intelshare_schema.step where name = '025-months.sql';";

    [Fact]
    public async Task are_those_of_the_records_first_facts_of_erased_ones_too()
    {
        await using var world = await World.BeginAsync(server);
        var script = new Script(233, "fr-ofast");
        for (var i = 0; i < 60; i++)
        {
            await world.DoAsync(script.Next());
            world.Hub.Clock.Advance(TimeSpan.FromDays(1));
        }

        await world.Hub.As("se-noa").EraseAsync(world.Records[0].ToString());
        var before = await world.Hub.DumpAsync("submitted");
        Assert.Contains("2027-01-01", before, StringComparison.Ordinal);
        await Sql.ExecuteAsync(world.Hub.OwnerConnectionString, Older);
        await using (var owner = NpgsqlDataSource.Create(world.Hub.OwnerConnectionString))
        {
            await Migrations.ApplyAsync(owner, world.Hub.Clock, Requests.Ct);
        }

        Assert.Equal(Sorted(before), Sorted(await world.Hub.DumpAsync("submitted")));
        Assert.True((await world.DoAsync(script.Next())).Status < 500);
    }

    private static IEnumerable<string> Sorted(string dump) => dump.Split('\n').Order(StringComparer.Ordinal);
}
