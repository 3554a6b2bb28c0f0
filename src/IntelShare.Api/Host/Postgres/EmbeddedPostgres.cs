using Npgsql;

namespace IntelShare.Api.Host.Postgres;

/// <summary>
/// A private PostgreSQL in the Api's data directory, for those who name no server of their own. One Api per directory;
/// a server that dies is started again on the same port, so the connection string holds as long as this object does.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int MostFailures = 10;
    private readonly CancellationTokenSource stopping = new();
    private readonly Cluster cluster;
    private readonly IReadOnlyList<string> settings;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Task watch;
    private Postmaster postmaster;

    private EmbeddedPostgres(Postmaster postmaster, IReadOnlyList<string> settings, ILogger log)
    {
        this.postmaster = postmaster;
        this.settings = settings;
        this.log = log;
        cluster = postmaster.Cluster;
        clock = postmaster.Clock;
        ConnectionString = cluster.Connection(postmaster.Port, Cluster.Owner).ConnectionString;
        watch = WatchAsync();
    }

    /// <summary>Superuser of the database `intelshare`, over TCP on the loopback address.</summary>
    public string ConnectionString { get; }

    public int ProcessId => postmaster.Pid;

    public static Task<EmbeddedPostgres> StartAsync(string dataDirectory, TimeProvider clock, ILogger log, CancellationToken ct) =>
        StartAsync(dataDirectory, [], clock, log, ct);

    /// <summary>Finds or starts the server and makes its database.</summary>
    /// <param name="dataDirectory">Made if missing, with mode 0700.</param>
    /// <param name="settings">Further server settings ("fsync=off"); an adopted server keeps those it was started with.</param>
    /// <param name="clock">Must move by itself: waiting for a process is real waiting.</param>
    /// <param name="log">Told of starts, adoptions and deaths; the server's own output goes to postgres.log.</param>
    /// <param name="ct">Ends the start, not the server.</param>
    /// <exception cref="InvalidOperationException">The directory is in use, or no server can run here; the message names the ways out.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        string dataDirectory, IReadOnlyList<string> settings, TimeProvider clock, ILogger log, CancellationToken ct)
    {
        var directory = DataDirectory.Open(dataDirectory);
        Postmaster? found = null;
        try
        {
            var prepared = await Cluster.PrepareAsync(directory, ct);
            found = await Postmaster.FindOrStartAsync(prepared, port: null, settings, clock, log, ct);
            await CreateDatabaseAsync(found, ct);
            return new EmbeddedPostgres(found, settings, log);
        }
        catch
        {
            await (found?.StopAsync() ?? Task.CompletedTask);
            directory.Dispose();
            throw;
        }
    }

    /// <summary>The superuser's connection string of the server that runs in a data directory, whoever started it; null where none does.</summary>
    public static string? Running(string dataDirectory)
    {
        var (cluster, password) = (Path.Combine(dataDirectory, "postgres"), Path.Combine(dataDirectory, "postgres.password"));
        return Directory.Exists(cluster) && File.Exists(password) && ServerLock.Read(cluster) is { Ready: true } found && ServerLock.Holder(found.Pid, cluster) == LockHolder.Server
            ? new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = found.Port, Database = Cluster.Owner, Username = Cluster.Owner, Password = File.ReadAllText(password).Trim() }.ConnectionString
            : null;
    }

    /// <summary>Returns when the server's process is gone and the directory is free for the next Api.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        await watch;
        await postmaster.StopAsync();
        cluster.Directory.Dispose();
        stopping.Dispose();
    }

    private static async Task CreateDatabaseAsync(Postmaster server, CancellationToken ct)
    {
        var connection = server.Cluster.Connection(server.Port, "postgres");
        connection.Pooling = false;
        await using var source = NpgsqlDataSource.Create(connection);
        await using var exists = source.CreateCommand($"select 1 from pg_database where datname = '{Cluster.Owner}'");
        if (await exists.ExecuteScalarAsync(ct) is null)
        {
            await using var create = source.CreateCommand($"create database {Cluster.Owner}");
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task WatchAsync()
    {
        var failures = 0;
        while (failures < MostFailures)
        {
            var since = clock.GetTimestamp();
            try
            {
                await postmaster.GoneAsync(stopping.Token);
                failures = clock.GetElapsedTime(since) > TimeSpan.FromMinutes(1) ? 1 : failures + 1;
                log.LogError("PostgreSQL process {Pid} is gone; starting it again", postmaster.Pid);
                await Task.Delay(TimeSpan.FromMilliseconds(100 * ((1 << (failures - 1)) - 1)), clock, stopping.Token);
                postmaster = await Postmaster.FindOrStartAsync(cluster, postmaster.Port, settings, clock, log, stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "PostgreSQL did not come back");
            }
        }

        log.LogCritical("PostgreSQL died {Failures} times in a row and is left alone; see {Log}", failures, cluster.Directory.Log);
    }
}
