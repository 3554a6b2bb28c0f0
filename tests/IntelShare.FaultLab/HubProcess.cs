using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IntelShare.Api.Host.Postgres;

namespace IntelShare.FaultLab;

/// <summary>A hub as an operator runs it: the built program as a process of its own, on the embedded default, in one data directory.</summary>
internal sealed class HubProcess(string data, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly HttpClient http = new() { BaseAddress = new($"http://127.0.0.1:{FreePort()}"), Timeout = TimeSpan.FromSeconds(15) };
    private Process? process;

    public HttpClient Http => http;

    public string Data => data;

    public string Log => Path.Combine(data, "hub.log");

    /// <summary>The process id of the database server that serves the data directory now.</summary>
    public int? DatabasePid => Directory.Exists(Path.Combine(data, "postgres")) && ServerLock.Read(Path.Combine(data, "postgres")) is { Ready: true } held ? held.Pid : null;

    /// <summary>The database as its owner sees it, for the checks.</summary>
    public string OwnerConnectionString =>
        $"Host=127.0.0.1;Port={ServerLock.Read(Path.Combine(data, "postgres"))!.Port};Database={Cluster.Owner};Username={Cluster.Owner};Password={File.ReadAllText(Path.Combine(data, "postgres.password")).Trim()};Pooling=false";

    public ClientKey Key(string client) => ClientKey.Read(File.ReadAllText(Path.Combine(data, "demo", client + ".jwk.json")));

    public void Start()
    {
        process?.Dispose();
        Directory.CreateDirectory(data);

        // Through a shell, since pipes to us would break with us; the shell becomes the hub.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", Log, "dotnet", Path.Combine(AppContext.BaseDirectory, "IntelShare.Api.dll"), "--urls", http.BaseAddress!.ToString()]);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("IntelShare__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["IntelShare__DataDirectory"] = data;
        // One officer submits more than a day's worth.
        foreach (var limit in (string[])["Budgets__Officer", "Budgets__Member", "Budgets__OfficerRecords", "Budgets__MemberRecords", "Limits__OfficerRate", "Limits__OfficerBurst", "Limits__MemberRate", "Limits__MemberBurst", "Limits__MemberAtOnce"])
        {
            start.Environment["IntelShare__" + limit] = "100000000";
        }

        process = Process.Start(start)!;
    }

    /// <summary>Waits until the hub answers a request that takes token, registry and a durable audit entry.</summary>
    /// <param name="replaced">A database process that was killed: wait for another one.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task ReadyAsync(int? replaced, CancellationToken ct)
    {
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < Patience; await Task.Delay(TimeSpan.FromMilliseconds(20), clock, ct))
        {
            if (process is { HasExited: true })
            {
                break;
            }

            if (DatabasePid is { } serving && serving != replaced && await AnswersAsync(ct))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The hub did not come up. The end of {Log}:\n{string.Join('\n', File.ReadLines(Log).TakeLast(15))}");
    }

    /// <summary>SIGKILL to the hub alone: its database lives on as an orphan.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGKILL to the postmaster; its backends notice and end.</summary>
    public int? KillDatabase()
    {
        if (DatabasePid is not { } pid)
        {
            return null;
        }

        try
        {
            using var postmaster = Process.GetProcessById(pid);
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
    public async Task StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", $"{process!.Id}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40), clock);
        await process.WaitForExitAsync(limit.Token);
    }

    /// <summary>Processor time since the start: on a busy machine the steadier figure.</summary>
    public TimeSpan ProcessorTime()
    {
        process!.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Resident memory in megabytes.</summary>
    public long ResidentMegabytes()
    {
        process!.Refresh();
        return process.WorkingSet64 / (1024 * 1024);
    }

    /// <summary>Leaves no process behind, however the run ended.</summary>
    public void Dispose()
    {
        http.Dispose();
        if (process is not null)
        {
            process.Kill();
            process.Dispose();
            process = null;
            KillDatabase();
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(data, "demo", "no-kripos.jwk.json")))
        {
            return false;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
            request.Headers.Authorization = new("Bearer", Key("no-kripos").Sign(clock.GetUtcNow()));
            using var response = await http.SendAsync(request, limit.Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
