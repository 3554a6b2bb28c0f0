using System.Globalization;
using IntelShare.Bench;
using IntelShare.Bench.Claims;
using IntelShare.Bench.Floor;
using IntelShare.Bench.World;

const string Beside = "--beside=";
const string Records = "--records=";
var named = args.Where(arg => !arg.StartsWith('-')).ToArray();
string[] known = ["search", "search-sealed", "search-1000", "submit", "list", "erase", "sweep", "latest", "timing", "start", "policy", "open-sealed", "sealed-reads", "seal", "entry-size", "verify", "token", "registry", "import", "feeds", "scan"];
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

var asked = named is [] or ["all"] ? known : named;
if (asked.Except(known, StringComparer.Ordinal).Any())
{
    await Console.Error.WriteLineAsync($"Usage: all|{string.Join('|', known)} [--quick] [--records=NUMBER] [--beside=FOLDER of another build of the Api]");
    return 2;
}

var pace = args.Contains("--quick", StringComparer.Ordinal) ? Pace.Quick : Pace.Full;
pace = pace with
{
    Records = Given(Records) is { } number ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : pace.Records,
    Beside = Given(Beside) is { } folder ? Path.GetFullPath(folder) : null,
};
var figures = new List<Figure>();
if (asked.Any(name => name is not ("sweep" or "start" or "latest" or "timing" or "policy" or "open-sealed" or "sealed-reads" or "seal" or "entry-size" or "verify" or "token" or "registry" or "import" or "feeds" or "scan")))
{
    figures.AddRange(await Counter.MeasureAsync(asked, pace, CancellationToken.None));
}

if (asked.Contains("sweep", StringComparer.Ordinal))
{
    figures.AddRange(await Sweep.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("start", StringComparer.Ordinal))
{
    figures.AddRange(await ColdStart.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("import", StringComparer.Ordinal))
{
    figures.Add(await Import.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("feeds", StringComparer.Ordinal))
{
    figures.AddRange(await Feeds.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("latest", StringComparer.Ordinal))
{
    figures.AddRange(await Latest.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("timing", StringComparer.Ordinal))
{
    figures.Add(await Timing.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("policy", StringComparer.Ordinal))
{
    figures.AddRange(PolicyCost.Measure(pace));
}

if (asked.Contains("scan", StringComparer.Ordinal))
{
    figures.AddRange(Scanning.Measure(pace));
    figures.AddRange(AsRequested.Measure(pace));
    figures.AddRange(Judging.Measure(pace));
}

if (asked.Contains("open-sealed", StringComparer.Ordinal))
{
    figures.Add(OpenSealed.Measure(pace));
}

if (asked.Contains("sealed-reads", StringComparer.Ordinal))
{
    figures.Add(await SealedReads.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("seal", StringComparer.Ordinal))
{
    figures.Add(await Seal.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("entry-size", StringComparer.Ordinal))
{
    figures.Add(await EntrySize.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("verify", StringComparer.Ordinal))
{
    figures.Add(VerifyLog.Measure(pace));
}

if (asked.Contains("token", StringComparer.Ordinal))
{
    figures.AddRange(await TokenCheck.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("registry", StringComparer.Ordinal))
{
    figures.AddRange(await LargeRegistry.MeasureAsync(pace, CancellationToken.None));
}

await Baseline.WriteAsync(figures, pace, CancellationToken.None);
return 0;

string? Given(string flag) => args.FirstOrDefault(arg => arg.StartsWith(flag, StringComparison.Ordinal))?[flag.Length..];
