using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Misp;

namespace IntelShare.Tests.Misp;

public sealed class Writing_code_points
{
    [Theory]
    [InlineData("🍕", "U+1F355")]
    [InlineData("❄️", "❄️")]
    [InlineData("🍕 tonight", "U+1F355 tonight")]
    [InlineData("a🍕", "aU+1F355")]
    [InlineData("🍕a", "U+1F355 U+0061")]
    [InlineData("🍕🍕", "U+1F355 U+1F355")]
    [InlineData("🍕 🍕", "U+1F355 U+0020 U+1F355")]
    [InlineData("👨‍💻", "U+1F468 U+200D U+1F4BB")]
    [InlineData("❄️🔌", "❄️U+1F50C")]
    [InlineData("U+1F355", "U+0055+1F355")]
    [InlineData("U+0055+1F355", "U+0055+0055+1F355")]
    [InlineData("🍕U+1F355", "U+1F355 U+0055+1F355")]
    [InlineData("🍕 U+0041", "U+1F355 U+0020 U+0055+0041")]
    [InlineData("U+1", "U+1")]
    [InlineData("U+1234567", "U+1234567")]
    [InlineData("U+D800", "U+0055+D800")]
    public void spells_what_three_bytes_do_not_hold_and_reads_it_back(string text, string written)
    {
        Assert.Equal(written, CodePoints.Write(text));
        Assert.Equal(text, CodePoints.Read(written));
    }

    [Property(Arbitrary = [typeof(HalfWritten)], MaxTest = 2000)]
    public void loses_nothing(string text)
    {
        var written = CodePoints.Write(text);
        Assert.All(written.EnumerateRunes(), rune => Assert.True(rune.IsBmp));
        Assert.Equal(text, CodePoints.Read(written));
    }

    [Theory]
    [InlineData("U+1f355", "🍕")]
    [InlineData("U+1F355", "🍕")]
    [InlineData("two U+1F355, please", "two 🍕, please")]
    [InlineData("U+2744", "U+2744")]
    [InlineData("U+110000", "U+110000")]
    [InlineData("U+1F355 U+zz", "🍕 U+zz")]
    public void reads_what_others_wrote_so(string text, string read) => Assert.Equal(read, CodePoints.Read(text));

    [Theory]
    [InlineData("🍕", "SLICE OF PIZZA")]
    [InlineData("🍕 and 🍕🔌", "SLICE OF PIZZA, ELECTRIC PLUG")]
    [InlineData("𝓬𝓱", "c, h")]
    [InlineData("𠀀", null)]
    [InlineData("pizza ❄️", null)]
    public void names_them_for_people(string text, string? names) => Assert.Equal(names, CodePoints.NamesIn(text));

    /// <summary>Texts that hold what code points look like.</summary>
    private sealed class HalfWritten
    {
        public static Arbitrary<string> Texts() => (
            from pieces in Gen.OneOf(Unicode.Text, Gen.Elements("U+1F355", "U+", "U", "+", "0055", "1F355", " ", "f", "🍕", "\u200D", "U+0055+", "U+0020", "U+FFFFFF")).ListOf()
            select string.Concat(string.Concat(pieces).EnumerateRunes().Select(rune => rune.ToString()))).ToArbitrary();
    }
}
