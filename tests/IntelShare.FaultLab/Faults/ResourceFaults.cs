using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;
using Npgsql;

namespace IntelShare.FaultLab.Faults;

/// <summary>Connections, disk, locks and clocks that are not as they should be.</summary>
internal sealed class ResourceFaults(Lab lab, Journal journal, Random dice, TimeProvider clock)
{
    private const int Hour = 3600;
    private const int HalfMinute = 30;

    /// <summary>A node reads its clock anew every second.</summary>
    private static readonly TimeSpan ClockRead = TimeSpan.FromSeconds(1.5);

    private int astray;

    public IEnumerable<Fault> All() =>
    [
        new("cut a node off", () => AilAsync(new() { Cuts = true }, all: false, 1000, 3000)),
        new("cut both nodes off", () => AilAsync(new() { Cuts = true }, all: true, 500, 2000)),
        new("delay", () => AilAsync(new() { Delay = TimeSpan.FromMilliseconds(dice.Next(20, 200)) }, all: true, 2000, 4000)),
        new("slice", () => AilAsync(new() { Slice = dice.Next(1, 8) }, all: true, 1500, 3000)),
        new("stall", () => AilAsync(new() { Stalls = true }, all: false, 1500, 4000)),
        new("drop commits", () => AilAsync(new() { DropsCommitOneIn = 3 }, all: true, 1500, 3000)),
        new("slow queries", SlowAsync),
        .. lab.Database.HasDisk ? [new("fill the disk", FillAsync)] : Array.Empty<Fault>(),
        .. Lab.HasFakeTime
            ? [
                new("clock an hour off", () => SetClockAsync(Hour)),
                new("clock half a minute off", () => SetClockAsync(HalfMinute)),
            ]
            : Array.Empty<Fault>(),
    ];

    private Task HoldAsync(int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(dice.Next(least, most)), clock, CancellationToken.None);

    private async Task AilAsync(Ailment ailment, bool all, int least, int most)
    {
        var ill = all ? lab.Proxies : [lab.Proxies[dice.Next(Lab.Nodes)]];
        foreach (var proxy in ill)
        {
            proxy.Ailment = ailment;
        }

        await HoldAsync(least, most);
        foreach (var proxy in ill)
        {
            proxy.Ailment = Ailment.None;
        }
    }

    /// <summary>No entry can be written while this holds the table: every answer waits.</summary>
    private async Task SlowAsync()
    {
        await using var connection = new NpgsqlConnection(lab.Database.ConnectionString);
        await connection.OpenAsync();
        await using var held = new NpgsqlCommand("begin; lock table intelshare.audit_entry in access exclusive mode", connection);
        await held.ExecuteNonQueryAsync();
        await HoldAsync(1500, 4000);
    }

    private async Task FillAsync()
    {
        await lab.Database.FillAsync();
        await HoldAsync(2000, 4000);
        lab.Database.Empty();
        await lab.Database.AnswersAsync(CancellationToken.None);
    }

    private async Task SetClockAsync(int seconds)
    {
        astray = dice.Next(Lab.Nodes);
        await lab.StartWithClockAsync(astray);
        if (seconds >= Hour)
        {
            journal.ExcuseTokens(astray);
        }

        await lab.SetClockAsync(astray, dice.Next(2) == 0 ? seconds : -seconds);
        await HoldAsync(2500, 3500);
        await lab.SetClockAsync(astray, 0);
        await Task.Delay(ClockRead, clock, CancellationToken.None);
        await lab.ReadyAsync(CancellationToken.None);
        journal.ExcuseNoMore(astray);
        lab.Hubs[astray].Kill();
        lab.Hubs[astray].Start();
    }
}
