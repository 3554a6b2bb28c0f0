using System.Globalization;
using IntelShare.Bench;
using IntelShare.Bench.Claims;
using IntelShare.Bench.Floor;
using IntelShare.Bench.World;

const string Beside = "--beside=";
const string Records = "--records=";
var named = args.Where(arg => !arg.StartsWith('-')).ToArray();
if (named is ["floor", var port])
{
    await FloorServer.RunAsync(port);
    return 0;
}

if (named is ["hub", var at])
{
    await SweepingHub.RunAsync(at);
    return 0;
}

var pace = args.Contains("--quick", StringComparer.Ordinal) ? Pace.Quick : Pace.Full;
pace = pace with
{
    Records = Given(Records) is { } number ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : pace.Records,
    Beside = Given(Beside) is { } folder ? Path.GetFullPath(folder) : null,
};
var ct = CancellationToken.None;
(string Name, Func<Task<IEnumerable<Figure>>> MeasureAsync)[] alone =
[
    ("sweep", async () => await Sweep.MeasureAsync(pace, ct)),
    ("start", async () => await ColdStart.MeasureAsync(pace, ct)),
    ("import", async () => [await Import.MeasureAsync(pace, ct)]),
    ("feeds", async () => await Feeds.MeasureAsync(pace, ct)),
    ("latest", async () => await Latest.MeasureAsync(pace, ct)),
    ("growth", async () => await Growth.MeasureAsync(pace, ct)),
    ("timing", async () => [await Timing.MeasureAsync(pace, ct)]),
    ("policy", () => Task.FromResult<IEnumerable<Figure>>([.. PolicyCost.Measure(pace)])),
    ("scan", () => Task.FromResult<IEnumerable<Figure>>([.. Scanning.Measure(pace), .. AsRequested.Measure(pace), .. Judging.Measure(pace)])),
    ("open-sealed", () => Task.FromResult<IEnumerable<Figure>>([OpenSealed.Measure(pace)])),
    ("sealed-reads", async () => [await SealedReads.MeasureAsync(pace, ct)]),
    ("seal", async () => [await Seal.MeasureAsync(pace, ct)]),
    ("entry-size", async () => [await EntrySize.MeasureAsync(pace, ct)]),
    ("verify", () => Task.FromResult<IEnumerable<Figure>>([VerifyLog.Measure(pace)])),
    ("token", async () => await TokenCheck.MeasureAsync(pace, ct)),
    ("registry", async () => await LargeRegistry.MeasureAsync(pace, ct)),
];
string[] known = [.. Counter.Claims, .. alone.Select(claim => claim.Name)];
var asked = named is [] or ["all"] ? known : named;
if (asked.Except(known, StringComparer.Ordinal).Any())
{
    await Console.Error.WriteLineAsync($"Usage: all|{string.Join('|', known)} [--quick] [--records=NUMBER] [--beside=FOLDER of another build of the Api]");
    return 2;
}

var figures = new List<Figure>();
if (asked.Intersect(Counter.Claims, StringComparer.Ordinal).Any())
{
    await KeepAsync(await Counter.MeasureAsync(asked, pace, ct));
}

foreach (var (_, measureAsync) in alone.Where(claim => asked.Contains(claim.Name, StringComparer.Ordinal)))
{
    await KeepAsync(await measureAsync());
}

await Console.Out.WriteLineAsync(Baseline.Table(figures));
return 0;

// One claim after the other, so that a run that is cut off loses one.
async Task KeepAsync(IEnumerable<Figure> measured)
{
    List<Figure> some = [.. measured];
    figures.AddRange(some);
    await Baseline.WriteAsync(some, pace, ct);
}

string? Given(string flag) => args.FirstOrDefault(arg => arg.StartsWith(flag, StringComparison.Ordinal))?[flag.Length..];
