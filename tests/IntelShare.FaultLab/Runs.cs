using System.Security.Cryptography;

namespace IntelShare.FaultLab;

/// <summary>The runs of a command line.</summary>
/// <param name="partners">At work at the same time.</param>
/// <param name="only">Names of faults; empty: all.</param>
/// <param name="clock">Real.</param>
internal sealed class Runs(int partners, IReadOnlyCollection<string> only, TimeProvider clock)
{
    private static readonly TimeSpan OneOfSoak = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan OneOfProof = TimeSpan.FromSeconds(30);

    /// <summary>One run; whether nothing was found.</summary>
    /// <exception cref="ArgumentException">No such sabotage.</exception>
    public async Task<bool> QuickAsync(int seed, TimeSpan faults, string sabotage)
    {
        var broken = Sabotage.All.Prepend(Sabotage.None).FirstOrDefault(one => one.Name == sabotage) ?? throw new ArgumentException($"No sabotage is called {sabotage}.", nameof(sabotage));
        var (found, report) = await GoAsync(new(seed, faults, partners, only, broken));
        Console.WriteLine(report);
        return found.Length == 0;
    }

    /// <summary>Runs with other seeds until the time is over.</summary>
    /// <param name="time">In all.</param>
    /// <param name="file">Where the reports go too; null: nowhere.</param>
    /// <returns>0 nothing was found, 1 something.</returns>
    public async Task<int> SoakAsync(TimeSpan time, string? file)
    {
        var (bad, reports) = (0, new List<string>());
        for (var since = clock.GetTimestamp(); time - clock.GetElapsedTime(since) is { TotalSeconds: > 30 } left;)
        {
            var seed = RandomNumberGenerator.GetInt32(1, 100_000);
            Console.WriteLine($"seed {seed}");
            var (found, report) = await GoAsync(new(seed, left < OneOfSoak ? left : OneOfSoak, partners, only, Sabotage.None));
            Console.WriteLine(report);
            reports.Add(report);
            bad |= found.Length == 0 ? 0 : 1;
        }

        if (file is not null)
        {
            await File.WriteAllTextAsync(file, $"# The last soak\n\n`dotnet run -c Release --project tests/IntelShare.FaultLab -- soak --minutes {time.TotalMinutes:F0}`, {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} processors.\n\n{string.Join("\n\n", reports.Select((report, i) => $"## Run {i + 1}\n\n{report}"))}\n");
        }

        return bad;
    }

    /// <summary>Each sabotage while the database is killed again and again.</summary>
    /// <returns>0 each was caught by its check, 1 one was not.</returns>
    public async Task<int> ProveAsync(int seed)
    {
        var missed = 0;
        foreach (var sabotage in Sabotage.All)
        {
            var (found, _) = await GoAsync(new(seed, OneOfProof, partners, ["kill the database"], sabotage));
            var caught = found.Contains(sabotage.CaughtBy!.Value);
            missed |= caught ? 0 : 1;
            Console.WriteLine($"{sabotage.Name}: {(caught ? "caught by" : "NOT caught by")} {Report.NameOf(sabotage.CaughtBy.Value)}; found: {string.Join(", ", found.CountBy(check => check).Select(check => $"{Report.NameOf(check.Key)} {check.Value}"))}");
        }

        return missed;
    }

    private async Task<(Checks.Check[] Found, string Report)> GoAsync(RunPlan plan)
    {
        var folder = Directory.CreateTempSubdirectory("intelshare-fault-lab-");
        var (journal, report) = await Run.GoAsync(plan, folder.FullName, clock, CancellationToken.None);
        if (journal.Findings.IsEmpty || plan.Sabotage != Sabotage.None)
        {
            Directory.Delete(folder.FullName, recursive: true);
        }
        else
        {
            report += $"\nThe logs of the nodes stay in {folder.FullName}.";
        }

        return ([.. journal.Findings.Select(finding => finding.Check)], report);
    }
}
