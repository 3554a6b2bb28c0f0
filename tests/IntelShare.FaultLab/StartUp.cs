namespace IntelShare.FaultLab;

/// <summary>Cold start to the first answer on an existing data directory, and resident memory after many requests.</summary>
internal static class StartUp
{
    private const int Requests = 10_000;
    private const int Partners = 8;

    public static async Task MeasureAsync(HubProcess hub, int starts, TimeProvider clock, CancellationToken ct)
    {
        hub.Start();
        await hub.ReadyAsync(replaced: null, ct);
        for (var start = 1; start <= starts; start++)
        {
            await hub.StopAsync();
            var since = clock.GetTimestamp();
            hub.Start();
            await hub.ReadyAsync(replaced: null, ct);
            Console.WriteLine($"cold start {start}: {clock.GetElapsedTime(since).TotalSeconds:F2} s to the first answer, {hub.ProcessorTime().TotalSeconds:F2} s of processor time");
        }

        var journal = new Journal();
        Console.WriteLine($"resident after start: {hub.ResidentMegabytes()} MB");
        var began = clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Partners).Select(async partner =>
        {
            var (owner, reader) = (new Partner(hub.Http, hub.Key("se-noa"), journal, clock), new Partner(hub.Http, hub.Key("fr-ofast"), journal, clock));
            for (var i = 0; i < Requests / Partners; i += 2)
            {
                var submission = Submission.Make(seed: partner, number: i);
                await owner.SubmitAsync(submission, ct);
                await reader.SearchAsync([submission], ct);
            }
        }));
        Console.WriteLine($"resident after {journal.Entries.Count} requests (half submits, half searches, {clock.GetElapsedTime(began).TotalSeconds:F0} s): {hub.ResidentMegabytes()} MB; not ok: {journal.Entries.Count(entry => entry.Reply.Outcome != Outcome.Ok)}");
        await hub.StopAsync();
    }
}
