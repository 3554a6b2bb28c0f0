using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using IntelShare.Api.Host.Postgres;

namespace IntelShare.FaultLab.Hubs;

/// <summary>
/// A mount namespace of the lab's own, so that a small disk can be mounted for the database and filled, and nothing is left mounted however the
/// lab ends. Where that is not permitted the lab runs without, and says that no disk was filled.
/// </summary>
internal static class Mounts
{
    private const string Inside = "INTELSHARE_LAB_MOUNTS";

    public static bool AreOwn => Environment.GetEnvironmentVariable(Inside) is not null;

    /// <summary>Runs this program once more in a mount namespace of its own.</summary>
    /// <returns>Its exit code; null where it already does, or may not.</returns>
    public static async Task<int?> EnterAsync(string[] args)
    {
        if (AreOwn || !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !(await Command.RunAsync(["unshare", "--mount", "true"], CancellationToken.None)).Well)
        {
            return null;
        }

        var start = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "--", Environment.ProcessPath!, .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), .. args]);
        start.Environment[Inside] = "1";
        using var inner = Process.Start(start)!;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Pass);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Pass);
        await inner.WaitForExitAsync();
        return inner.ExitCode;

        void Pass(PosixSignalContext signal)
        {
            signal.Cancel = true;
            using var kill = Process.Start("kill", ["-TERM", inner.Id.ToString(CultureInfo.InvariantCulture)]);
        }
    }

    /// <summary>Mounts a disk of this size in memory.</summary>
    public static Task<Command.Ending> MountAsync(string folder, int megabytes) =>
        Command.RunAsync(["mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700"), "tmpfs", folder], CancellationToken.None);

    public static Task UnmountAsync(string folder) => Command.RunAsync(["umount", "--lazy", folder], CancellationToken.None);
}
