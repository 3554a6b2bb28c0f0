using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;
using Npgsql;

namespace IntelShare.Api.Tests.Faults;

/// <summary>Four partners write and read while the sealer folds what they do, four times a second. Half of the kills fall where the seed lets them, half between two tables of a fold.</summary>
public sealed class A_log_whose_database_is_killed : IDisposable
{
    private const int Seed = 34;
    private const int Partners = 4;

    /// <summary>Before each kill, so that there is something to be lost.</summary>
    private const int Answers = 30;

    private static readonly (string What, bool WhileSealing)[] Kills = [("database", false), ("hub", true), ("database", true), ("both", false), ("database", false), ("both", true)];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-");

    [Fact]
    public async Task or_whose_sealer_is_has_every_entry_once_and_every_receipt_proved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no SIGKILL");
        var (ct, clock, journal, dice) = (TestContext.Current.CancellationToken, TimeProvider.System, new Journal(), new Random(Seed));
        using var hub = new EmbeddedHub(Path.Combine(folder.FullName, "data"), clock);
        hub.Start();
        await hub.ReadyAsync(replaced: null, ct);
        var workload = new Workload(hub.Site, ["se-noa"], ["fr-ofast"], journal, Seed, clock);
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(ct))
        {
            var working = workload.RunAsync(Partners, over.Token);
            try
            {
                foreach (var (what, whileSealing) in Kills)
                {
                    for (var enough = journal.Acknowledged + Answers; journal.Acknowledged < enough;)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(10), clock, ct);
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(300)), clock, ct);
                    await using var held = whileSealing ? await HoldSealerAsync(hub, clock, ct) : null;
                    var killed = what == "hub" ? null : hub.KillDatabase();
                    if (what != "database")
                    {
                        hub.Kill();
                        hub.Start();
                    }

                    // An orphaned database would hold the next sealer as well.
                    await (held?.CloseAsync() ?? Task.CompletedTask);
                    await hub.ReadyAsync(killed, ct);
                }
            }
            finally
            {
                await over.CancelAsync();
                await working;
            }
        }

        await workload.SettleAsync(ct);
        var found = await new LogChecker(hub.Site, journal, clock).CheckAsync(ct);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Kills.Length} kills under {journal.Exchanges.Count} requests, {journal.Exchanges.Count(exchange => exchange.Reply.Outcome != Outcome.Ok)} of them answered 503 or not at all: {found}");
        Assert.True(found.Receipts >= Kills.Length * Answers && found.Entries >= found.Receipts && found.Leaves >= found.Entries && found.Checkpoints > Kills.Length, found.ToString());
        Assert.All(journal.Exchanges, exchange => Assert.True(exchange.Reply.Outcome != Outcome.Ok || exchange.Reply.Entry is not null));
        await new Checker(hub.Site, journal, clock).CheckAsync(["fr-ofast"], ct);
        Assert.Empty(journal.Findings);
        await hub.StopAsync();
    }

    /// <summary>Leaves and checkpoints are written, the kept roots are not, and cannot be while this is open.</summary>
    private static async Task<NpgsqlConnection> HoldSealerAsync(EmbeddedHub hub, TimeProvider clock, CancellationToken ct)
    {
        var holder = new NpgsqlConnection(hub.OwnerConnectionString);
        await holder.OpenAsync(ct);
        await using (var hold = new NpgsqlCommand("begin; lock table intelshare.audit_node in exclusive mode", holder))
        {
            await hold.ExecuteNonQueryAsync(ct);
        }

        await using var waits = new NpgsqlCommand("select exists (select from pg_locks where relation = 'intelshare.audit_node'::regclass and not granted)", holder);
        while (await waits.ExecuteScalarAsync(ct) is not true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, ct);
        }

        return holder;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
