namespace IntelShare.Tests;

public sealed class A_text
{
    private static IEnumerable<string> Required(string? text) => Text.Required(text, "/x", 5).Select(refusal => refusal.Code);

    private static IEnumerable<string> Optional(string? text) => Text.Optional(text, "/x", 5).Select(refusal => refusal.Code);

    [Theory]
    [InlineData("snö")]
    [InlineData("a\tb\n")]
    [InlineData("👩🏽\u200D🌾")]
    [InlineData("\u202Ea")]
    public void is_kept_as_it_is(string text) => Assert.Equal((0, 0), (Required(text).Count(), Optional(text).Count()));

    [Theory]
    [InlineData("a\uFFFE")]
    [InlineData("\uFDD0")]
    [InlineData("\uFDEF")]
    [InlineData("\U0001FFFF")]
    [InlineData("\U0010FFFE")]
    [InlineData("a\0")]
    [InlineData("a\r\n")]
    [InlineData("\u007F")]
    [InlineData("\u0085x")]
    public void is_refused_with_what_is_no_character(string text)
    {
        Assert.Equal(["text-not-clean"], Optional(text));
        Assert.False(Text.IsClean(text));
    }

    // Halves of a character do not survive as attribute values.
    [Fact]
    public void is_refused_with_half_a_character() => Assert.All(["\uD83D", "\uDE00a", "a\uD83D", "\uD83D\uD83D\uDE00"], is_refused_with_what_is_no_character);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n\u00A0\u3000")]
    [InlineData("\u200B\u2060\uFEFF\u3164\uFE0F\u202E")]
    public void is_missing_where_nothing_is_to_be_seen(string? text) => Assert.Equal(["required"], Required(text));

    [Fact]
    public void is_counted_in_code_points()
    {
        Assert.Equal(5, Text.Length("❄🍕🍕a\u0301"));
        Assert.Empty(Optional("🍕🍕🍕🍕🍕"));
        Assert.Equal(["too-long"], Optional("🍕🍕🍕🍕🍕🍕"));
        Assert.Equal(2, Text.Length("\uD83Da"));
    }

    [Fact]
    public void may_be_absent_where_it_is_optional() => Assert.Empty(Optional(null));
}
