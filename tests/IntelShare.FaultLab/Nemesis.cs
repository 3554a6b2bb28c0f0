namespace IntelShare.FaultLab;

/// <summary>Kills by a seeded plan: each fault once per round, in an order the seed decides.</summary>
internal sealed class Nemesis(HubProcess hub, Journal journal, Random dice, TimeProvider clock)
{
    /// <summary>Before each fault, so that every restart is also worked with.</summary>
    private const int Answers = 50;

    private static readonly string[] Faults = ["hub", "database", "both", "hub while starting"];

    /// <summary>Each fault and how long it took until the hub answered again.</summary>
    public List<(string Fault, TimeSpan Recovery)> Done { get; } = [];

    public async Task RunAsync(CancellationToken until)
    {
        while (true)
        {
            var round = Faults.ToArray();
            dice.Shuffle(round);
            foreach (var fault in round)
            {
                try
                {
                    var enough = journal.Acknowledged + Answers;
                    do
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(500, 2000)), clock, until);
                    }
                    while (journal.Acknowledged < enough);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                var since = clock.GetTimestamp();
                await hub.ReadyAsync(await StrikeAsync(fault), CancellationToken.None);
                Done.Add((fault, clock.GetElapsedTime(since)));
            }
        }
    }

    /// <summary>Kills, and starts what the hub itself does not restart.</summary>
    /// <returns>The database process that was killed.</returns>
    private async Task<int?> StrikeAsync(string fault)
    {
        int? killed = null;
        if (fault is "database" or "both")
        {
            killed = hub.KillDatabase();
        }

        if (fault != "database")
        {
            hub.Kill();
            hub.Start();
        }

        if (fault == "hub while starting")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(50, 1500)), clock, CancellationToken.None);
            hub.Kill();
            hub.Start();
        }

        return killed;
    }
}
