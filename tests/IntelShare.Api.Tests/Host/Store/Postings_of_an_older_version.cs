using IntelShare.Access;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Worlds;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

/// <summary>A database of before the classes: one row per audience, with columns that the query filtered by.</summary>
public sealed class Postings_of_an_older_version(PostgresServer server)
{
    private const string Older =
        """
        drop table if exists before;
        create table before as select c.audience, p.indicator, p.xid, p.pos, now() as at, p.version, c.kind, c.purposes, c.feeds, c.protected from intelshare.posting p join intelshare.posting_class c on c.id = p.class;
        drop table intelshare.posting;
        drop table intelshare.posting_class;
        create table intelshare.posting (audience text not null, indicator uuid not null, xid xid8 not null default pg_current_xact_id(), pos bigint not null, at timestamptz not null,
            version int not null, kind text not null, purposes text[] not null, feeds boolean not null, protected boolean not null, primary key (audience, indicator, version));
        insert into intelshare.posting select * from before;
        delete from intelshare_schema.step where name = '004-posting-classes.sql';
        """;

    [Fact]
    public async Task are_moved_to_classes_and_every_list_stays_as_it_was()
    {
        await using var world = await World.BeginAsync(server);
        var script = new Script(144, "fr-ofast");
        for (var i = 0; i < 90; i++)
        {
            await world.DoAsync(script.Next());
            world.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var before = await WalksAsync(world);
        Assert.Contains(before, walk => walk.Length > 0);
        await Sql.ExecuteAsync(world.Hub.OwnerConnectionString, Older);
        await using (var owner = NpgsqlDataSource.Create(world.Hub.OwnerConnectionString))
        {
            await Migrations.ApplyAsync(owner, world.Hub.Clock, Requests.Ct);
        }

        Assert.Equal(before, await WalksAsync(world));
        for (var i = 0; i < 30; i++)
        {
            Assert.True((await world.DoAsync(script.Next())).Status < 500);
        }
    }

    /// <summary>For each reader the records that the law gives, in the order of their rows.</summary>
    private static async Task<List<string>> WalksAsync(World world)
    {
        await using var scope = world.Hub.Services.CreateAsyncScope();
        var records = scope.ServiceProvider.GetRequiredService<Records>();
        var walks = new List<string>();
        foreach (var (client, purpose) in world.Registry.Members.Keys.Where(id => id != "hub").Order().SelectMany(id => Enum.GetValues<Purpose>().Select(purpose => (id, purpose))))
        {
            var reader = world.Reader(client, purpose) with { Cleared = true };
            var rows = await records.WalkAsync(Narrowing.Of(reader, mine: false), kind: null, Walk.From(since: null), most: 10_000, Requests.Ct);
            walks.Add(string.Join('\n', rows.Where(row => AccessPolicy.Decide(reader, row.Stored.Record).Level == Level.Full && AccessPolicy.ToldAt(reader, row.Stored.Record) == row.Version).Select(row => row.Stored.Record.Id)));
        }

        return walks;
    }
}
