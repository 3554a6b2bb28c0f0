using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace IntelShare.Api.Host.Postgres;

/// <summary>Who stands behind the process id of a lock file.</summary>
internal enum LockHolder
{
    Nobody,

    /// <summary>Killed, and not yet collected by its parent: about a second under init, for ever under a careless one.</summary>
    Zombie,

    /// <summary>The id was given to another process since, after a restart of the machine for example.</summary>
    Stranger,

    Server,
}

/// <summary>
/// PostgreSQL's own lock (postmaster.pid): the process that serves a data directory, its port, and whether it takes
/// connections. Its word alone is worth nothing after a crash: <see cref="Holder"/> asks the system.
/// </summary>
internal sealed record ServerLock(int Pid, int Port, bool Ready)
{
    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    public static ServerLock? Read(string cluster)
    {
        try
        {
            // Lines: pid, data directory, start time, port, socket directory, listen address, memory key, status.
            var lines = File.ReadAllLines(PathIn(cluster));
            return new ServerLock(Number(lines, 0), Number(lines, 3), lines.Length > 7 && lines[7].Trim() == "ready");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public static LockHolder Holder(int pid, string cluster)
    {
        try
        {
            return pid <= 0 ? LockHolder.Stranger // An empty lock file, which PostgreSQL would respect for ever.
                : OperatingSystem.IsLinux() ? HolderOnLinux(pid, cluster)
                : HolderElsewhere(pid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return LockHolder.Nobody;
        }
    }

    private static LockHolder HolderOnLinux(int pid, string cluster)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        if (stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X')
        {
            return LockHolder.Zombie;
        }

        // A server whose folder was renamed or reached through a link still has it as its working directory.
        var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        return Path.GetFileName(words[0]) == "postgres"
            && (words.Contains(cluster) || new DirectoryInfo($"/proc/{pid}/cwd").LinkTarget == cluster)
            ? LockHolder.Server
            : LockHolder.Stranger;
    }

    private static LockHolder HolderElsewhere(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.ProcessName == "postgres" ? LockHolder.Server : LockHolder.Stranger;
    }

    private static int Number(string[] lines, int line) =>
        line < lines.Length && int.TryParse(lines[line], CultureInfo.InvariantCulture, out var number) ? number : 0;
}
