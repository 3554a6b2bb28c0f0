using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelShare.Api.Host.Postgres;

namespace IntelShare.FaultLab.Hubs;

/// <summary>The built hub as a process of its own, as an operator runs it.</summary>
/// <param name="folder">Its data directory; its log stands there.</param>
/// <param name="settings">Environment beside what every node of the lab has.</param>
/// <param name="clock">For patience.</param>
internal sealed class NodeProcess(string folder, IReadOnlyDictionary<string, string> settings, TimeProvider clock) : IDisposable
{
    /// <summary>No answer within this is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // One officer of the lab does more than a day's worth.
    private static readonly string[] Unlimited = ["Budgets__Officer", "Budgets__Member", "Budgets__OfficerRecords", "Budgets__MemberRecords", "Limits__OfficerRate", "Limits__OfficerBurst", "Limits__MemberRate", "Limits__MemberBurst", "Limits__MemberAtOnce", "Limits__AddressRate", "Limits__AddressBurst"];

    private Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public string Log => Path.Combine(folder, "hub.log");

    /// <summary>True once it was started and is gone, whoever ended it.</summary>
    public bool HasEnded => process is { HasExited: true };

    /// <summary>Starts it.</summary>
    /// <param name="beside">Further environment, for this start alone.</param>
    public void Start(IReadOnlyDictionary<string, string>? beside = null)
    {
        process?.Dispose();
        Directory.CreateDirectory(folder);

        // Through a shell, since pipes to us would break with us; the shell becomes the hub.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", Log, "dotnet", Path.Combine(AppContext.BaseDirectory, "IntelShare.Api.dll"), "--urls", Address.ToString()]);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("IntelShare__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["IntelShare__DataDirectory"] = folder;
        foreach (var limit in Unlimited)
        {
            start.Environment["IntelShare__" + limit] = "100000000";
        }

        foreach (var (name, value) in settings.Concat(beside ?? new Dictionary<string, string>()))
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGSTOP: it keeps its connections and its locks, and does nothing.</summary>
    public Task FreezeAsync() => Signal.SendAsync("STOP", process!.Id);

    public Task ThawAsync() => Signal.SendAsync("CONT", process!.Id);

    /// <summary>SIGTERM: it drains, and ends.</summary>
    /// <exception cref="OperationCanceledException">Not within 40 s.</exception>
    public async Task StopAsync()
    {
        await Signal.SendAsync("TERM", process!.Id);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40), clock);
        await process.WaitForExitAsync(limit.Token);
    }

    /// <summary>Whether it answers a request that takes token, registry and a durable audit entry.</summary>
    public async Task<bool> AnswersAsync(HttpClient http, ClientKey key, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
            request.Headers.Authorization = new("Bearer", key.Sign(clock.GetUtcNow()));
            using var response = await http.SendAsync(request, limit.Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
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

    /// <summary>The end of its log.</summary>
    public string LastWords() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(15)) : "";

    public void Dispose()
    {
        if (process is not null)
        {
            process.Kill();
            process.Dispose();
            process = null;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>Signals to processes that the lab started.</summary>
internal static class Signal
{
    /// <summary>One that is gone is passed over.</summary>
    public static Task SendAsync(string name, params IEnumerable<int> processes) =>
        Command.RunAsync(["kill", "-" + name, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))], CancellationToken.None);
}
