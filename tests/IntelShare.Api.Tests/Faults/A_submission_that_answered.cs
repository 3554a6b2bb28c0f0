using IntelShare.FaultLab;

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
        using var hub = new HubProcess(Path.Combine(folder.FullName, "data"), clock);
        hub.Start();
        await hub.ReadyAsync(replaced: null, ct);
        var owner = new Partner(hub.Http, hub.Key("se-noa"), journal, clock);
        var reader = new Partner(hub.Http, hub.Key("fr-ofast"), journal, clock);
        var plain = Submission.Make(seed: 1, number: 1);
        var sealedKind = Submission.Make(seed: 1, number: 4);
        foreach (var submission in new[] { plain, sealedKind })
        {
            var answered = await owner.SubmitAsync(submission, ct);
            var killed = hub.KillDatabase();
            hub.Kill();
            Assert.Equal(201, answered.Status);
            submission.Id = (string?)answered.Body!["id"];

            hub.Start();
            await hub.ReadyAsync(killed, ct);
        }

        var found = await reader.SearchAsync([plain, sealedKind], ct);
        Assert.True(Checker.IsFound(plain, found.Body!["results"]![0]!));
        Assert.True(Checker.IsFound(sealedKind, found.Body["results"]![1]!));
        Assert.Equal(plain.Id, (string?)(await owner.SubmitAsync(plain, ct)).Body!["id"]);
        foreach (var submission in new[] { plain, sealedKind })
        {
            journal.Submissions.Enqueue(submission);
        }

        Assert.Equal(new(Lost: 0, Duplicates: 0, Unsettled: 0, AuditMissing: 0, Torn: 0), await new Checker(hub, journal, clock).CheckAsync(ct));
        await hub.StopAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);
}
