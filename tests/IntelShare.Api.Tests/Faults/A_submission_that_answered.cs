using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;

namespace IntelShare.Api.Tests.Faults;

/// <summary>With real processes, as an operator runs them; the fault lab does the same for as long as one likes.</summary>
public sealed class A_submission_that_answered : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-");

    [Fact]
    public async Task survives_kill_9_of_the_hub_and_of_its_database_the_next_instant()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no SIGKILL");
        var (ct, clock, journal) = (TestContext.Current.CancellationToken, TimeProvider.System, new Journal());
        using var hub = new EmbeddedHub(Path.Combine(folder.FullName, "data"), clock);
        hub.Start();
        await hub.ReadyAsync(replaced: null, ct);
        var dice = new Random(1);
        var owner = new Owner(new Partner(hub.Site, "se-noa", journal, dice, clock), journal, clock);
        var reader = new Partner(hub.Site, "fr-ofast", journal, dice, clock);
        LabRecord[] records = [LabRecord.Make("se-noa", seed: 1, number: 1), LabRecord.Make("se-noa", seed: 1, number: 4)];
        foreach (var record in records)
        {
            journal.Records.Enqueue(record);
            await owner.SubmitAsync(record, copies: 1, ct);
            var killed = hub.KillDatabase();
            hub.Kill();
            Assert.NotNull(record.Id);

            hub.Start();
            await hub.ReadyAsync(killed, ct);
        }

        Judge.Observe(journal, records, reader.Member, await reader.SearchAsync(records, ct));
        await owner.SubmitAsync(records[0], copies: 1, ct);
        await new Checker(hub.Site, journal, clock).CheckAsync([reader.Member], ct);
        Assert.Empty(journal.Findings);
        await hub.StopAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);
}
