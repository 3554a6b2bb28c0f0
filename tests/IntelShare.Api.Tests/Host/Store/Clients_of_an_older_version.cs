using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

/// <summary>A member's document once held a client's key as its public part alone, and nothing of networks and tokens.</summary>
public sealed class Clients_of_an_older_version(PostgresServer server) : IAsyncLifetime
{
    private string database = "";

    public async ValueTask InitializeAsync()
    {
        database = await server.CreateAsync(Requests.Ct);
        await Sql.ExecuteAsync(database,
            """
            update doc.mt_doc_member set data = jsonb_set(data, '{clients}', (
                select jsonb_object_agg(client.key, jsonb_set(client.value - 'networks' - 'tokens' - 'removed', '{keys}', (select jsonb_object_agg(key.key, key.value->'jwk') from jsonb_each(client.value->'keys') key)))
                from jsonb_each(data->'clients') client));
            drop table doc.mt_doc_pending_act;
            delete from intelshare_schema.step where name like '016%';
            """);
    }

    public async ValueTask DisposeAsync() => await server.DropAsync(database);

    [Fact]
    public async Task are_admitted_as_before_once_the_database_is_migrated()
    {
        await using (var owner = NpgsqlDataSource.Create(database + ";Pooling=false"))
        {
            Assert.Equal(["016-pending-acts.sql"], await Migrations.ApplyAsync(owner, new FakeTimeProvider(PostgresServer.Start), Requests.Ct));
            Assert.Empty(await Migrations.ApplyAsync(owner, new FakeTimeProvider(PostgresServer.Start), Requests.Ct));
        }

        await using var source = Database.Open(PostgresServer.AsApp(database) + ";Pooling=false");
        await using var hub = await Hub.BuildAsync(TestHub.Builder(new FakeTimeProvider(PostgresServer.Start)), server.Settings, source, PostgresServer.MasterKey, Requests.Ct);
        var registry = hub.Services.GetRequiredService<RegistryCache>();
        Assert.All(registry.Current.Members.Values, member => Assert.All(member.Clients.Values, client =>
        {
            var (kid, key) = Assert.Single(client.Keys);
            Assert.True(key.IsTrusted(PostgresServer.Start));
            Assert.NotNull(registry.Key(member.Issuer, kid));
            Assert.True(client.MayCallFrom(address: null));
            Assert.Empty(client.Tokens);
        }));
    }
}
