using System.Globalization;
using IntelShare.Bench.World;
using IntelShare.Indicators.Kinds;
using IntelShare.Scan;
using IntelShare.Scan.Rules;

namespace IntelShare.Bench.Claims;

/// <summary>
/// A scan for 100,000 terms and 1,000 rules of three groups with eight words each, beside the same scan without rules: with words as agencies add
/// them; and with the words that stand in posts most often in all groups but the one by which a rule is found, as rules are accepted. One thread, in turns, by processor time.
/// </summary>
internal static class Judging
{
    private const int Seed = 1729;
    private const int Rules = 1_000;
    private const int Groups = 3;
    private const int Words = 8;

    public static IEnumerable<Figure> Measure(Pace pace)
    {
        yield return Measure(pace, "ordinary", 1 / 1.15, posts => posts.Terms(Rules * Groups * Words));
        yield return Measure(pace, "the most frequent", 0.5, posts => posts.Frequent(200));
    }

    private static Figure Measure(Pace pace, string which, double goal, Func<Posts, IEnumerable<string>> hot)
    {
        var posts = new Posts(Seed);
        var (utf8, ends) = posts.Write(100_000);
        TermChange[] terms = [.. posts.Terms(100_000).Select((word, i) => new TermChange(Term.Of(word, single: true), i, Policy: 0))];
        var (index, bare) = (new ScanIndex(Seed), new ScanIndex(Seed));
        index.Apply(terms);
        bare.Apply(terms);
        var book = new RuleBook(Written([.. posts.Terms(2 * Rules * Words)], [.. hot(posts)]));
        index.Apply([.. book.Since(RuleBook.Empty)]);
        var (scanner, reader, matches, rules, firings) = (new Scanner(), new PolicySet(0), new Matches(), new RuleReader(book, new(0), _ => null), new List<Firing>());
        var (ours, floor, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= pace.Rounds; round++)
        {
            var our = Scanning.Time(() =>
            {
                matches.Clear();
                firings.Clear();
                scanner.Scan(utf8, ends, index.Pin(), reader, matches, rules);
                rules.Tell(firings);
            });
            var their = Scanning.Time(() =>
            {
                matches.Clear();
                scanner.Scan(utf8, ends, bare.Pin(), reader, matches);
            });
            if (round > 0)
            {
                ours.Add(utf8.Length / our / 1e6);
                floor.Add(utf8.Length / their / 1e6);
                ratios.Add(their / our);
            }
        }

        return new($"Scan with {Rules:N0} rules of {which} words, one thread", "MB/s", Figure.Median(ours), Figure.Median(floor), Figure.Median(ratios), new(ratios.Min(), ratios.Max()), goal,
            string.Create(CultureInfo.InvariantCulture, $"{ends.Length:N0} posts; {(double)firings.Count / ends.Length:0.000} rules hold in a post; the floor is the same scan for 100,000 terms without rules"));
    }

    // Found by the first group: the law finds none by everyday emoji.
    private static IEnumerable<BookedRule> Written(string[] anchors, string[] words)
    {
        return anchors.Chunk(Words).Where(some => !new Rule([Group(some, 0)], ["0"], AtLeast: null, None: null, Within: 25).Check().Any()).Take(Rules).Select(Made);

        BookedRule Made(string[] anchor, int rule)
        {
            string[][] groups = [anchor, .. Enumerable.Range(1, Groups - 1).Select(group => Enumerable.Range(0, Words).Select(word => words[((((rule * Groups) + group) * Words) + word) * 7 % words.Length]).Distinct().ToArray())];
            return new(new([.. groups.Select(Group)], ["0", "1"], new(1, ["2"]), None: null, Within: 25), Policy: 0);
        }

        static RuleGroup Group(string[] some, int number) => new($"{number}", some, Concepts: null, Figures: null, Money: null, Score: null);
    }
}
