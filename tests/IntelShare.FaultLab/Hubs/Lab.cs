using System.Security.Cryptography;
using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Work;
using Npgsql;

namespace IntelShare.FaultLab.Hubs;

/// <summary>Two nodes on one database, each through a proxy of its own, with a registry of their own.</summary>
internal sealed class Lab : IAsyncDisposable
{
    public const int Nodes = 2;
    private const string Login = "lab_hub";
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder;
    private readonly Cast cast = new();
    private readonly byte[] masterKey = RandomNumberGenerator.GetBytes(32);
    private readonly Journal journal;
    private readonly TimeProvider clock;

    private Lab(string folder, LabDatabase database, Journal journal, Func<HttpMessageHandler, HttpMessageHandler> between, TimeProvider clock)
    {
        (this.folder, Database, this.journal, this.clock) = (folder, database, journal, clock);
        Proxies = [.. Enumerable.Range(0, Nodes).Select(_ => new FaultProxy(database.Port, clock))];
        Hubs = [.. Proxies.Select((proxy, node) => new NodeProcess(DataOf(node), SettingsOf(node, proxy), clock))];
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Abandon();
        Site = new([.. Hubs.Select(hub => new HttpClient(between(new SocketsHttpHandler())) { BaseAddress = hub.Address, Timeout = Partner.Patience })], cast.Key, () => database.ConnectionString, AuditKeyFile);
    }

    public LabDatabase Database { get; }

    public IReadOnlyList<FaultProxy> Proxies { get; }

    public IReadOnlyList<NodeProcess> Hubs { get; }

    public Site Site { get; }

    /// <summary>Whether a node's clock can be set.</summary>
    public static bool HasFakeTime => File.Exists(FakeTime);

    private string MasterKeyFile => Path.Combine(folder, "master.key");

    private string AuditKeyFile => Path.Combine(folder, "audit.key");

    /// <summary>An empty hub, its registry filled, both nodes up.</summary>
    /// <param name="folder">Of all files; empty.</param>
    /// <param name="sabotage">What is broken on purpose.</param>
    /// <param name="journal">Told of nodes that end by themselves.</param>
    /// <param name="clock">Real.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<Lab> StartAsync(string folder, Sabotage sabotage, Journal journal, TimeProvider clock, CancellationToken ct)
    {
        var database = await LabDatabase.StartAsync(Path.Combine(folder, "database"), sabotage.Settings, clock, ct);
        var lab = new Lab(folder, database, journal, sabotage.Between, clock);
        try
        {
            await lab.FoundAsync(ct);
            await sabotage.BreakAsync(database, ct);
            foreach (var hub in lab.Hubs)
            {
                hub.Start();
            }

            await lab.ReadyAsync(ct);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public string DataOf(int node) => Path.Combine(folder, $"node-{node}");

    /// <summary>Starts a node so that its clock can be set. It is slow then, so no other node is started so.</summary>
    public async Task StartWithClockAsync(int node)
    {
        await SetClockAsync(node, 0);
        Hubs[node].Kill();
        Hubs[node].Start(new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = FakeTime,
            ["FAKETIME_TIMESTAMP_FILE"] = ClockOf(node),
            ["FAKETIME_CACHE_DURATION"] = "1",
            // Timers and stopwatches go on: a clock that is set does not change how long something takes.
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["DONT_FAKE_MONOTONIC"] = "1",
        });
        await ReadyAsync(CancellationToken.None);
    }

    /// <summary>Sets a node's clock, so many seconds from the true one; it is read once a second.</summary>
    public async Task SetClockAsync(int node, int seconds)
    {
        await File.WriteAllTextAsync(ClockOf(node) + ".new", $"{seconds:+0;-0;+0}\n");
        File.Move(ClockOf(node) + ".new", ClockOf(node), overwrite: true);
    }

    /// <summary>Waits until every node answers; starts those that ended, which none may do by itself.</summary>
    /// <exception cref="InvalidOperationException">Not within 2 minutes.</exception>
    public async Task ReadyAsync(CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        for (var node = 0; node < Nodes; node++)
        {
            while (!await Hubs[node].AnswersAsync(Site.Nodes[node], cast.Key(Cast.Readers[0]), ct))
            {
                if (clock.GetElapsedTime(since) > Patience)
                {
                    throw new InvalidOperationException($"Node {node} did not come up. The end of {Hubs[node].Log}:\n{Hubs[node].LastWords()}");
                }

                if (Hubs[node].HasEnded)
                {
                    journal.Blame(Check.NodesEnded, $"node {node}: {Hubs[node].LastWords()}");
                    Hubs[node].Start();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), clock, ct);
            }
        }
    }

    /// <summary>Runs something with the hub's own parts, beside the nodes and on the same database.</summary>
    /// <param name="shredList">What was erased, which is erased again.</param>
    /// <param name="act">What.</param>
    /// <param name="ct">Cancels.</param>
    public async Task WithinAsync(string shredList, Func<IServiceProvider, Task> act, CancellationToken ct)
    {
        var settings = new Settings { DataDirectory = Path.Combine(folder, "within"), ShredList = shredList, AuditKeyFile = AuditKeyFile };
        await using var source = Api.Host.Database.Open(Database.ConnectionString);
        await using var hub = await Hub.BuildAsync(Hub.Builder([]), settings, source, masterKey, ct);
        await act(hub.Services);
    }

    public async ValueTask DisposeAsync()
    {
        KillNodes();
        foreach (var http in Site.Nodes)
        {
            http.Dispose();
        }

        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    private void Abandon()
    {
        KillNodes();
        Database.Abandon();
    }

    private void KillNodes()
    {
        foreach (var hub in Hubs)
        {
            hub.Dispose();
        }
    }

    private async Task FoundAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(MasterKeyFile, Convert.ToBase64String(masterKey), ct);
        using (var audit = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            await File.WriteAllTextAsync(AuditKeyFile, audit.ExportPkcs8PrivateKeyPem(), ct);
        }

        for (var node = 0; node < Nodes; node++)
        {
            Directory.CreateDirectory(DataOf(node));
        }

        await using (var owner = NpgsqlDataSource.Create(Database.ConnectionString))
        {
            await Migrations.ApplyAsync(owner, clock, ct);
        }

        await Database.ExecuteAsync($"create role {Login} login password '{Login}'; grant intelshare_app to {Login}", ct);
        await WithinAsync(Path.Combine(folder, "within", "shredded.txt"), services => cast.EnrolAsync(services, clock, ct), ct);
    }

    private Dictionary<string, string> SettingsOf(int node, FaultProxy proxy)
    {
        var connection = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = proxy.Port, Username = Login, Password = Login, ApplicationName = NameOf(node), Pooling = true };
        return new()
        {
            ["IntelShare__ConnectionString"] = connection.ConnectionString,
            ["IntelShare__MasterKeyFile"] = MasterKeyFile,
            ["IntelShare__AuditKeyFile"] = AuditKeyFile,
        };
    }

    /// <summary>What the database calls a node's connections.</summary>
    public static string NameOf(int node) => $"node-{node}";

    private string ClockOf(int node) => Path.Combine(DataOf(node), "clock");
}
