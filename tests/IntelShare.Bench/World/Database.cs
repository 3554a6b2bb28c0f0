using System.Security.Cryptography;
using IntelShare.Access;
using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Postgres;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntelShare.Bench.World;

/// <summary>A PostgreSQL with the product's own settings in a temporary folder, migrated and filled.</summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>One officer asks for what a country does.</summary>
    public static readonly IReadOnlyList<(string, string)> Unlimited = Array.ConvertAll(["Budgets__Officer", "Budgets__Member", "Budgets__OfficerRecords", "Budgets__MemberRecords", "Limits__OfficerRate", "Limits__OfficerBurst", "Limits__MemberRate", "Limits__MemberBurst", "Limits__MemberAtOnce", "Limits__AddressRate", "Limits__AddressBurst"], limit => ("IntelShare__" + limit, "100000000"));

    /// <summary>Over which the submissions are spread, the last one now.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(730);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-bench-");
    private EmbeddedPostgres? server;
    private NpgsqlDataSource? owner;
    private WebApplication? hub;
    private Bulk? bulk;
    private int lapsed = 300_000_000;

    public string Folder => folder.FullName;

    /// <summary>As the run-time role, without DDL.</summary>
    public string ConnectionString { get; private set; } = "";

    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string AuditKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();

    public Cast Cast { get; } = new();

    /// <summary>Terms and handles that France, cross-checking, reads in full.</summary>
    public Dictionary<string, List<string>> Readable { get; } = new() { ["lexicon-entry"] = [], ["account-handle"] = [] };

    /// <summary>Terms that others hold and France may not know of.</summary>
    public List<string> Hidden { get; } = [];

    /// <summary>Account handles, which are sealed, each with its owner.</summary>
    public List<(Guid Id, string Owner)> Accounts { get; } = [];

    /// <summary>The hub's file of what was erased: a run must not erase what another one did.</summary>
    public string ShredList => Path.Combine(Folder, "shredded.txt");

    public int ServerId => server!.ProcessId;

    /// <summary>As the schema's owner.</summary>
    public NpgsqlDataSource Owner => owner!;

    /// <summary>The settings of a hub on this database.</summary>
    public (string, string)[] Settings =>
        [("IntelShare__ConnectionString", ConnectionString), ("IntelShare__MasterKey", MasterKey), ("IntelShare__AuditKey", AuditKey), ("IntelShare__ShredList", ShredList), .. Unlimited];

    public static async Task<Database> CreateAsync(int records, CancellationToken ct)
    {
        var database = new Database();
        try
        {
            await database.FillAsync(records, ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>A hub within this process, over a data source of its own; it does not listen, and does nothing by its clock.</summary>
    public async Task<WebApplication> HubAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var builder = Hub.Builder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        return await Hub.BuildAsync(builder, new() { ConnectionString = ConnectionString, AuditKey = AuditKey, ShredList = ShredList }, source, Convert.FromBase64String(MasterKey), ct);
    }

    /// <summary>How long the facts and documents of such submissions of a member take by COPY alone; seconds.</summary>
    public async Task<double> BareAsync(IReadOnlyList<IntelShare.Indicators.SubmitIndicator> commands, string member, CancellationToken ct)
    {
        var registry = hub!.Services.GetRequiredService<RegistryCache>().Current;
        return await bulk!.BareAsync(commands, registry.Members[member], registry, TimeProvider.System.GetUtcNow(), ct);
    }

    /// <summary>Adds records whose review day has passed and that nobody swept yet.</summary>
    public async Task AddLapsedAsync(int records, CancellationToken ct)
    {
        var registry = hub!.Services.GetRequiredService<RegistryCache>().Current;
        var moment = TimeProvider.System.GetUtcNow().AddYears(-1).AddDays(-2);
        var review = DateOnly.FromDateTime(moment.UtcDateTime).AddYears(1);
        for (var i = 0; i < records; i++, lapsed++)
        {
            var submission = Corpus.Submission(lapsed, moment, moment);
            await bulk!.AddAsync(submission with { Retention = submission.Retention! with { ReviewBy = review } }, registry.Members[Corpus.Owner(lapsed)], registry, moment, ct);
        }

        await bulk!.EndAsync(ct);
    }

    /// <summary>How many records wait for a sweep.</summary>
    public async Task<long> LapsedAsync(CancellationToken ct)
    {
        await using var command = owner!.CreateCommand(
            $"select count(*) from {EventStore.Documents}.mt_doc_indicator where data -> 'retention' ->> 'reviewBy' < (now() at time zone 'utc')::date::text and data ->> 'status' <> 'erased'");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (hub is not null)
        {
            await hub.DisposeAsync();
        }

        if (owner is not null)
        {
            await owner.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task FillAsync(int records, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        server = await EmbeddedPostgres.StartAsync(Path.Combine(Folder, "server"), clock, NullLogger.Instance, ct);
        owner = NpgsqlDataSource.Create(server.ConnectionString);
        await Migrations.ApplyAsync(owner, clock, ct);
        const string Login = "create role bench login password 'bench'; grant intelshare_app to bench";
        await using (var command = owner.CreateCommand(Login))
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "bench", Password = "bench" }.ConnectionString;
        hub = await HubAsync(owner, ct);
        var registry = hub.Services.GetRequiredService<RegistryCache>();
        await Cast.EnrolAsync(hub.Services.GetRequiredService<Streams>(), registry, clock, ct);
        bulk = new Bulk(hub.Services.GetRequiredService<IDocumentStore>(), hub.Services.GetRequiredService<Vault>(), owner);
        var last = clock.GetUtcNow();
        var reader = Cast.Reader(registry.Current, "fr-ofast", Purpose.CrossChecking, last);
        for (var number = 0; number < records; number++)
        {
            var moment = last - (Span * ((records - number) / (double)records));
            var record = await bulk.AddAsync(Corpus.Submission(number, moment, last), registry.Current.Members[Corpus.Owner(number)], registry.Current, moment, ct);
            var level = AccessPolicy.Decide(reader, record).Level;
            if (level == Level.None && record.Content is LexiconEntry { Term: { } term })
            {
                Hidden.Add(term);
            }

            if (level == Level.Full && record.Owner != reader.Member && Readable.TryGetValue(record.Kind, out var values))
            {
                values.Add(record.Content is LexiconEntry entry ? entry.Term! : ((AccountHandle)record.Content!).Handle!);
            }

            if (record is { Content: AccountHandle, Protected: false })
            {
                Accounts.Add((record.Id, record.Owner));
            }
        }

        await bulk.EndAsync(ct);
    }
}
