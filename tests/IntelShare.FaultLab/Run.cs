using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Faults;
using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab;

/// <summary>What is to be run.</summary>
/// <param name="Seed">Of everything that is chosen.</param>
/// <param name="Faults">How long faults strike.</param>
/// <param name="Partners">At work at the same time.</param>
/// <param name="Only">Names of faults; empty: all.</param>
/// <param name="Sabotage">What is broken on purpose.</param>
internal sealed record RunPlan(int Seed, TimeSpan Faults, int Partners, IReadOnlyCollection<string> Only, Sabotage Sabotage)
{
    /// <summary>Faults that this machine does not permit.</summary>
    public static IReadOnlyList<string> Skipped =>
    [
        .. Mounts.AreOwn ? Array.Empty<string>() : ["fill the disk (no mount namespace)"],
        .. Lab.HasFakeTime ? Array.Empty<string>() : ["clocks (no libfaketime)"],
    ];
}

/// <summary>One run: work under faults, healing, checks.</summary>
internal static class Run
{
    /// <summary>So many records are submitted once more at the end.</summary>
    private const int Repeated = 100;

    /// <summary>Runs it.</summary>
    /// <returns>The journal with what was found, and the report.</returns>
    public static async Task<(Journal Journal, string Report)> GoAsync(RunPlan plan, string folder, TimeProvider clock, CancellationToken ct)
    {
        var journal = new Journal();
        await using var lab = await Lab.StartAsync(folder, plan.Sabotage, journal, clock, ct);
        var workload = new Workload(lab.Site, Cast.Owners, Cast.Readers, journal, plan.Seed, clock);
        var nemesis = new Nemesis(lab, journal, plan.Only, new Random(plan.Seed), clock);
        var followers = Cast.Readers.SelectMany((reader, i) => (Follower[])
        [
            Follower.OfChanges(new Partner(lab.Site, reader, journal, new Random(plan.Seed + i), clock), clock),
            Follower.OfTaxii(new Partner(lab.Site, reader, journal, new Random(plan.Seed - i), clock), clock),
        ]).ToArray();

        var restoration = new Restoration(lab, folder, journal, clock);
        var began = clock.GetTimestamp();
        using (var over = new CancellationTokenSource(plan.Faults, clock))
        {
            await Task.WhenAll([workload.RunAsync(plan.Partners, over.Token), nemesis.RunAsync(restoration.BackUpAsync, plan.Faults / 2, over.Token), .. followers.Select(follower => follower.RunAsync(over.Token))]);
        }

        var (worked, answered) = (clock.GetElapsedTime(began), journal.Acknowledged);
        await lab.ReadyAsync(ct);
        await workload.SettleAsync(ct);
        await workload.RepeatAsync(Repeated, ct);
        await workload.ImportAsync(ct);
        foreach (var follower in followers)
        {
            await new FeedChecker(journal, clock).CheckAsync(follower, ct);
        }

        await new Checker(lab.Site, journal, clock).CheckAsync(Cast.Readers, ct);
        var logs = await new LogChecker(lab.Site, journal, clock).CheckAsync(ct);
        await lab.Database.ExecuteAsync("checkpoint", ct);
        new ErasureChecker(journal).Check([lab.Database.Cluster.Data, .. Enumerable.Range(0, Lab.Nodes).Select(lab.DataOf)]);
        // Where the hub was not worked with again after half of the time.
        if (!restoration.IsBackedUp && plan.Sabotage == Sabotage.None)
        {
            await restoration.BackUpAsync();
        }

        if (await restoration.GoAsync(followers, ct) is { } recovery)
        {
            nemesis.Done.Add(new("restore of a backup", TimeSpan.Zero, Answered: 0, recovery));
        }

        return (journal, Report.Write(plan, journal, nemesis.Done, logs, worked, answered));
    }
}
