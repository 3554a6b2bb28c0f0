using System.Globalization;
using System.Net;
using IntelShare.Api.Host;
using Microsoft.Extensions.Configuration;

namespace IntelShare.Cli;

/// <summary>The files of a hub: who may read its keys, whether anybody's demonstration keys lie there, when it was last backed up.</summary>
internal static class DoctorFiles
{
    /// <summary>A backup a day, and two hours for one that is late.</summary>
    private static readonly TimeSpan LongestWithout = TimeSpan.FromHours(26);

    public static IEnumerable<Checkup> Look(Settings settings, IConfiguration configuration, DateTimeOffset now)
    {
        var data = settings.DataPath();
        var demo = Path.Combine(data, "demo");
        var demonstration = Directory.Exists(demo) && Directory.EnumerateFiles(demo, "*.jwk.json").Any();
        string[] secrets =
        [
            .. new[] { settings.MasterKeyFile, settings.AuditKeyFile, Path.Combine(data, "master.key"), Path.Combine(data, "audit.key"), Path.Combine(data, "postgres.password") }.OfType<string>().Where(File.Exists).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal),
            .. Directory.Exists(Path.Combine(data, "postgres")) ? [data] : Array.Empty<string>(),
            .. demonstration ? Directory.EnumerateFiles(demo, "*.jwk.json") : [],
        ];
        var open = secrets.Where(IsOpen).ToArray();
        yield return Checkup.Of("secret-files", open.Length == 0, open.Length == 0 ? $"{secrets.Length} files and folders with keys are their owner's alone." : $"Others may read {string.Join(", ", open)}.",
            $"chmod go= {string.Join(' ', open)}; whoever may have read a key has it: see the runbook, The master key and The audit key.");

        var far = Addresses(configuration).Where(url => !IsLoopback(url)).ToArray();
        yield return Checkup.Of("demonstration-keys", !demonstration || far.Length == 0, !demonstration ? "There are none." : far.Length == 0 ? $"They lie in {demo}, and the hub listens on loopback alone." : $"They lie in {demo}, and the hub listens on {string.Join(' ', far)}.",
            $"Remove {demo} and found a hub of your own (runbook, First start): whoever reads that folder can be any agency of the cast.");

        var stamp = settings.BackupStamp ?? Path.Combine(data, "last-backup");
        var made = File.Exists(stamp) ? (DateTimeOffset?)File.GetLastWriteTimeUtc(stamp) : null;
        yield return Checkup.Of("backup", made is { } at && now - at < LongestWithout, made is { } last ? string.Create(CultureInfo.InvariantCulture, $"The last one that {stamp} tells of is {Math.Max(0, Math.Floor((now - last).TotalHours))} hours old.") : $"There is no {stamp}: no backup is known.",
            "Run deploy/backup.sh, and have it run every day; it touches that file when it is done.");
    }

    private static bool IsOpen(string file) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None;

    private static IEnumerable<string> Addresses(IConfiguration configuration) => (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Concat((configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => "http://*:" + port)).Concat((configuration["https_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => "https://*:" + port))
        .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>());

    private static bool IsLoopback(string url) => Uri.TryCreate(url.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address)
        && (address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
