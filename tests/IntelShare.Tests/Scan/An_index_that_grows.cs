using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

/// <summary>A full index goes on in a larger one, as it stands: with all that is found in it.</summary>
public sealed class An_index_that_grows
{
    private const int Many = 3_000;

    private static readonly PolicySet All = new([0]);

    [Theory]
    [InlineData(1)]
    [InlineData(4 * Many)]
    public void still_finds_every_term(int atOnce)
    {
        var index = new ScanIndex(3);
        var changes = Enumerable.Range(0, Many)
            .SelectMany(i => (Term[])[Term.Of($"ord{i}"), Term.Of($"var{i} dag"), Term.Of($"pêche{i}", kept: Kept.Marks), Term.Of("снег" + Letters(i))])
            .Select((term, entry) => new TermChange(term, entry, Policy: 0));
        foreach (var some in changes.Chunk(atOnce))
        {
            index.Apply(some);
        }

        // The last word begins with a Latin letter.
        var found = World.Scan(index.Pin(), All, [.. Enumerable.Range(0, Many).Select(i => $"ORD{i}, var{i}  Dag, pêche{i}: cнег{Letters(i)}")]);
        Assert.Equal(
            Enumerable.Range(0, 4 * Many).Select(entry => (entry / 4, entry, entry % 4 == 3 ? Via.Evasion : Via.Term)),
            found.Select(match => (match.Text, match.Entry, match.Via)).Order());
    }

    [Fact]
    public void shows_each_reader_its_own_version()
    {
        var index = new ScanIndex(3);
        index.Apply(Words(0, 2_000));
        var before = index.Pin();
        index.Apply([.. Words(0, 100, removes: true), .. Words(2_000, 7_000)]);
        var after = index.Pin();
        index.Apply([.. Words(100, 1, removes: true), .. Words(0, 1)]);

        // What was removed still takes its room: it was copied, not compacted.
        Assert.Equal(9_000, index.Surfaces);
        string[] texts = ["ord0", "ord99", "ord100", "ord1999", "ord2000", "ord8999"];
        Assert.Equal([0, 1, 2, 3], Found(before));
        Assert.Equal([2, 3, 4, 5], Found(after));
        Assert.Equal([0, 3, 4, 5], Found(index.Pin()));
        index.Rebuild();
        Assert.Equal(8_900, index.Surfaces);
        Assert.Equal([0, 3, 4, 5], Found(index.Pin()));

        int[] Found(ScanVersion version) => [.. World.Scan(version, All, texts).Select(match => match.Text)];
    }

    [Fact]
    public void that_is_tended_takes_out_what_is_gone_and_has_room_before_a_change_needs_it()
    {
        var index = new ScanIndex(3);
        index.Apply(Words(0, 2_000));
        index.Apply(Words(0, 300, removes: true));
        Assert.Equal(2_000, index.Surfaces);
        Assert.True(index.Tend());
        Assert.Equal(1_700, index.Surfaces);
        for (var word = 2_000; word < 8_000; word++)
        {
            var size = index.Size;
            index.Apply(Words(word, 1));
            Assert.Equal(size, index.Size);
            Assert.True(index.Tend());
        }

        Assert.Equal([1, 2], World.Scan(index.Pin(), All, "ord299", "ord300", "ord7999").Select(match => match.Text));
    }

    [Fact]
    public void keeps_apart_words_that_share_a_node_and_what_follows_them()
    {
        var index = new ScanIndex(3);
        var hash = index.Pin().Trie.Hash;
        var words = Enumerable.Range(0, 400_000).Select(i => $"ord{i}");
        var twins = words.GroupBy(word => HashOf(hash, word) >> 32).First(same => same.Count() > 1).ToList();
        string[] terms = [$"{twins[0]} x", $"{twins[1]} y", twins[0], twins[1]];
        index.Apply([.. terms.Select((term, entry) => new TermChange(Term.Of(term, single: true), entry, Policy: 0))]);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([2, 0, 3, 1], World.Scan(index.Pin(), All, [$"{terms[0]}, {terms[1]}."]).Select(match => match.Entry));
            Assert.Equal([2, 3], World.Scan(index.Pin(), All, [$"{terms[2]} y {terms[3]} x"]).Select(match => match.Entry));
            index.Apply(Words(0, 9_000));
            index.Apply(Words(0, 9_000, removes: true));
            index.Rebuild();
        }
    }

    private static ulong HashOf(TokenHash hash, string word)
    {
        var bytes = new byte[word.Length + TokenHash.Slack];
        System.Text.Encoding.ASCII.GetBytes(word, bytes);
        return hash.Of(ref bytes[0], 0, word.Length);
    }

    private static TermChange[] Words(int first, int count, bool removes = false) => [.. Enumerable.Range(first, count).Select(i => new TermChange(Term.Of($"ord{i}"), i, Policy: 0, removes))];

    // None three times in a row, which would look like a word drawn out.
    private static string Letters(int number) => string.Concat(number.ToString("D4", null).Select(digit => "абвгдежзик"[digit - '0'] + "т"));
}
