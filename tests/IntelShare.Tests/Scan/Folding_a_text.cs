using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

public sealed class Folding_a_text
{
    [Fact]
    public void follows_unicode_17() => Assert.Equal("17.0.0", CharacterTable.Version);

    [Fact]
    public void agrees_with_the_platform_on_every_character_it_knows() =>
        Assert.Empty(
            from value in Enumerable.Range(0, 0x110000)
            where Rune.IsValid(value) && IsKnown(new(value))
            from text in new[] { $"x{new Rune(value)}\u0301y", $"か{new Rune(value)}\u0316\u0301 #{new Rune(value)}" }
            where Folding.Fold(text) != SlowFolding.Fold(text)
            select $"{value:X}: {Folding.Fold(text)} and not {SlowFolding.Fold(text)}");

    [Property(Arbitrary = [typeof(UnicodeText)], MaxTest = 5000)]
    public void agrees_with_the_platform_on_any_text(string text)
    {
        var known = string.Concat(text.EnumerateRunes().Where(IsKnown));
        Assert.Equal(SlowFolding.Fold(known), Folding.Fold(known));
    }

    /// <summary>What is folded many characters at a time, in any mixture and at any place of a block.</summary>
    [Property(Arbitrary = [typeof(TextOfManyScripts)], MaxTest = 5000)]
    public void agrees_with_the_platform_and_knows_the_way_back_where_scripts_mix(string text)
    {
        Assert.Equal(SlowFolding.Fold(text), Folding.Fold(text));
        var utf8 = Encoding.UTF8.GetBytes(text);
        var folded = new FoldedText();
        folded.Append(utf8);
        for (var i = 1; i < folded.Count; i++)
        {
            var (start, end) = folded.Source(i, i, 0, folded.Anchors);
            Assert.Equal(Encoding.UTF8.GetString(folded.Token(i)), Folding.Fold(Encoding.UTF8.GetString(utf8[start..end])).TrimStart('#'));
        }
    }

    /// <summary>A text may end within a character, and the next begin with what is left of it.</summary>
    [Property(Arbitrary = [typeof(TextOfManyScripts)], MaxTest = 2000)]
    public void folds_texts_in_a_row_as_each_alone_wherever_they_are_cut(string text, byte place, byte broken)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var cut = place % (utf8.Length + 1);
        utf8[broken % utf8.Length] = broken;
        var folded = new FoldedText();
        folded.Append(utf8, 0, cut);
        folded.Append(utf8, cut, utf8.Length);
        Assert.Equal([.. Alone(utf8[..cut]), .. Alone(utf8[cut..])], Enumerable.Range(0, folded.Count).Select(index => Convert.ToHexString(folded.Token(index))));

        static IEnumerable<string> Alone(byte[] utf8)
        {
            var folded = new FoldedText();
            folded.Append(utf8);
            return [.. Enumerable.Range(0, folded.Count).Select(index => Convert.ToHexString(folded.Token(index)))];
        }
    }

    [Fact]
    public void joins_no_emoji_over_a_tag() => Assert.Equal(SlowFolding.Fold("👍\u200D\U000E0067$"), Folding.Fold("👍\u200D\U000E0067$"));

    [Fact]
    public void says_the_same_of_every_character_twice() =>
        Assert.Empty(
            from value in Enumerable.Range(0, 0x110000)
            where Rune.IsValid(value)
            let folded = Folding.Fold($"x{new Rune(value)}👍か{new Rune(value)}")
            where Folding.Fold(folded) != folded
            select $"{value:X}");

    /// <summary>Every line of emoji-test.txt 17.0, in all its qualifications.</summary>
    [Fact]
    public void takes_every_emoji_for_one_token_whatever_its_qualification()
    {
        var emoji = File.ReadAllLines(Path.Combine(House.Root, "tests/IntelShare.Tests/Scan/emoji.txt"));
        Assert.Equal(5225, emoji.Length);
        Assert.All(emoji, one =>
        {
            var folded = Folding.Fold(one);
            Assert.NotEqual("", folded);
            Assert.DoesNotContain(' ', folded);
            Assert.Equal(folded, Folding.Fold(one.Replace("\uFE0F", "", StringComparison.Ordinal)));
            Assert.Equal(folded, Folding.Fold(one + "\uFE0F"));
        });
        // Skin tones and the keycaps of digits alone fold to what another emoji, or a digit, folds to.
        var tones = emoji.Where(one => one.EnumerateRunes().Skip(1).Any(rune => rune.Value is >= 0x1F3FB and <= 0x1F3FF)).ToHashSet();
        var untoned = emoji.Except(tones).GroupBy(one => one.Replace("\uFE0F", "", StringComparison.Ordinal)).ToList();
        Assert.Equal(untoned.Count, untoned.Select(group => Folding.Fold(group.Key)).Distinct().Count());
    }

    [Theory]
    [InlineData("pêche", "péché", Kept.Marks)]
    [InlineData("brød", "brod", Kept.Marks)]
    [InlineData("שָלום", "שלום", Kept.Marks)]
    [InlineData("e\u0301te", "ete", Kept.Marks)]
    [InlineData("👍🏽", "👍", Kept.SkinTones)]
    public void keeps_apart_only_on_request(string one, string other, Kept kept)
    {
        Assert.Equal(Tokens(one, Kept.None), Tokens(other, Kept.None));
        Assert.NotEqual(Tokens(one, kept), Tokens(other, kept));
    }

    [Theory]
    [InlineData("e\u0301te\u0301", "ÉTÉ")]
    [InlineData("ậ", "a\u0302\u0323")]
    [InlineData("STRASSE", "straße")]
    [InlineData("각", "\u1100\u1161\u11A8")]
    [InlineData("漢\uA953\u0338", "漢\u0338\uA953")]
    [InlineData("\uA930\uA953\u0338", "\uA930\u0338\uA953")]
    public void takes_one_spelling_of_marks_for_another(string one, string other) =>
        Assert.All([Kept.None, Kept.Marks, Kept.Marks | Kept.SkinTones], kept => Assert.Equal(Tokens(one, kept), Tokens(other, kept)));

    [Fact]
    public void remembers_no_marks_of_the_text_before()
    {
        var folded = new FoldedText();
        folded.Append(Encoding.UTF8.GetBytes("漢\u0323"));
        folded.Clear();
        folded.Append(Encoding.UTF8.GetBytes("ab漢\u0338"));
        Assert.Equal("漢\u0338", Encoding.UTF8.GetString(folded.Token(2)));
    }

    private static List<string> Tokens(string text, Kept kept)
    {
        var folded = new FoldedText(kept);
        folded.Append(Encoding.UTF8.GetBytes(text));
        return [.. Enumerable.Range(0, folded.Count).Select(index => Encoding.UTF8.GetString(folded.Token(index)))];
    }

    // What Unicode 16 brought, ICU may not have yet.
    private static bool IsKnown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse) && rune.Value is not (
            0x0897 or 0x1C89 or 0x1C8A or (>= 0xA7CB and <= 0xA7DC) or (>= 0x105C0 and < 0x10600) or (>= 0x10D40 and < 0x10D90) or
            (>= 0x11380 and < 0x11400) or (>= 0x16100 and < 0x16140) or (>= 0x16D40 and < 0x16D80) or (>= 0x1CC00 and < 0x1CD00) or (>= 0x1E5D0 and < 0x1E600));
}
