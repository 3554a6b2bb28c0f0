using System.Diagnostics;
using System.Globalization;
using System.Text;
using IntelShare.Bench.Floor;
using IntelShare.Bench.World;
using IntelShare.Indicators;
using IntelShare.Scan;

namespace IntelShare.Bench.Claims;

/// <summary>
/// Raw posts in, visible matches with their offsets out, beside an automaton that gets the same posts folded already, knows no boundaries and
/// only counts. One thread, in turns, by processor time.
/// </summary>
internal static class Scanning
{
    private const int Seed = 1729;
    private const int Policies = 16;

    public static IEnumerable<Figure> Measure(Pace pace)
    {
        yield return Measure(pace, 1_000, 2);
        yield return Measure(pace, 100_000, 5);
        yield return Measure(pace, 1_000_000, goal: null);
    }

    private static Figure Measure(Pace pace, int count, double? goal)
    {
        var posts = new Posts(Seed);
        var (utf8, ends) = posts.Write(100_000);
        var words = posts.Terms(count).ToList();
        var terms = words.ConvertAll(word => Term.Of(word, single: true));
        var index = new ScanIndex(Seed);
        // Filled again and again: once would tell of few terms how long the machine warms up.
        var update = Time(() =>
        {
            index = new(Seed);
            for (var i = 0; i < terms.Count; i++)
            {
                index.Add(terms[i], i, i % Policies);
            }
        }) / terms.Count;
        var folded = Folded(utf8, ends);
        var automaton = new DoubleArray(words.Select(word => Encoding.UTF8.GetBytes(Folding.Fold(word))));
        var scanner = new Scanner();
        var (reader, matches) = (new PolicySet(Enumerable.Range(0, Policies)), new Matches());
        var (ours, floor, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var substrings = 0;
        for (var round = 0; round <= pace.Rounds; round++)
        {
            var our = Time(() =>
            {
                matches.Clear();
                scanner.Scan(utf8, ends, index.Pin(), reader, matches);
            });
            var their = Time(() => substrings = folded.Sum(post => automaton.Count(post)));
            if (round > 0)
            {
                ours.Add(utf8.Length / our / 1e6);
                floor.Add(utf8.Length / their / 1e6);
                ratios.Add(their / our);
            }
        }

        var grown = index.Size / index.Surfaces;
        index.Rebuild();
        return new($"Scan of posts for {count:N0} terms, one thread", "MB/s", Figure.Median(ours), Figure.Median(floor), Figure.Median(ratios), new(ratios.Min(), ratios.Max()), goal,
            string.Create(CultureInfo.InvariantCulture, $"{ends.Length:N0} posts of {utf8.Length / ends.Length} bytes, {matches.Count:N0} matches beside {substrings:N0} substrings; {index.Size / index.Surfaces} bytes a spelling of {index.Surfaces:N0} ({grown} as it grew) beside {automaton.Size / index.Surfaces}; {update * 1e6:0.00} µs to add one"));
    }

    private static byte[][] Folded(byte[] utf8, int[] ends) =>
        [.. ends.Select((end, i) => Encoding.UTF8.GetBytes(Folding.Fold(Encoding.UTF8.GetString(utf8[(i == 0 ? 0 : ends[i - 1])..end]))))];

    /// <summary>Seconds of processor time for one run.</summary>
    // Ticks of processor time are a hundredth of a second: half a second says it well enough.
    // What stood before is no garbage of this run: the collector's threads count, whoever made them work.
    public static double Time(Action work)
    {
        GC.Collect();
        var (started, times) = (Used(), 0);
        double used;
        do
        {
            work();
            times++;
            used = Used() - started;
        }
        while (used < 0.5);
        return used / times;
    }

    private static double Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
