using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using Marten;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

public sealed class The_schema(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public Task is_the_committed_script() => Truth.HoldsAsync("deploy/schema.sql", Migrations.Script());

    [Fact]
    public async Task finds_the_keys_of_the_foldings_before_this_one() => Assert.Equal(
        $"(fold < {Folding.Version})", await hub.ScalarAsync<string>("select pg_get_expr(indpred, indrelid) from pg_index where indexrelid = 'intelshare.match_key_outdated'::regclass"));

    [Fact]
    public async Task is_what_Marten_expects_seen_by_its_owner_and_by_the_run_time_role()
    {
        foreach (var connection in new[] { hub.OwnerConnectionString, PostgresServer.AsApp(hub.OwnerConnectionString) })
        {
            await using var source = NpgsqlDataSource.Create(connection);
            using var store = DocumentStore.For(options => EventStore.Configure(options, source));
            await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync(Requests.Ct);
        }
    }

    [Fact]
    public async Task applied_by_hand_is_the_migrated_one()
    {
        var (byHand, migrated) = (await server.CreateEmptyAsync(Requests.Ct), await server.CreateEmptyAsync(Requests.Ct));
        await Sql.ExecuteAsync(byHand, Migrations.Script());
        await using (var source = NpgsqlDataSource.Create(migrated))
        {
            await Migrations.ApplyAsync(source, TimeProvider.System, Requests.Ct);
        }

        Assert.Equal(await Sql.CatalogAsync(migrated), await Sql.CatalogAsync(byHand));
        await using (var source = NpgsqlDataSource.Create(byHand))
        {
            Assert.Empty(await Rekey.PendingAsync(source, Requests.Ct));
        }

        await server.DropAsync(byHand);
        await server.DropAsync(migrated);
    }

    [Fact]
    public async Task is_not_changed_by_a_second_migration()
    {
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString);
        var before = await Sql.CatalogAsync(hub.OwnerConnectionString);
        Assert.Empty(await Migrations.ApplyAsync(source, hub.Clock, Requests.Ct));
        Assert.Equal(before, await Sql.CatalogAsync(hub.OwnerConnectionString));
    }

    [Fact]
    public async Task gets_a_month_of_the_trail_though_entries_of_it_came_first()
    {
        var database = await server.CreateAsync(Requests.Ct);
        var late = PostgresServer.Start.AddYears(4);
        await Sql.ExecuteAsync(database,
            $"""
            insert into intelshare.audit_entry (id, at, member, client, officer, token, act, outcome, owners, records, levels, registry_version)
            values (gen_random_uuid(), '{late:O}', 'm', 'c', 'late', 't', 'a', 'ok', array[]::text[], array[]::uuid[], array[]::text[], 1)
            """);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await Migrations.ApplyAsync(source, new FakeTimeProvider(late), Requests.Ct);
        }

        Assert.Equal("audit_entry_2030_12", await Sql.ReadAsync<string>(database,
            "select c.relname::text from intelshare.audit_entry e join pg_class c on c.oid = e.tableoid where e.officer = 'late'"));
        await server.DropAsync(database);
    }
}
