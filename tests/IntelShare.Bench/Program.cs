using System.Globalization;
using IntelShare.Bench;
using IntelShare.Bench.Claims;
using IntelShare.Bench.Floor;

const string Beside = "--beside=";
const string Records = "--records=";
var named = args.Where(arg => !arg.StartsWith('-')).ToArray();
string[] known = ["search", "search-sealed", "submit", "list", "start", "latest"];
if (named is ["floor", var port])
{
    await FloorServer.RunAsync(port);
    return 0;
}

var asked = named is [] or ["all"] ? known : named;
if (asked.Except(known, StringComparer.Ordinal).Any())
{
    await Console.Error.WriteLineAsync($"Usage: all|{string.Join('|', known)} [--quick] [--records=NUMBER] [--beside=FOLDER of another build of the Api]");
    return 2;
}

var pace = (args.Contains("--quick", StringComparer.Ordinal) ? Pace.Quick : Pace.Full) with
{
    Beside = args.FirstOrDefault(arg => arg.StartsWith(Beside, StringComparison.Ordinal)) is { } given ? Path.GetFullPath(given[Beside.Length..]) : null,
};
pace = args.FirstOrDefault(arg => arg.StartsWith(Records, StringComparison.Ordinal)) is { } count ? pace with { Records = int.Parse(count[Records.Length..], CultureInfo.InvariantCulture) } : pace;
var figures = new List<Figure>();
if (asked.Any(name => name is not "start" and not "latest"))
{
    figures.AddRange(await Counter.MeasureAsync(asked, pace, CancellationToken.None));
}

if (asked.Contains("start", StringComparer.Ordinal))
{
    figures.AddRange(await ColdStart.MeasureAsync(pace, CancellationToken.None));
}

if (asked.Contains("latest", StringComparer.Ordinal))
{
    figures.AddRange(await Latest.MeasureAsync(pace, CancellationToken.None));
}

await Baseline.WriteAsync(figures, pace, CancellationToken.None);
return 0;
