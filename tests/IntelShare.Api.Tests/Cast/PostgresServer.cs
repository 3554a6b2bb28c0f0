using System.Globalization;
using System.Security.Cryptography;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Postgres;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Members;
using IntelShare.Api.Notices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(IntelShare.Api.Tests.Cast.PostgresServer))]

namespace IntelShare.Api.Tests.Cast;

/// <summary>
/// The real PostgreSQL behind all tests: <c>INTELSHARE_TEST_DB</c> (an owner's connection string), else a container where a
/// Docker engine answers, else the embedded launcher. Each class gets a database of its own, copied from one that was
/// migrated and seeded with the demonstration cast.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Login = "intelshare_tests";
    private const string Template = "intelshare_template";
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-tests-");
    private EmbeddedPostgres? embedded;
    private PostgreSqlContainer? container;
    private string owner = "";
    private int made;

    /// <summary>The moment at which every test hub starts.</summary>
    public static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    internal static byte[] MasterKey => Key;

    /// <summary>Signs the logs of every test hub.</summary>
    internal static string AuditKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();

    /// <summary>Holds <c>demo/&lt;client&gt;.jwk.json</c>.</summary>
    public string DataDirectory => folder.FullName;

    /// <summary>The clock of a test hub stands still, so nothing that was spent comes back.</summary>
    internal static Limits Unhurried { get; } = new() { OfficerBurst = 1_000_000, MemberBurst = 1_000_000, AddressBurst = 1_000_000, MemberAtOnce = 64 };

    internal Settings Settings => SettingsOf(new());

    /// <summary>Settings with files of their own.</summary>
    internal Settings SettingsOf(Budgets budgets, string? shredList = null, string? auditKey = null, string? issuerRoots = null, string[]? knownProxies = null, Limits? limits = null) => new()
    {
        DataDirectory = DataDirectory,
        AuditKey = auditKey ?? AuditKey,
        Budgets = budgets,
        KnownProxies = knownProxies ?? [],
        Limits = limits ?? Unhurried,
        ShredList = shredList ?? Own("shredded"),
        NarrowingList = Own("narrowings"),
        IssuerRootsFile = issuerRoots,
        InternalIssuerHosts = issuerRoots is null ? [] : ["localhost"],
    };

    /// <summary>A file that no other hub of the tests has.</summary>
    private string Own(string name) => Path.Combine(DataDirectory, string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref made)}.txt"));

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        owner = Environment.GetEnvironmentVariable("INTELSHARE_TEST_DB") ?? await ContainerAsync(ct) ?? await EmbeddedAsync(ct);
        await using (var source = NpgsqlDataSource.Create(owner))
        {
            await ExecuteAsync(source, $"drop database if exists {Template} with (force)");
            await ExecuteAsync(source, $"create database {Template}");
        }

        await using (var source = NpgsqlDataSource.Create(On(Template)))
        {
            await Migrations.ApplyAsync(source, new FakeTimeProvider(Start), ct);
        }

        await using (var source = NpgsqlDataSource.Create(owner))
        {
            await ExecuteAsync(source,
                $"""
                do $do$ begin if not exists (select from pg_roles where rolname = '{Login}') then create role {Login} login; end if; end $do$;
                alter role {Login} password '{Login}';
                grant intelshare_app to {Login};
                """);
        }

        await using (var source = Database.Open(On(Template) + ";Pooling=false"))
        {
            var builder = TestHub.Builder(new FakeTimeProvider(Start));
            await using var hub = await Hub.BuildAsync(builder, Settings, source, Key, ct);
            await Demonstration.PrepareAsync(hub, ct);
            await hub.Services.GetRequiredService<CrossMatching>().CatchUpAsync(ct);
        }
    }

    /// <summary>A fresh database; the hub reaches it through the run-time role, without DDL.</summary>
    public Task<string> CreateAsync(CancellationToken ct) => CreateAsync(Template, ct);

    /// <summary>A copy of a database as it stands: what a backup brings back.</summary>
    public async Task<string> CopyAsync(string connectionString, CancellationToken ct)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await using (var source = NpgsqlDataSource.Create(owner))
        {
            // A template has no connections; those of the hub come back by themselves.
            await ExecuteAsync(source, $"alter database {name} with allow_connections false");
            await ExecuteAsync(source, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        }

        try
        {
            return await CreateAsync(name, ct);
        }
        finally
        {
            await using var source = NpgsqlDataSource.Create(owner);
            await ExecuteAsync(source, $"alter database {name} with allow_connections true");
        }
    }

    /// <summary>A database that was never migrated.</summary>
    public Task<string> CreateEmptyAsync(CancellationToken ct) => CreateAsync("template0", ct);

    public async Task DropAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await ExecuteAsync(source, $"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");
    }

    /// <summary>The same database as the run-time role sees it.</summary>
    public static string AsApp(string connectionString) => connectionString + $";Username={Login};Password={Login}";

    public async ValueTask DisposeAsync()
    {
        if (embedded is not null)
        {
            await embedded.DisposeAsync();
        }

        if (container is not null)
        {
            await container.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task<string> CreateAsync(string template, CancellationToken ct)
    {
        var name = $"intelshare_{Environment.ProcessId}_{Interlocked.Increment(ref made)}";
        await using var source = NpgsqlDataSource.Create(owner);
        await ExecuteAsync(source, $"create database {name} template {template}");
        return On(name);
    }

    private string On(string database) => new NpgsqlConnectionStringBuilder(owner) { Database = database, MaxPoolSize = 20 }.ConnectionString;

    private async Task<string> EmbeddedAsync(CancellationToken ct)
    {
        embedded = await EmbeddedPostgres.StartAsync(Path.Combine(DataDirectory, "server"), ["fsync=off", "max_connections=300"], TimeProvider.System, NullLogger.Instance, ct);
        return embedded.ConnectionString;
    }

    private async Task<string?> ContainerAsync(CancellationToken ct)
    {
        if (!File.Exists("/var/run/docker.sock") && Environment.GetEnvironmentVariable("DOCKER_HOST") is null)
        {
            return null;
        }

        container = new PostgreSqlBuilder("postgres:17").Build();
        await container.StartAsync(ct);
        return container.GetConnectionString();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
