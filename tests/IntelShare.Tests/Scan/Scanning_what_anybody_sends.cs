using System.Diagnostics;
using System.Globalization;
using System.Text;
using IntelShare.Lexicon;
using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

public sealed class Scanning_what_anybody_sends
{
    private static readonly PolicySet All = new(0);

    [Fact]
    public void takes_what_is_no_utf8_for_a_separator_at_whatever_length()
    {
        var index = new ScanIndex(3);
        index.Add(Term.Of("koks ❄"), 1, 0);
        var random = new Random(5);
        var text = Encoding.UTF8.GetBytes("xx KOKS ❄\uFE0F ﷺ 👩🏽\u200D🌾 か\u3099 5️⃣ ｋｏｋｓ ❄");
        for (var length = 0; length <= text.Length; length++)
        {
            var matches = new Matches();
            new Scanner().Scan(text.AsSpan(0, length), index.Pin(), All, matches);
            Assert.Equal(length < 11 ? 0 : length < text.Length ? 1 : 2, matches.Count);
            for (var round = 0; round < 20; round++)
            {
                var broken = text.AsSpan(0, length).ToArray();
                random.NextBytes(broken.AsSpan(Math.Min(length, random.Next(64))));
                var folded = new FoldedText();
                folded.Append(broken);
                Assert.InRange(folded.Length, 1, 1 + (11 * broken.Length));
            }
        }
    }

    [Theory]
    [InlineData("\u0301")]
    [InlineData("か\u0301\u0316")]
    [InlineData("க\u0B82\u0BCD")]
    [InlineData("\u3099")]
    [InlineData("👩\u200D")]
    [InlineData("\u200D")]
    [InlineData("🇸")]
    [InlineData("ﷺ")]
    [InlineData("🏴\U000E0067")]
    [InlineData("#\u20E3")]
    [InlineData("@.@")]
    public void grows_no_faster_than_its_text(string piece)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 100_000)));
        var folded = new FoldedText();
        folded.Append(text);
        Assert.InRange(folded.Length, 1, 1 + (11 * text.Length));
        Assert.InRange(folded.Anchors, 1, 2 + (2 * text.Length));
    }

    [Fact]
    public void keeps_thirty_marks_of_a_letter_in_order_and_drops_the_rest()
    {
        var folded = new FoldedText();
        folded.Append(Encoding.UTF8.GetBytes("か" + string.Concat(Enumerable.Repeat("\u0301\u0316", 50_000))));
        Assert.Equal("か" + new string('\u0316', 15) + new string('\u0301', 15), Encoding.UTF8.GetString(folded.Token(1)));
    }

    [Fact]
    public void holds_many_terms_with_one_beginning()
    {
        var index = new ScanIndex(3);
        index.Apply([.. Enumerable.Range(0, 100_000).Select(i => new TermChange(Term.Of($"mission job {i}"), i, 0))]);
        Assert.Equal([77_777], World.Scan(index.Pin(), All, "Mission: JOB 77777 mission job x").Select(match => match.Entry));
    }

    [Fact]
    public void finds_the_same_however_texts_are_cut_into_batches()
    {
        var index = new ScanIndex(3);
        string[] terms = ["koks", "kök ❄", "снег", "coke", "雪だるま"];
        foreach (var (i, term) in terms.Index())
        {
            index.Add(Term.Of(term), i, 0);
        }

        string[] pieces = ["KOKS", "kök ❄", "k.0.k.5", "c.o.k.e", "c0ke", "соke", "СНЕГ", "ščök åäö", "ÿ ñ Ł ß", "雪だるま", "🇰🇴🇰🇸", "plain words and no more", "a й б", "1.2.3"];
        var random = new Random(11);
        string[] texts = [.. Enumerable.Range(0, 3000).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)])))];
        var whole = World.Scan(index.Pin(), All, texts);
        var cut = new List<Match>();
        for (int at = 0, size; at < texts.Length; at += size)
        {
            size = random.Next(1, 200);
            cut.AddRange(World.Scan(index.Pin(), All, [.. texts.Skip(at).Take(size)]).Select(match => match with { Text = match.Text + at }));
        }

        Assert.Equal(Ordered(cut), Ordered(whole));
        Assert.Equal(Ordered(texts.SelectMany((text, number) => World.Scan(index.Pin(), All, text).Select(match => match with { Text = number }))), Ordered(whole));
        Assert.Contains(whole, match => match.Via == Via.Evasion);

        static IEnumerable<Match> Ordered(IEnumerable<Match> matches) => matches.OrderBy(match => (match.Text, match.Via, match.Start, match.End, match.Entry));
    }

    [Fact]
    public void hashes_so_that_what_floods_one_node_spreads_on_another()
    {
        var random = new Random(7);
        var (one, other) = ((ulong)random.NextInt64(), (ulong)random.NextInt64());
        static ulong Of(ulong seed, byte[] token) => new TokenHash(seed).Of(ref token[0], 0, token.Length - TokenHash.Slack);

        var flood = Enumerable.Range(0, 1_000_000)
            .Select(i => (byte[])[.. Encoding.UTF8.GetBytes($"t{i}"), .. new byte[TokenHash.Slack]])
            .Where(token => Of(one, token) >> 54 == 0)
            .ToList();
        Assert.InRange(flood.Count, 500, 2_000);
        Assert.InRange(flood.Select(token => Of(other, token) >> 54).Distinct().Count(), 400, 1024);
        Assert.InRange(flood.Select(token => (uint)(Of(other, token) >> 32)).Distinct().Count(), flood.Count - 1, flood.Count);
    }

    [Fact]
    public void allocates_nothing_for_a_text()
    {
        var index = new ScanIndex(3);
        index.Add(Term.Of("koks"), 1, 0);
        index.Add(Term.Of("été", kept: Kept.Marks), 2, 0);
        var (scanner, matches, version) = (new Scanner(), new Matches(), index.Pin());
        var text = Encoding.UTF8.GetBytes("KOKS été ❄ @koks https://t.co/koks k.o.k.s k0ks 🇰🇴🇰🇸 " + new string('å', 2000));
        scanner.Scan(text, version, All, matches);
        matches.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            scanner.Scan(text, version, All, matches);
            matches.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void keeps_no_more_matches_than_asked_and_says_so()
    {
        var index = new ScanIndex(3);
        index.Add(Term.Of("❄"), 1, 0);
        index.Add(Term.Of("❄"), 2, 1);
        var matches = new Matches(2);
        new Scanner().Scan("❄❄"u8, index.Pin(), All, matches);
        Assert.False(matches.Truncated);
        new Scanner().Scan("❄"u8, index.Pin(), All, matches);
        Assert.True(matches.Truncated);
        Assert.Equal(2, matches.Count);
    }

    [Fact]
    public void decodes_the_starter_lexicon()
    {
        var index = new ScanIndex(3);
        for (var i = 0; i < StarterLexicon.Entries.Count; i++)
        {
            index.Add(Term.Of(StarterLexicon.Entries[i].Content.Term!, single: true), i, 0);
        }

        Assert.All(Enumerable.Range(0, StarterLexicon.Entries.Count), i =>
            Assert.Contains(World.Scan(index.Pin(), All, $"nu: {StarterLexicon.Entries[i].Content.Term}!"), match => match.Entry == i));
    }

    [Theory]
    [InlineData("!! #", "empty-after-folding")]
    [InlineData("麻", "too-short")]
    [InlineData("a b c d e f g h i j k l m n o p q", "too-many-tokens")]
    public void refuses_what_can_be_no_term(string text, string code) => Assert.Equal(code, Term.Read(text, TermKind.Any, Kept.None, single: false, out _)!.Code);

    // SCAN_SECONDS=60 dotnet test tests/IntelShare.Tests --filter FullyQualifiedName~sees_one_version
    private static TimeSpan Least => TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("SCAN_SECONDS") ?? "0", CultureInfo.InvariantCulture));

    /// <summary>Changes 2n and 2n+1 add and remove together, so every version holds either both terms or none.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task sees_one_version_whatever_is_written_meanwhile(int more)
    {
        var index = new ScanIndex(3);
        var (one, other) = (Term.Of("snö"), Term.Of("is och snö"));
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var (scanner, matches) = (new Scanner(), new Matches());
            for (var (round, began) = (0, Stopwatch.GetTimestamp()); round < 2_000 || Stopwatch.GetElapsedTime(began) < Least; round++)
            {
                var version = index.Pin();
                for (var again = 0; again < 3; again++)
                {
                    matches.Clear();
                    scanner.Scan("is och snö"u8, version, All, matches);
                    Assert.Equal(version.Number % 2 == 1 ? 2 : 0, matches.Count);
                }
            }
        })).ToList();
        var all = Task.WhenAll(readers);
        var tending = Task.Run(() =>
        {
            while (!all.IsCompleted)
            {
                index.Tend();
                index.Rebuild();
            }
        }, TestContext.Current.CancellationToken);
        for (var words = 0; !all.IsCompleted || words < 500 * more; words += more)
        {
            // Where more stands than goes, what is full is copied as it stands; else it is built anew.
            index.Apply([.. Enumerable.Range(words, words < 50_000 ? more : 0).Select(i => new TermChange(Term.Of($"ord{i}"), i, 0)), new(one, 1, 0), new(other, 2, 0)]);
            index.Apply([new(other, 2, 0, Removes: true), new(one, 1, 0, Removes: true)]);
        }

        await all;
        await tending;
    }
}
