using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Reports;
using IntelShare.Access;
using IntelShare.Bench.World;
using IntelShare.Indicators;

namespace IntelShare.Bench.Claims;

/// <summary>What one decision of the law costs in memory: the slowest of a handful of readers and records is what we claim.</summary>
public class PolicyCost
{
    private Reader reader = null!;
    private Indicator record = null!;

    /// <summary>The name of one of <see cref="Cases"/>.</summary>
    [ParamsSource(nameof(Names))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Names => Cases.All.Keys;

    [GlobalSetup]
    public void Choose() => (reader, record) = Cases.All[Case];

    [Benchmark]
    public Level Decide() => AccessPolicy.Decide(reader, record).Level;

    internal static List<Figure> Measure(Pace pace)
    {
        var reports = InMemory.Run<PolicyCost>(pace);
        var times = reports.Select(report => (Name: NameOf(report), Nanoseconds: report.ResultStatistics!.Median)).ToList();
        var bytes = reports.Select(report => (double)report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!).ToList();
        return
        [
            new("Decision of the law, slowest case", "ns", times.Max(time => time.Nanoseconds), Floor: null, Ratio: null, new(times.Min(time => time.Nanoseconds), times.Max(time => time.Nanoseconds)), 1000,
                string.Join("; ", times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Name} {time.Nanoseconds:N0}")))),
            new("Allocated by a decision, largest case", "bytes", bytes.Max(), Floor: null, Ratio: null, new(bytes.Min(), bytes.Max()), 0,
                string.Create(CultureInfo.InvariantCulture, $"{bytes.Count(allocated => allocated == 0)} of {bytes.Count} cases allocate nothing")),
        ];
    }

    private static string NameOf(BenchmarkReport report) => (string)report.BenchmarkCase.Parameters[nameof(Case)];
}
