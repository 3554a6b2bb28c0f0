using System.Globalization;
using IntelShare.FaultLab;

const string Usage = "quick [--seconds N] [--seed S] [--partners P]: kill, restart, count what was lost.   start-up [--starts N]: cold starts and memory.";
const int LongestRun = 3600;

int Option(string name, int absent) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var given) ? given : absent;

if (args is not ["quick" or "start-up", ..])
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var clock = TimeProvider.System;
var folder = Directory.CreateTempSubdirectory("intelshare-fault-lab-");
using var hub = new HubProcess(Path.Combine(folder.FullName, "data"), clock);
AppDomain.CurrentDomain.ProcessExit += (_, _) => hub.Dispose();
if (args[0] == "start-up")
{
    await StartUp.MeasureAsync(hub, Option("starts", 5), clock, CancellationToken.None);
    folder.Delete(recursive: true);
    return 0;
}

var seconds = Math.Clamp(Option("seconds", 60), 5, LongestRun);
var seed = Option("seed", 1);
var journal = new Journal();
var workload = new Workload(hub, journal, seed, clock);
var nemesis = new Nemesis(hub, journal, new Random(seed), clock);

hub.Start();
await hub.ReadyAsync(replaced: null, CancellationToken.None);
using (var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock))
{
    await Task.WhenAll(workload.RunAsync(Math.Clamp(Option("partners", 4), 1, 32), over.Token), nemesis.RunAsync(over.Token));
}

await hub.ReadyAsync(replaced: null, CancellationToken.None);
await workload.SettleAsync(CancellationToken.None);
await workload.RepeatAsync(100, CancellationToken.None);
var findings = await new Checker(hub, journal, clock).CheckAsync(CancellationToken.None);
var logs = await new LogChecker(hub, journal, clock).CheckAsync(CancellationToken.None);
var good = Report.Print(seed, seconds, journal, nemesis.Done, findings) && logs.Clean;
Console.WriteLine(logs);
await hub.StopAsync();
if (good)
{
    folder.Delete(recursive: true);
}
else
{
    Console.WriteLine($"The data directory and the hub's log stay in {folder.FullName}.");
}

return good ? 0 : 1;
