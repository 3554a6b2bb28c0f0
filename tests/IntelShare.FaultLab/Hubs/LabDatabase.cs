using System.Diagnostics;
using System.Globalization;
using IntelShare.Api.Host.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntelShare.FaultLab.Hubs;

/// <summary>A PostgreSQL of the lab's own, a direct child: killed, frozen, filled and restored as nobody would treat one in use.</summary>
internal sealed class LabDatabase : IAsyncDisposable
{
    private const int DiskMegabytes = 2048;
    private const int Page = 8192;
    private const int MostPieces = 100;
    private static readonly string[] Small = ["max_wal_size=256MB", "fsync=on"];

    private readonly IReadOnlyList<string> settings;
    private readonly TimeProvider clock;
    private Postmaster postmaster;

    private LabDatabase(Postmaster postmaster, IReadOnlyList<string> settings, bool hasDisk, TimeProvider clock) =>
        (this.postmaster, this.settings, HasDisk, this.clock) = (postmaster, settings, hasDisk, clock);

    /// <summary>Whether it has a disk of its own, which can be filled.</summary>
    public bool HasDisk { get; }

    public Cluster Cluster => postmaster.Cluster;

    public int Port => postmaster.Port;

    /// <summary>As the owner of the database.</summary>
    public string ConnectionString => Cluster.Connection(Port, Cluster.Owner).ConnectionString + ";Pooling=false";

    private string Ballast => Path.Combine(Cluster.Directory.Root, "ballast");

    /// <summary>Makes a cluster, on a disk of its own where that is permitted, and starts it.</summary>
    /// <param name="root">Of its files; made here.</param>
    /// <param name="settings">Further settings of the server.</param>
    /// <param name="clock">Real.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<LabDatabase> StartAsync(string root, IReadOnlyList<string> settings, TimeProvider clock, CancellationToken ct)
    {
        Directory.CreateDirectory(root);
        var hasDisk = Mounts.AreOwn && (await Mounts.MountAsync(root, DiskMegabytes)).Well;
        var cluster = await Cluster.PrepareAsync(DataDirectory.Open(root), ct);
        IReadOnlyList<string> all = [.. Small, .. settings];
        var server = await Postmaster.FindOrStartAsync(cluster, port: null, all, clock, NullLogger.Instance, ct);
        var database = new LabDatabase(server, all, hasDisk, clock);
        await using var source = NpgsqlDataSource.Create(cluster.Connection(server.Port, "postgres").ConnectionString + ";Pooling=false");
        await using var create = source.CreateCommand($"create database {Cluster.Owner}");
        await create.ExecuteNonQueryAsync(ct);
        return database;
    }

    /// <summary>Kills it, without waiting.</summary>
    public void Abandon()
    {
        if (postmaster.Lives)
        {
            using var process = Process.GetProcessById(postmaster.Pid);
            process.Kill();
        }
    }

    /// <summary>SIGKILL to the postmaster; its backends notice and end.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        await Signal.SendAsync("KILL", postmaster.Pid);
        await postmaster.GoneAsync(ct);
    }

    /// <summary>Starts it on the same port, unless it lives.</summary>
    /// <exception cref="InvalidOperationException">It does not come up; the message has the end of its log.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (!postmaster.Lives)
        {
            postmaster = await Postmaster.FindOrStartAsync(Cluster, Port, settings, clock, NullLogger.Instance, ct);
        }
    }

    /// <summary>Waits until it answers, and starts it where it ended meanwhile: a server whose log cannot be written ends.</summary>
    public async Task AnswersAsync(CancellationToken ct)
    {
        for (var since = clock.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(100), clock, ct))
        {
            try
            {
                await StartAsync(ct);
                await ExecuteAsync("select 1", ct);
                return;
            }
            catch (NpgsqlException) when (clock.GetElapsedTime(since) < TimeSpan.FromMinutes(1))
            {
                // It recovers.
            }
        }
    }

    public Task StopAsync() => postmaster.StopAsync();

    /// <summary>SIGSTOP to every process of the server.</summary>
    public Task FreezeAsync() => Signal.SendAsync("STOP", Processes());

    public Task ThawAsync() => Signal.SendAsync("CONT", Processes());

    /// <summary>Leaves not a page on the disk: bit by bit, since the server writes meanwhile.</summary>
    public async Task FillAsync()
    {
        var disk = new DriveInfo(Cluster.Directory.Root);
        for (var piece = 0; disk.AvailableFreeSpace >= Page && piece < MostPieces; piece++)
        {
            var most = Math.Max(Page, disk.AvailableFreeSpace * 7 / 8);
            await Command.RunAsync(["fallocate", "-l", most.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{Ballast}{piece}")], CancellationToken.None);
        }
    }

    public void Empty()
    {
        foreach (var piece in Directory.GetFiles(Cluster.Directory.Root, "ballast*"))
        {
            File.Delete(piece);
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One value; null where there is none.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct) is T found ? found : default;
    }

    /// <summary>One of the hub's or of PostgreSQL's programs, as the account that owns the cluster.</summary>
    public async Task RunAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        var ending = await Command.RunAsync(
            [.. Cluster.Account.Prefix, "env", $"PATH={Cluster.Binaries}:/usr/bin:/bin", "PGHOST=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"PGPORT={Port}"), $"PGUSER={Cluster.Owner}", $"PGPASSWORD={Cluster.Password}", .. words], ct);
        if (!ending.Well)
        {
            throw new InvalidOperationException($"{words[0]} ended with {ending.Code}: {ending.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ThawAsync();
        await StopAsync();
        Cluster.Directory.Dispose();
        if (HasDisk)
        {
            await Mounts.UnmountAsync(Cluster.Directory.Root);
        }
    }

    private IEnumerable<int> Processes()
    {
        try
        {
            return [postmaster.Pid, .. File.ReadAllText($"/proc/{postmaster.Pid}/task/{postmaster.Pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [postmaster.Pid];
        }
    }
}
