using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Cast;

/// <summary>What no partner can do: look into the database, write registry facts, read any agency's trail.</summary>
internal static class Backstage
{
    /// <summary>Appends facts to a registry stream (<c>member/se-noa</c>, <c>task-force/grimm</c>). The hub is not told.</summary>
    public static async Task RegisterAsync(this TestHub hub, string stream, params object[] facts)
    {
        var (room, subject) = stream.Split('/', 2) is [var first, var rest] && Codes.TryRead<RegistryRoom>(first, out var known) ? (known, rest) : throw new ArgumentException("Not a stream of the registry.", nameof(stream));
        var version = await hub.ScalarAsync<long>("select version from intelshare.registry");
        var entry = new Entry(hub.Services.GetRequiredService<Ids>().Next("hub"), hub.Clock.GetUtcNow(), new("hub", "hub", "test", "none", "none"), "registered", "ok", Purpose: null, Case: null, version, []);
        await hub.Services.GetRequiredService<Streams>().RegisterAsync([Registered.Of(room, subject, facts)], entry, Requests.Ct);
    }

    /// <summary>Appends facts to a record, whoever owns it: grants and acknowledgements as they come to stand there.</summary>
    public static async Task TellAsync(this TestHub hub, Guid record, params object[] facts)
    {
        var streams = hub.Services.GetRequiredService<Streams>();
        await using var open = (await streams.OpenAsync(record, _ => true, Requests.Ct))!;
        var entry = new Entry(hub.Services.GetRequiredService<Ids>().Next("hub"), hub.Clock.GetUtcNow(), new("hub", "hub", "test", "none", "none"), "told", "ok", Purpose: null, Case: null, await hub.ScalarAsync<long>("select version from intelshare.registry"), []);
        await streams.ChangeAsync(open, facts, entry, Requests.Ct);
    }

    /// <summary>Lets the hub see new keys and members without waiting for its clock.</summary>
    public static Task LearnAsync(this TestHub hub) => hub.Services.GetRequiredService<RegistryCache>().ReloadAsync(Requests.Ct);

    public static async Task<T> ScalarAsync<T>(this TestHub hub, string sql)
    {
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Requests.Ct))!;
    }

    public static async Task ExecuteAsync(this TestHub hub, string sql)
    {
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Requests.Ct);
    }

    public static Task<long> EntriesAsync(this TestHub hub) => hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry");

    /// <summary>Facts, match keys and claimed keys together. The store fills the number of a failed append with an empty tombstone, which is no fact.</summary>
    public static Task<long> RecordsAsync(this TestHub hub) => hub.ScalarAsync<long>("select (select count(*) from es.mt_events where type <> 'tombstone') + (select count(*) from intelshare.match_key) + (select count(*) from intelshare.idempotency)");

    /// <summary>Every row of every table as text; bytes as hexadecimal digits.</summary>
    public static async Task<string> DumpAsync(this TestHub hub, string only = "")
    {
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        var tables = new List<string>();
        await using (var list = source.CreateCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('es', 'doc', 'intelshare', 'public')"))
        await using (var reader = await list.ExecuteReaderAsync(Requests.Ct))
        {
            while (await reader.ReadAsync(Requests.Ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var dump = new StringBuilder();
        foreach (var table in tables.Where(table => table.Contains(only, StringComparison.Ordinal)))
        {
            await using var rows = source.CreateCommand($"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t");
            dump.Append((string)(await rows.ExecuteScalarAsync(Requests.Ct))!).Append('\n');
        }

        return dump.ToString();
    }

    /// <summary>One page of an agency's trail, newest first.</summary>
    public static async Task<JsonArray> TrailAsync(this TestHub hub, string client, string query = "?limit=100")
    {
        using var response = await hub.As(client, purpose: null, @case: null, "auditor").SendAsync(HttpMethod.Get, "/v1/audit/entries" + query);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync())["items"]!.AsArray();
    }

    public static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text)).ToLower(CultureInfo.InvariantCulture);
}

/// <summary>A second node over the first one's database.</summary>
internal sealed class SecondHub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly NpgsqlDataSource source;

    private SecondHub(WebApplication app, NpgsqlDataSource source) => (this.app, this.source) = (app, source);

    public static async Task<SecondHub> StartAsync(TestHub first, PostgresServer server, string? shredList = null, string? auditKey = null, string? issuerRoots = null, Budgets? budgets = null)
    {
        var database = Database.Open(PostgresServer.AsApp(first.OwnerConnectionString));
        var node = await Hub.BuildAsync(TestHub.Builder(first.Clock), server.SettingsOf(budgets ?? new(), shredList, auditKey, issuerRoots), database, PostgresServer.MasterKey, Requests.Ct);
        await node.StartAsync(Requests.Ct);
        return new(node, database);
    }

    /// <summary>The same caller with the same token, at this node.</summary>
    public HttpClient Likewise(HttpClient atTheFirst)
    {
        var http = new HttpClient { BaseAddress = Address };
        foreach (var (name, values) in atTheFirst.DefaultRequestHeaders)
        {
            http.DefaultRequestHeaders.Add(name, values);
        }

        return http;
    }

    public Uri Address => new(app.Urls.Single());

    public IServiceProvider Services => app.Services;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await source.DisposeAsync();
    }
}
