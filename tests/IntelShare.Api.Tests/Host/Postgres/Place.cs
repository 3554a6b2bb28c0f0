using System.Diagnostics;
using IntelShare.Api.Host.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Postgres;

/// <summary>A fresh data directory below a folder closed to others (0700), and what a test does there.</summary>
internal sealed class Place : IDisposable
{
    private static readonly string[] Small = ["shared_buffers=16MB"];

    private readonly DirectoryInfo closed = Directory.CreateTempSubdirectory("intelshare-");

    public string Path => System.IO.Path.Combine(closed.FullName, "data");

    public string Data => System.IO.Path.Combine(Path, "postgres");

    public string LockFile => ServerLock.PathIn(Data);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<EmbeddedPostgres> StartAsync() =>
        EmbeddedPostgres.StartAsync(Path, Small, TimeProvider.System, NullLogger.Instance, Ct);

    /// <summary>The server as an Api that was killed leaves it: running, and the directory unlocked.</summary>
    public async Task<Postmaster> OrphanAsync()
    {
        using var directory = DataDirectory.Open(Path);
        var cluster = await Cluster.PrepareAsync(directory, Ct);
        return await Postmaster.FindOrStartAsync(cluster, null, Small, TimeProvider.System, NullLogger.Instance, Ct);
    }

    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    public static async Task WriteAsync(EmbeddedPostgres server, string word)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var create = source.CreateCommand("create table if not exists note(word text)");
        await create.ExecuteNonQueryAsync(Ct);
        await using var insert = source.CreateCommand("insert into note values ($1)");
        insert.Parameters.Add(new() { Value = word });
        await insert.ExecuteNonQueryAsync(Ct);
    }

    public static async Task<string?> ReadAsync(EmbeddedPostgres server)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var read = source.CreateCommand("select string_agg(word, ' ' order by word) from note");
        return await read.ExecuteScalarAsync(Ct) as string;
    }

    /// <summary>Asks until the server answers, for ten seconds at most.</summary>
    public static async Task<string?> ReadPatientlyAsync(EmbeddedPostgres server)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return await ReadAsync(server);
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(50, Ct);
            }
        }
    }

    public void Dispose() => closed.Delete(recursive: true);
}
