using System.Globalization;
using System.Runtime.InteropServices;
using IntelShare.FaultLab;
using IntelShare.FaultLab.Hubs;

const string Usage =
    """
    quick [--seconds N] [--seed S] [--partners P] [--faults 'A,B'] [--sabotage NAME]: a fixed seed, 3 minutes; exit code 0 nothing found, 1 something.
    soak --minutes N [--report FILE]: runs with random seeds, which are printed.
    prove: each sabotage (acknowledge-early, skip-audit, reuse-cursor, forget-idempotency) must be caught by its check.
    start-up [--starts N]: cold starts on the embedded default, and memory.
    """;

string? Given(string name) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int Number(string name, int absent) => int.TryParse(Given(name), CultureInfo.InvariantCulture, out var given) ? given : absent;

if (args is not ["quick" or "soak" or "prove" or "start-up", ..])
{
    Console.Error.WriteLine(Usage);
    return 2;
}

if (await Mounts.EnterAsync(args) is { } done)
{
    return done;
}

// Told to end, it leaves no process behind: what it started is killed as it exits.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(1));
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(1));
var clock = TimeProvider.System;
if (args[0] == "start-up")
{
    var data = Directory.CreateTempSubdirectory("intelshare-start-up-");
    using (var hub = new EmbeddedHub(Path.Combine(data.FullName, "data"), clock))
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => hub.Dispose();
        await StartUp.MeasureAsync(hub, Number("starts", 5), clock, CancellationToken.None);
    }

    data.Delete(recursive: true);
    return 0;
}

var runs = new Runs(Number("partners", 4), (Given("faults") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), clock);
return args[0] switch
{
    "soak" => await runs.SoakAsync(TimeSpan.FromMinutes(Number("minutes", 10)), Given("report")),
    "prove" => await runs.ProveAsync(Number("seed", 1)),
    _ => await runs.QuickAsync(Number("seed", 1), TimeSpan.FromSeconds(Number("seconds", 130)), Given("sabotage") ?? Sabotage.None.Name) ? 0 : 1,
};
