using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntelShare.Api.Host;

namespace IntelShare.Bench;

/// <summary>The table; at full pace, written down beside the program.</summary>
internal static class Baseline
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = EmojiEncoder.Instance };

    public static async Task WriteAsync(List<Figure> figures, Pace pace, CancellationToken ct)
    {
        if (pace != Pace.Full || Settings.Solution() is not { } clone)
        {
            return;
        }

        var folder = Path.Combine(clone, "tests", "IntelShare.Bench");
        var file = Path.Combine(folder, "baseline.json");
        var known = File.Exists(file) ? JsonSerializer.Deserialize<List<Figure>>(await File.ReadAllTextAsync(file, ct), Indented)! : [];

        // A claim measured alone replaces its own line.
        var all = known.Select(old => figures.Find(figure => figure.Claim == old.Claim) ?? old).UnionBy(figures, figure => figure.Claim).ToList();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Indented) + "\n", ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "baseline.md"), $"# Baseline\n\n{Preface(pace)}\n\n{Table(all)}", ct);
    }

    private static string Preface(Pace pace) => string.Create(CultureInfo.InvariantCulture,
        $"""
        `dotnet run -c Release --project tests/IntelShare.Bench -- all` on {Processor()}, {Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:N0} GB, load average {Load()} at the end, {RuntimeInformation.OSDescription}, .NET {Environment.Version}.
        Client, server and PostgreSQL (fsync on, the product's settings) share the processors. {pace.Records:N0} indicators; ours and floor run in processes of their own on one database, in turns,
        {pace.Rounds} rounds of {pace.Round.TotalSeconds:N0} s each after {pace.Warm:N0} requests of warm-up. Figures are medians; the ratio is the median of the ratios of neighbouring rounds. Every search finds one record in full.
        """);

    public static string Table(List<Figure> figures)
    {
        var table = new StringBuilder("| Claim | Ours | Floor | Ratio (spread) | Goal | Holds | Seen |\n|---|--:|--:|--:|--:|---|---|\n");
        foreach (var f in figures)
        {
            var spread = string.Create(CultureInfo.InvariantCulture, $"({f.Spread.Least:0.00}–{f.Spread.Most:0.00})");
            table.Append(CultureInfo.InvariantCulture, $"| {f.Claim} | {Number(f.Ours)} {f.Unit} | {(f.Floor is { } floor ? Number(floor) : "")} | {f.Ratio:0.00} {spread} | {(f.Goal is { } goal ? (f.IsAtLeast ? "≥ " : "≤ ") + Number(goal) : "")} | {f.Holds switch { true => "yes", false => "no", null => "" }} | {f.Note} |\n");
        }

        return table.ToString();

        static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>Far above the number of processors, the clock measures the neighbours too; processor time then says more.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[1] : "unknown";

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..] : RuntimeInformation.ProcessArchitecture.ToString();
}
