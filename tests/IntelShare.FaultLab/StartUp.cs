using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab;

/// <summary>Cold start to the first answer on an existing data directory, and resident memory after many requests.</summary>
internal static class StartUp
{
    private const int Requests = 10_000;
    private const int Partners = 8;

    public static async Task MeasureAsync(EmbeddedHub hub, int starts, TimeProvider clock, CancellationToken ct)
    {
        hub.Start();
        await hub.ReadyAsync(replaced: null, ct);
        for (var start = 1; start <= starts; start++)
        {
            await hub.StopAsync();
            var since = clock.GetTimestamp();
            hub.Start();
            await hub.ReadyAsync(replaced: null, ct);
            Console.WriteLine($"cold start {start}: {clock.GetElapsedTime(since).TotalSeconds:F2} s to the first answer, {hub.Process.ProcessorTime().TotalSeconds:F2} s of processor time");
        }

        var journal = new Journal();
        Console.WriteLine($"resident after start: {hub.Process.ResidentMegabytes()} MB");
        var began = clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Partners).Select(async partner =>
        {
            var dice = new Random(partner);
            var (owner, reader) = (new Partner(hub.Site, "se-noa", journal, dice, clock), new Partner(hub.Site, "fr-ofast", journal, dice, clock));
            for (var i = 0; i < Requests / Partners; i += 2)
            {
                var record = LabRecord.Make("se-noa", seed: partner, number: i);
                await owner.SubmitAsync(record, ct);
                await reader.SearchAsync([record], ct);
            }
        }));
        Console.WriteLine($"resident after {journal.Exchanges.Count} requests (half submits, half searches, {clock.GetElapsedTime(began).TotalSeconds:F0} s): {hub.Process.ResidentMegabytes()} MB; not ok: {journal.Exchanges.Count(exchange => exchange.Reply.Outcome != Outcome.Ok)}");
        await hub.StopAsync();
    }
}
