using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab.Faults;

/// <summary>Strikes by a seeded plan: each fault once per round, in an order the seed decides, one at a time.</summary>
/// <param name="lab">Struck.</param>
/// <param name="journal">Tells whether the hub was worked with since the last fault.</param>
/// <param name="only">Names of faults; empty: all.</param>
/// <param name="dice">The plan.</param>
/// <param name="clock">Real.</param>
internal sealed class Nemesis(Lab lab, Journal journal, IReadOnlyCollection<string> only, Random dice, TimeProvider clock)
{
    /// <summary>Before each fault, so that every recovery is also worked with.</summary>
    private const int Answers = 30;

    private readonly Fault[] faults = [.. ((IEnumerable<Fault>)[.. new ProcessFaults(lab, dice, clock).All(), .. new ResourceFaults(lab, journal, dice, clock).All()]).Where(fault => only.Count == 0 || only.Contains(fault.Name))];

    public List<Struck> Done { get; } = [];

    /// <summary>Strikes until told to end; the fault that is under way is put right.</summary>
    /// <param name="halfway">Done once, between two faults, as soon as this much has passed.</param>
    /// <param name="at">How much.</param>
    /// <param name="until">Ends.</param>
    public async Task RunAsync(Func<Task> halfway, TimeSpan at, CancellationToken until)
    {
        var (began, due) = (clock.GetTimestamp(), true);
        while (true)
        {
            dice.Shuffle(faults);
            foreach (var fault in faults)
            {
                if (due && clock.GetElapsedTime(began) > at)
                {
                    due = false;
                    await halfway();
                }

                try
                {
                    var enough = journal.Acknowledged + Answers;
                    do
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(300, 900)), clock, until);
                    }
                    while (journal.Acknowledged < enough);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                await StrikeAsync(fault);
            }
        }
    }

    private async Task StrikeAsync(Fault fault)
    {
        var (before, since) = (journal.Acknowledged, clock.GetTimestamp());
        await fault.StrikeAsync();
        var (answered, healed) = (journal.Acknowledged - before, clock.GetTimestamp());
        await (fault.Recovered ?? (() => lab.ReadyAsync(CancellationToken.None)))();
        Done.Add(new(fault.Name, clock.GetElapsedTime(since, healed), answered, clock.GetElapsedTime(healed)));
        await lab.ReadyAsync(CancellationToken.None);
    }
}
