using System.Diagnostics;

namespace IntelShare.Api.Host.Postgres;

/// <summary>How the server is started, and the settings it runs with.</summary>
internal static class ServerCommand
{
    private const long LargestLog = 16 * 1024 * 1024;

    private static readonly string[] Settings =
    [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=256MB",
        // A bulk import writes gigabytes: with the default of 1GB it would checkpoint every few seconds.
        "max_wal_size=4GB",
        "wal_compression=on",
        // Data directories lie on solid state: an index look-up costs little more than the next page.
        "random_page_cost=1.1",
        // Our queries are short; compiling one takes longer than running it.
        "jit=off",
        "timezone=UTC",
        "log_timezone=UTC",
        // Statements and DETAIL lines quote row values, and a log is no place for content.
        "log_error_verbosity=terse",
        "log_min_error_statement=panic",
        "log_checkpoints=off",
    ];

    /// <summary>Later settings win, so <paramref name="settings"/> ("fsync=off") may overrule those above.</summary>
    public static ProcessStartInfo Describe(Cluster cluster, int port, IReadOnlyList<string> settings)
    {
        var options = ((string[])[$"port={port}", .. Settings, .. settings]).SelectMany(s => (string[])["-c", s]);
        var server = cluster.Words(["postgres", "-D", cluster.Data, .. options]);
        if (OperatingSystem.IsWindows())
        {
            return Command.Describe(server);
        }

        var log = new FileInfo(cluster.Directory.Log);
        if (log.Exists && log.Length > LargestLog)
        {
            log.MoveTo(log.FullName + ".1", overwrite: true);
        }

        // The shell opens the log file, since a pipe to us would break with us, and then becomes the server. In a session
        // of its own the server is spared the Ctrl-C that reaches every process of a terminal: the Api drains first.
        IReadOnlyList<string> session = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        return Command.Describe(["/bin/sh", "-c", "umask 077; exec \"$@\" </dev/null >>\"$0\" 2>&1", log.FullName, .. session, .. server]);
    }
}
