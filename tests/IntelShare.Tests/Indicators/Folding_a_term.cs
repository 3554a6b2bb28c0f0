using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class Folding_a_term
{
    private static string Fold(string text) => Folding.Fold(text);

    [Theory]
    [InlineData("COKE", "coke")]
    [InlineData("ｃｏｋｅ", "coke")]
    [InlineData("𝓬𝓸𝓴𝓮", "coke")]
    [InlineData("ⒸⓄⓀⒺ", "coke")]
    [InlineData("cocaïne", "cocaine")]
    [InlineData("cocai\u0308ne", "cocaine")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRAẞE", "strasse")]
    [InlineData("Brød", "brod")]
    [InlineData("Łódź", "lodz")]
    [InlineData("ıİI", "iii")]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("οδός", "οδοσ")]
    [InlineData("Ёлки", "елки")]
    [InlineData("ﬁx", "fix")]
    [InlineData("k\u0336o\u0336k\u0336s", "koks")]
    public void unifies_what_is_one_word_to_a_reader(string text, string folded) => Assert.Equal(folded, Fold(text));

    [Theory]
    [InlineData("が")]
    [InlineData("か\u3099")]
    public void keeps_the_marks_of_scripts_where_they_make_another_word(string text) => Assert.NotEqual(Fold("か"), Fold(text));

    [Theory]
    [InlineData("क", "का")]
    [InlineData("का", "कां")]
    public void keeps_hindi_vowels_and_nasals_apart(string one, string other) => Assert.NotEqual(Fold(one), Fold(other));

    [Theory]
    [InlineData("co\u200Bke")]
    [InlineData("co\u200Dke")]
    [InlineData("co\u00ADke")]
    [InlineData("\u202Ecoke\u202C")]
    [InlineData("\u2066coke\u2069")]
    [InlineData("\uFEFFcoke")]
    [InlineData("co\u3164ke")]
    [InlineData("c\u034Foke")]
    [InlineData("coke\uFE0F")]
    [InlineData("coke\U000E0041")]
    public void does_not_see_what_a_reader_does_not_see(string text) => Assert.Equal("coke", Fold(text));

    [Theory]
    [InlineData("❄\uFE0F", "❄")]
    [InlineData("❄\uFE0E", "❄")]
    [InlineData("👍🏽", "👍")]
    [InlineData("👍🏿", "👍")]
    [InlineData("👩🏽\u200D🌾", "👩\u200D🌾")]
    [InlineData("👨\u200D👩\u200D👧\u200D👦", "👨\u200D👩\u200D👧\u200D👦")]
    [InlineData("❤\uFE0F\u200D🔥", "❤\u200D🔥")]
    [InlineData("👩\u200D", "👩")]
    [InlineData("\u200D🌾", "🌾")]
    [InlineData("🏽", "🏽")]
    [InlineData("a🏽", "a 🏽")]
    [InlineData("🇸🇪", "🇸🇪")]
    [InlineData("🇸🇪🇳🇴🇩", "🇸🇪 🇳🇴 🇩")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    [InlineData("🍪⛄📦🪂", "🍪 ⛄ 📦 🪂")]
    [InlineData("🍪 ⛄, 📦\n🪂", "🍪 ⛄ 📦 🪂")]
    [InlineData("job💸5k", "job 💸 5k")]
    public void takes_each_emoji_for_one_token(string text, string folded) => Assert.Equal(folded, Fold(text));

    [Theory]
    [InlineData("👩\u200D🌾", "👩🌾")]
    [InlineData("🌹", "🌹🌹🌹")]
    [InlineData("🏃🔪", "🔪🏃")]
    [InlineData("🏴", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("Ⓜ\uFE0F", "m")]
    [InlineData("ℹ\uFE0F", "i")]
    [InlineData("‼\uFE0F", "")]
    [InlineData("#\uFE0F\u20E3", "*\uFE0F\u20E3")]
    [InlineData("#snö", "snö")]
    public void keeps_apart_what_differs(string one, string other) => Assert.NotEqual(Fold(one), Fold(other));

    [Theory]
    [InlineData("5\uFE0F\u20E3k", "5k")]
    [InlineData("1\u20E30\u20E3", "10")]
    [InlineData("#\uFE0F\u20E3", "#\u20E3")]
    [InlineData("*\uFE0F\u20E31", "*\u20E3 1")]
    public void takes_keycaps_for_digits_and_its_two_signs_for_themselves(string text, string folded) => Assert.Equal(folded, Fold(text));

    [Theory]
    [InlineData("#snö", "#sno")]
    [InlineData("＃Snö", "#sno")]
    [InlineData("#snö#is", "#sno #is")]
    [InlineData("##snö", "#sno")]
    [InlineData("# snö", "sno")]
    [InlineData("#❄\uFE0F", "#❄")]
    [InlineData("snö#", "sno")]
    public void keeps_the_sign_of_a_hashtag(string text, string folded) => Assert.Equal(folded, Fold(text));

    [Theory]
    [InlineData("  lätta…pengar!! ", "latta pengar")]
    [InlineData("job-5k", "job 5k")]
    [InlineData("JOB  5K", "job 5k")]
    [InlineData("don’t", "don t")]
    [InlineData("25€", "25 €")]
    [InlineData("25 €", "25 €")]
    [InlineData("ש\u05DC\u05D5\u05DD!", "שלום")]
    public void makes_one_space_of_whatever_separates(string text, string folded) => Assert.Equal(folded, Fold(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("!! #")]
    [InlineData("\u200B\u200D\uFE0F")]
    [InlineData("\u0301")]
    public void leaves_nothing_of_text_without_a_token(string text) => Assert.Equal("", Fold(text));

    // The runner mends lone surrogates in theory data.
    [Fact]
    public void takes_half_a_character_for_a_separator() => Assert.Equal("a b", Fold("\uDE00a\uD83Db\uFFFE"));

    [Fact]
    public void passes_its_own_test_on_this_machine() => Assert.Null(Folding.SelfTest());

    [Property(Arbitrary = [typeof(UnicodeText)], MaxTest = 2000)]
    public bool twice_changes_nothing(string text) => Fold(Fold(text)) == Fold(text);

    [Property(Arbitrary = [typeof(UnicodeText)], MaxTest = 1000)]
    public bool is_blind_to_surrounding_space_and_variation(string text) => Fold($" {text}\uFE0F ") == Fold(text);

    [Fact]
    public void twice_changes_nothing_for_any_single_character() =>
        Assert.DoesNotContain(
            Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value))
                .Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
                .Select(rune => $"x{rune}👍"),
            text => Fold(Fold(text)) != Fold(text));
}
