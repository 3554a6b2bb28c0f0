using IntelShare.Api.Host.Postgres;

namespace IntelShare.FaultLab.Hubs;

/// <summary>One hub on the embedded default, in one data directory.</summary>
internal sealed class EmbeddedHub : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly string data;
    private readonly TimeProvider clock;

    public EmbeddedHub(string data, TimeProvider clock)
    {
        (this.data, this.clock) = (data, clock);
        Process = new(data, new Dictionary<string, string>(), clock);
        Http = new() { BaseAddress = Process.Address, Timeout = TimeSpan.FromSeconds(15) };
        Site = new([Http], Key, () => OwnerConnectionString, Path.Combine(data, "audit.key"));
    }

    public NodeProcess Process { get; }

    public HttpClient Http { get; }

    public Site Site { get; }

    /// <summary>The process id of the database server that serves the data directory now.</summary>
    public int? DatabasePid => Directory.Exists(Path.Combine(data, "postgres")) && ServerLock.Read(Path.Combine(data, "postgres")) is { Ready: true } held ? held.Pid : null;

    /// <summary>The database as its owner sees it, for the checks.</summary>
    public string OwnerConnectionString => EmbeddedPostgres.Running(data) + ";Pooling=false";

    public ClientKey Key(string client) => ClientKey.Read(File.ReadAllText(KeyFile(client)));

    public void Start() => Process.Start();

    /// <summary>Waits until the hub answers.</summary>
    /// <param name="replaced">A database process that was killed: wait for another one.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not answer for 4 minutes.</exception>
    public async Task ReadyAsync(int? replaced, CancellationToken ct)
    {
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < Patience && !Process.HasEnded; await Task.Delay(TimeSpan.FromMilliseconds(20), clock, ct))
        {
            if (DatabasePid is { } serving && serving != replaced && File.Exists(KeyFile("no-kripos")) && await Process.AnswersAsync(Http, Key("no-kripos"), ct))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The hub did not come up. The end of {Process.Log}:\n{Process.LastWords()}");
    }

    /// <summary>SIGKILL to the hub alone: its database lives on as an orphan.</summary>
    public void Kill() => Process.Kill();

    /// <summary>SIGKILL to the postmaster; its backends notice and end.</summary>
    public int? KillDatabase()
    {
        if (DatabasePid is not { } pid)
        {
            return null;
        }

        try
        {
            using var postmaster = System.Diagnostics.Process.GetProcessById(pid);
            postmaster.Kill();
            return pid;
        }
        catch (ArgumentException)
        {
            // Its lock file outlived it.
            return null;
        }
    }

    /// <summary>SIGTERM: the hub drains and stops its database.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <summary>Leaves no process behind, however the run ended.</summary>
    public void Dispose()
    {
        Http.Dispose();
        Process.Dispose();
        KillDatabase();
    }

    private string KeyFile(string client) => Path.Combine(data, "demo", client + ".jwk.json");
}
