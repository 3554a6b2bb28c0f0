using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IntelShare.Api.Host.Postgres;

/// <summary>
/// The one running server of a cluster: found through its lock file when an earlier Api left it behind, else started.
/// The caller holds the <see cref="DataDirectory"/>, so nobody else of ours starts one meanwhile.
/// </summary>
internal sealed record Postmaster(Cluster Cluster, int Pid, int Port, TimeProvider Clock)
{
    private const int MostAttempts = 20;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public static async Task<Postmaster> FindOrStartAsync(
        Cluster cluster, int? port, IReadOnlyList<string> settings, TimeProvider clock, ILogger log, CancellationToken ct)
    {
        // Several times: the backends of a killed server hold its memory for about a second, a free port can be snatched,
        // and an Api killed while starting leaves a server that has yet to write its lock file.
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if ((await FindAsync(cluster, clock, log, ct) ?? await StartAsync(cluster, port, settings, clock, log, ct)) is { } server)
            {
                return server;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, ct);
        }

        var last = string.Join(Environment.NewLine, File.ReadLines(cluster.Directory.Log).TakeLast(5));
        throw new InvalidOperationException($"PostgreSQL does not start in {cluster.Data}. The end of {cluster.Directory.Log}: {last}");
    }

    public bool Lives => ServerLock.Holder(Pid, Cluster.Data) == LockHolder.Server;

    /// <summary>Waits until the process is gone; a dead one that nobody collects counts as gone.</summary>
    public async Task GoneAsync(CancellationToken ct)
    {
        while (Lives)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Clock, ct);
        }
    }

    /// <summary>Fast shutdown; the harsher signals leave a crash recovery to the next start, and lose nothing either.</summary>
    public async Task StopAsync()
    {
        foreach (var (signal, patience) in ((string, int)[])[("INT", 20), ("QUIT", 5), ("KILL", 5)])
        {
            if (!Lives || await SignalAsync(signal, TimeSpan.FromSeconds(patience)))
            {
                return;
            }
        }

        throw new InvalidOperationException($"PostgreSQL (process {Pid}) cannot be stopped.");
    }

    private async Task<bool> SignalAsync(string signal, TimeSpan patience)
    {
        await Cluster.RunAsync(["pg_ctl", "kill", signal, Pid.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        using var limit = new CancellationTokenSource(patience, Clock);
        try
        {
            await GoneAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<Postmaster?> FindAsync(Cluster cluster, TimeProvider clock, ILogger log, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        while (ServerLock.Read(cluster.Data) is { } held)
        {
            var waited = clock.GetElapsedTime(since);
            var found = new Postmaster(cluster, held.Pid, held.Port, clock);
            switch (ServerLock.Holder(held.Pid, cluster.Data))
            {
                case LockHolder.Nobody:
                    // PostgreSQL removes this one itself, after looking for backends that outlived their postmaster.
                    return null;
                case LockHolder.Stranger:
                case LockHolder.Zombie when waited > TimeSpan.FromSeconds(5):
                    // Here PostgreSQL would refuse: it only asks whether the id exists.
                    log.LogWarning("Removing the stale lock file of PostgreSQL process {Pid}", held.Pid);
                    File.Delete(ServerLock.PathIn(cluster.Data));
                    return null;
                case LockHolder.Server when held.Ready && await found.AnswersAsync(ct):
                    log.LogInformation("Adopted PostgreSQL process {Pid} on port {Port}", held.Pid, held.Port);
                    return found;

                // A crash recovery or a shutdown checkpoint takes its time; a server that says "ready" has no excuse.
                case LockHolder.Server when waited > (held.Ready ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(5)):
                    log.LogWarning("PostgreSQL process {Pid} does not answer; replacing it", held.Pid);
                    if (!await found.SignalAsync("QUIT", TimeSpan.FromSeconds(5)))
                    {
                        await found.SignalAsync("KILL", TimeSpan.FromSeconds(5));
                    }

                    break;
            }

            await Task.Delay(Glance, clock, ct);
        }

        return null;
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        var connection = Cluster.Connection(Port, "postgres");
        connection.Pooling = false;
        connection.Timeout = 3;
        try
        {
            await using var opened = new NpgsqlConnection(connection.ConnectionString);
            await opened.OpenAsync(ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new InvalidOperationException(
                $"PostgreSQL process {Pid} serves {Cluster.Data} but refuses the password in {Cluster.Directory.PasswordFile}.", e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<Postmaster?> StartAsync(
        Cluster cluster, int? port, IReadOnlyList<string> settings, TimeProvider clock, ILogger log, CancellationToken ct)
    {
        var on = port ?? FreePort();
        using var process = Process.Start(ServerCommand.Describe(cluster, on, settings))!;
        try
        {
            while (!process.HasExited)
            {
                if (ServerLock.Read(cluster.Data) is { Ready: true } held && held.Pid == process.Id)
                {
                    log.LogInformation("Started PostgreSQL process {Pid} on port {Port}", process.Id, on);
                    return new Postmaster(cluster, process.Id, on, clock);
                }

                await Task.Delay(Glance, clock, ct);
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(); // Not a polite stop: until it is ready it may still be the shell.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
