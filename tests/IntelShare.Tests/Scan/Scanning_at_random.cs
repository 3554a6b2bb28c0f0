using System.Text;
using FsCheck.Xunit;
using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

[Properties(Arbitrary = [typeof(Worlds)], MaxTest = 1000)]
public sealed class Scanning_at_random
{
    private static readonly PolicySet All = new(0, 1, 2);
    private static readonly PolicySet Some = new(0, 2);

    [Property]
    public void finds_what_looking_everywhere_finds(World world) =>
        Assert.Equal(Sorted(world.Naive(All)), Sorted(Plain(World.Scan(world.Index().Pin(), All, world.Texts))));

    [Property]
    public void shows_a_reader_what_all_seeing_eyes_see_without_what_is_hidden(World world)
    {
        var visible = world.Terms.Where(term => Some.Contains(term.Policy)).Select(term => term.Entry).ToHashSet();
        var version = world.Index().Pin();
        Assert.Equal(World.Scan(version, All, world.Texts).Where(match => visible.Contains(match.Entry)), World.Scan(version, Some, world.Texts));
    }

    [Property]
    public void finds_the_same_in_one_batch_as_text_by_text(World world)
    {
        var version = world.Index().Pin();
        var alone = world.Texts.SelectMany((text, number) => World.Scan(version, All, text).Select(match => match with { Text = number }));
        Assert.Equal(alone, World.Scan(version, All, world.Texts));
    }

    [Property]
    public void finds_the_same_whatever_the_seed_and_after_a_rebuild(World world)
    {
        var index = world.Index();
        var found = World.Scan(index.Pin(), All, world.Texts);
        index.Rebuild();
        Assert.Equal(found, World.Scan(index.Pin(), All, world.Texts));
        Assert.Equal(Sorted(Plain(found)), Sorted(Plain(World.Scan(world.Index(seed: 77).Pin(), All, world.Texts))));
    }

    [Property]
    public void finds_places_that_fold_to_the_term(World world)
    {
        foreach (var match in World.Scan(world.Index().Pin(), All, world.Texts).Where(match => match.Via == Via.Term))
        {
            var place = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(world.Texts[match.Text])[match.Start..match.End]);
            Assert.Equal(place, world.Texts[match.Text][match.StartUtf16..match.EndUtf16]);
            var again = Term.Read(place, TermKind.Any, Kept.None, single: true, out var term);
            // Half of a character that folds to several words is no term by itself.
            Assert.True(place.Contains('½', StringComparison.Ordinal) || place.Contains('ﷺ', StringComparison.Ordinal) || (again is null && term!.Spelled.SequenceEqual(world.Terms[match.Entry].Term.Spelled)), place);
        }
    }

    [Property]
    public void finds_nothing_more_after_a_term_has_come_and_gone(World world, bool rebuilt)
    {
        var index = world.Index();
        var before = World.Scan(index.Pin(), All, world.Texts);
        foreach (var (term, entry, policy) in world.Terms)
        {
            index.Add(term, entry + 1000, policy);
        }

        foreach (var (term, entry, _) in world.Terms)
        {
            index.Remove(term, entry + 1000);
        }

        if (rebuilt)
        {
            index.Rebuild();
        }

        Assert.Equal(before, World.Scan(index.Pin(), All, world.Texts));
    }

    [Property]
    public void is_blind_to_what_readers_do_not_see(World world)
    {
        var version = world.Index().Pin();
        var loose = world.Terms.Where(term => term.Term.Kept == Kept.None).Select(term => term.Entry).ToHashSet();
        var texts = world.Texts.Select(text => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not (0x200D or 0x200B)))).ToList();
        var plain = Entries(texts);
        Assert.Equal(plain, Entries([.. texts.Select(text => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString() + "\u200B")))]));
        Assert.Equal(plain, Entries([.. texts.Select(text => text.Replace("❄", "❄\uFE0F", StringComparison.Ordinal).Replace("👍🏽", "👍🏿", StringComparison.Ordinal))]));
        Assert.Equal(plain, Entries([.. texts.Select(text => text.Replace('a', 'Ａ').Replace('b', 'B').Replace('ж', 'Ж'))]));

        List<(int, int)> Entries(List<string> all) => [.. World.Scan(version, All, all).Where(match => match.Via == Via.Term && loose.Contains(match.Entry)).Select(match => (match.Text, match.Entry))];
    }

    private static IEnumerable<(int Text, int Entry, int Start, int End)> Plain(IEnumerable<Match> matches) =>
        matches.Where(match => match.Via == Via.Term).Select(match => (match.Text, match.Entry, match.Start, match.End));

    private static List<(int Text, int Entry, int Start, int End)> Sorted(IEnumerable<(int Text, int Entry, int Start, int End)> places) => [.. places.Order()];
}
