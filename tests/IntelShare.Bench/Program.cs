using IntelShare.Bench;
using IntelShare.Bench.Claims;
using IntelShare.Bench.Floor;

var quick = args.Contains("--quick", StringComparer.Ordinal);
var named = args.Where(arg => !arg.StartsWith('-')).ToArray();
string[] known = ["search", "search-sealed", "submit", "list", "start"];
if (named is ["floor", var port])
{
    await FloorServer.RunAsync(port);
    return 0;
}

var asked = named is [] or ["all"] ? known : named;
if (asked.Except(known, StringComparer.Ordinal).Any())
{
    await Console.Error.WriteLineAsync($"Usage: all|{string.Join('|', known)} [--quick]");
    return 2;
}

var pace = quick ? Pace.Quick : Pace.Full;
var figures = new List<Figure>();
if (asked.Any(name => name != "start"))
{
    figures.AddRange(await Counter.MeasureAsync(asked, pace, CancellationToken.None));
}

if (asked.Contains("start", StringComparer.Ordinal))
{
    figures.AddRange(await ColdStart.MeasureAsync(pace, CancellationToken.None));
}

await Baseline.WriteAsync(figures, pace, CancellationToken.None);
return 0;
