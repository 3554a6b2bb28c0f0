using System.Collections.Immutable;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace IntelShare.Bench.Claims;

/// <summary>What takes less than a clock tells: measured by BenchmarkDotNet.</summary>
internal static class InMemory
{
    public static ImmutableArray<BenchmarkReport> Run<T>(Pace pace)
    {
        // In this process: a program of its own would be built without the pins that the Api's packages need.
        var job = (pace.Rounds == Pace.Full.Rounds ? Job.Default.WithWarmupCount(4).WithIterationCount(7).WithIterationTime(TimeInterval.FromMilliseconds(250)) : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        return BenchmarkRunner.Run<T>(ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(ConsoleLogger.Unicode)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "intelshare-in-memory"))).Reports;
    }
}
