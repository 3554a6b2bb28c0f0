using System.Globalization;
using MysticMind.PostgresEmbed;

namespace IntelShare.Api.Host.Postgres;

/// <summary>Finds the folder of PostgreSQL's programs; for existing data only one of the major version that wrote them.</summary>
internal static class PostgresBinaries
{
    private const string Downloaded = "17";

    public static async Task<string> FindAsync(DataDirectory directory, CancellationToken ct)
    {
        var version = directory.Version;
        if (Environment.GetEnvironmentVariable("INTELSHARE_PG_BIN") is { Length: > 0 } chosen)
        {
            return await ServesAsync(chosen, version, ct)
                ? chosen
                : throw new InvalidOperationException($"INTELSHARE_PG_BIN is {chosen}, which lacks postgres, initdb and pg_ctl{(version is null ? "" : " of version " + version)}.");
        }

        var configured = await Command.RunAsync(["pg_config", "--bindir"], ct);
        string[] folders = [configured.Output, .. Packaged(), .. OnPath()]; // A failed pg_config's words name no folder.
        foreach (var folder in folders)
        {
            if (await ServesAsync(folder, version, ct))
            {
                return folder;
            }
        }

        return await DownloadAsync(directory, version ?? Downloaded, ct);
    }

    private static IEnumerable<string> Packaged() => !Directory.Exists("/usr/lib/postgresql")
        ? []
        : Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var major) ? major : 0)
            .Select(d => Path.Combine(d, "bin"));

    private static string[] OnPath() =>
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static async Task<bool> ServesAsync(string folder, string? version, CancellationToken ct)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        if (!Array.TrueForAll(["postgres", "initdb", "pg_ctl"], p => File.Exists(Path.Combine(folder, p + suffix))))
        {
            return false;
        }

        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        return version is null
            || (await Command.RunAsync([Path.Combine(folder, "postgres"), "--version"], ct)).Output.Contains($" {version}.", StringComparison.Ordinal);
    }

    /// <summary>The package only fetches and unpacks: its own server trusts everybody on the machine and dies with us.</summary>
    private static async Task<string> DownloadAsync(DataDirectory directory, string version, CancellationToken ct)
    {
        var package = new PgServer(new PgServerOptions { PgVersion = version, BinariesDir = Path.Combine(directory.Root, "binaries"), DbDir = directory.Root });
        await using (package)
        {
            try
            {
                await package.InstallAsync(ct);
                return Path.Combine(package.InstallDir, "bin");
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                throw new InvalidOperationException(
                    $"No PostgreSQL {version} was found here, and it could not be downloaded ({e.Message}). Install PostgreSQL (or name its "
                    + "programs in INTELSHARE_PG_BIN), use the compose file in deploy/, or set IntelShare__ConnectionString to a server you have.", e);
            }
        }
    }
}
