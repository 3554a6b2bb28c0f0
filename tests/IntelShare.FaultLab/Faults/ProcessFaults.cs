using IntelShare.FaultLab.Hubs;

namespace IntelShare.FaultLab.Faults;

/// <summary>Processes that are killed, or stop for a while and go on as if nothing had been.</summary>
internal sealed class ProcessFaults(Lab lab, Random dice, TimeProvider clock)
{
    private const string Sealer =
        """
        select application_name from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and granted and objid = (hashtext('intelshare.sealing')::bigint & 4294967295)::oid
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private int killed;

    public IEnumerable<Fault> All() =>
    [
        new("kill a node", () =>
        {
            Restart(AnyNode());
            return Task.CompletedTask;
        }),
        new("kill the sealing node", KillSealerAsync, SealedByAnotherAsync),
        new("kill a node while it starts", async () =>
        {
            var node = AnyNode();
            Restart(node);
            await HoldAsync(50, 1500);
            Restart(node);
        }),
        new("kill the database", async () =>
        {
            await lab.Database.KillAsync(CancellationToken.None);
            await lab.Database.StartAsync(CancellationToken.None);
        }),
        new("kill everything", async () =>
        {
            await lab.Database.KillAsync(CancellationToken.None);
            foreach (var hub in lab.Hubs)
            {
                hub.Kill();
            }

            await lab.Database.StartAsync(CancellationToken.None);
            foreach (var hub in lab.Hubs)
            {
                hub.Start();
            }
        }),
        new("freeze a node", async () =>
        {
            var hub = lab.Hubs[AnyNode()];
            await hub.FreezeAsync();
            await HoldAsync(2000, 5000);
            await hub.ThawAsync();
        }),
        new("freeze the database", async () =>
        {
            await lab.Database.FreezeAsync();
            await HoldAsync(1000, 4000);
            await lab.Database.ThawAsync();
        }),
    ];

    private int AnyNode() => dice.Next(Lab.Nodes);

    private Task HoldAsync(int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(dice.Next(least, most)), clock, CancellationToken.None);

    private void Restart(int node)
    {
        lab.Hubs[node].Kill();
        lab.Hubs[node].Start();
    }

    private async Task KillSealerAsync()
    {
        killed = await SealingNodeAsync();
        lab.Hubs[killed].Kill();
    }

    /// <summary>The other node goes on sealing; then the killed one comes back.</summary>
    private async Task SealedByAnotherAsync()
    {
        for (var since = clock.GetTimestamp(); await SealingNodeAsync() == killed; await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None))
        {
            if (clock.GetElapsedTime(since) > Patience)
            {
                throw new InvalidOperationException("No other node seals.");
            }
        }

        lab.Hubs[killed].Start();
    }

    private async Task<int> SealingNodeAsync()
    {
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < Patience; await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None))
        {
            if (await lab.Database.ScalarAsync<string>(Sealer, CancellationToken.None) is { } name)
            {
                return Enumerable.Range(0, Lab.Nodes).Single(node => Lab.NameOf(node) == name);
            }
        }

        throw new InvalidOperationException("No node seals.");
    }
}
