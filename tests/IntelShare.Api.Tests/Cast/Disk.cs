using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntelShare.Api.Tests.Cast;

/// <summary>What lies below the tables: the files of a hub's database with rows long dead and pages of indexes, the write-ahead log, the hub's own files.</summary>
internal static class Disk
{
    // Dead rows and freed pages count, so nothing is vacuumed. Before the checkpoint, which may take files of the log away.
    private const string InLog =
        """
        select name from pg_ls_waldir(), unnest($1) word
        where name between $2 and pg_walfile_name(pg_current_wal_insert_lsn()) and position(word in coalesce(pg_read_binary_file('pg_wal/' || name, 0, size, true), '')) > 0
        """;

    private const string InTables = "select c.relname::text from pg_class c, unnest($1) word where pg_relation_filenode(c.oid) <> 0 and position(word in pg_read_binary_file(pg_relation_filepath(c.oid))) > 0";

    /// <summary>The file to which the write-ahead log has come.</summary>
    public static Task<string> LogFileAsync(this TestHub hub) => hub.ScalarAsync<string>("select pg_walfile_name(pg_current_wal_insert_lsn())");

    /// <summary>Whether a name is that of a file of the write-ahead log.</summary>
    public static bool IsLogFile(string name) => name.Length == 24 && name.All(char.IsAsciiHexDigitUpper);

    /// <summary>Relations and files in which one of the words stands in the clear.</summary>
    /// <param name="hub">Whose.</param>
    /// <param name="folder">The hub's data directory, without the server's own files in it.</param>
    /// <param name="since">The file of the write-ahead log from which on it is read: that is the whole server's.</param>
    /// <param name="words">As UTF-8.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(this TestHub hub, string folder, string since, params IEnumerable<string> words)
    {
        byte[][] sought = [.. words.Select(Encoding.UTF8.GetBytes)];
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        var found = new List<string>();
        await SearchAsync(InLog, [sought, since]);
        await hub.ExecuteAsync("checkpoint");
        await SearchAsync(InTables, [sought]);
        var files = Directory.EnumerateFiles(folder).Concat(new DirectoryInfo(folder).EnumerateDirectories().Where(within => within.Name != "server").SelectMany(within => within.EnumerateFiles("*", SearchOption.AllDirectories)).Select(file => file.FullName));
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, Requests.Ct);
            if (sought.Any(word => bytes.AsSpan().IndexOf(word) >= 0))
            {
                found.Add(Path.GetFileName(file));
            }
        }

        return found;

        async Task SearchAsync(string sql, object[] values)
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
            await using var reader = await command.ExecuteReaderAsync(Requests.Ct);
            while (await reader.ReadAsync(Requests.Ct))
            {
                found.Add(reader.GetString(0));
            }
        }
    }
}

/// <summary>Everything a hub logs, at the levels it is set to.</summary>
[ProviderAlias("CapturedLog")]
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
