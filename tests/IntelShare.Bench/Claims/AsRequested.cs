using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Scan;
using IntelShare.Bench.World;
using IntelShare.Scan;

namespace IntelShare.Bench.Claims;

/// <summary>Posts as a request brings them, for 100,000 terms, without network and store: a JSON document of them beside reading the same document alone, and one post by itself.</summary>
internal static class AsRequested
{
    private const int Seed = 1729;
    private const int Terms = 100_000;
    private const int Posts = 10_000;
    private const int Bytes = 200;

    public static IEnumerable<Figure> Measure(Pace pace)
    {
        var posts = new Posts(Seed);
        var (utf8, ends) = posts.Write(2 * Posts);
        var index = new ScanIndex(Seed);
        index.Apply([.. posts.Terms(Terms).Select((word, entry) => new TermChange(Term.Of(word, single: true), entry, Policy: 0))]);
        var texts = ends.Select((end, i) => Encoding.UTF8.GetString(utf8[(i == 0 ? 0 : ends[i - 1])..end])).ToList();
        yield return Batch(pace, index, texts[..Posts]);
        yield return One(index, texts.ConvertAll(Encoding.UTF8.GetBytes));
    }

    private static Figure Batch(Pace pace, ScanIndex index, List<string> texts)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new ScanTexts([.. texts.Select((text, i) => new PostedText(i.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(text)))]), Json.Wire);
        var (scanner, all, matches) = (new Scanner(), new PolicySet([0]), new Matches());
        var (ours, floor, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= pace.Rounds; round++)
        {
            var our = Scanning.Time(() =>
            {
                matches.Clear();
                byte[][] posts = [.. JsonSerializer.Deserialize<ScanTexts>(json, Json.Wire)!.Texts!.Select(post => post!.Text!)];
                for (var first = 0; first < posts.Length; first += ScanTextsEndpoint.Together)
                {
                    scanner.Scan(posts.AsSpan(first..Math.Min(first + ScanTextsEndpoint.Together, posts.Length)), index.Pin(), all, matches);
                }
            });
            var their = Scanning.Time(() => JsonSerializer.Deserialize<Document>(json, Json.Wire));
            if (round > 0)
            {
                ours.Add(json.Length / our / 1e6);
                floor.Add(json.Length / their / 1e6);
                ratios.Add(their / our);
            }
        }

        return new("Scan of a JSON document of posts, one thread", "MB/s", Figure.Median(ours), Figure.Median(floor), Figure.Median(ratios), new(ratios.Min(), ratios.Max()), 0.5,
            string.Create(CultureInfo.InvariantCulture, $"{texts.Count:N0} posts, {matches.Count:N0} matches of {Terms:N0} terms; the floor reads the same document and looks for nothing"));
    }

    private sealed record Document(Post[] Texts);

    private sealed record Post(string Id, string Text);

    private static Figure One(ScanIndex index, List<byte[]> texts)
    {
        var posts = texts.FindAll(text => text.Length is > Bytes - 20 and < Bytes + 20);
        var (scanner, all, matches, times) = (new Scanner(), new PolicySet([0]), new Matches(), new List<double>());
        for (var round = 0; times.Count < 200_000; round++)
        {
            foreach (var post in posts)
            {
                var began = Stopwatch.GetTimestamp();
                matches.Clear();
                scanner.Scan(post, index.Pin(), all, matches);
                if (round > 20)
                {
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                }
            }
        }

        times.Sort();
        var slow = times[(int)(times.Count * 0.99)];
        return new($"Scan of one post of {Bytes} bytes, 99 of 100", "µs", slow, Floor: null, Ratio: null, new(times[0], times[^1]), 50,
            string.Create(CultureInfo.InvariantCulture, $"{times.Count:N0} scans, median {times[times.Count / 2]:0.00} µs, for {Terms:N0} terms"));
    }
}
