using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class A_handling
{
    private static IEnumerable<string> Check(string? conditions, params HandlingCode[]? codes) =>
        new Handling(codes, conditions).Check().Select(refusal => $"{refusal.Code} {refusal.Pointer}");

    [Fact]
    public void may_hold_all_codes_at_once() => Assert.Empty(Check("Ask first.", HandlingCode.H0, HandlingCode.H1, HandlingCode.H2, HandlingCode.H3));

    [Theory]
    [InlineData(HandlingCode.H0)]
    [InlineData(HandlingCode.H1)]
    [InlineData(HandlingCode.H2)]
    public void may_hold_one_code_without_words(HandlingCode code) => Assert.Empty(Check(null, code));

    [Fact]
    public void is_refused_without_a_code()
    {
        Assert.Equal(["required /codes"], Check(null, null));
        Assert.Equal(["required /codes"], Check(null));
    }

    [Fact]
    public void is_refused_with_a_code_twice() => Assert.Equal(["repeated /codes"], Check(null, HandlingCode.H1, HandlingCode.H1));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("\u200B\uFE0F")]
    public void is_refused_as_h3_without_words(string? words) => Assert.Equal(["h3-without-text /conditions"], Check(words, HandlingCode.H3));

    [Fact]
    public void is_refused_as_h3_with_more_than_a_thousand_code_points()
    {
        Assert.Empty(Check(string.Concat(Enumerable.Repeat("❄", 1000)), HandlingCode.H3));
        Assert.Equal(["too-long /conditions"], Check(new string('x', 1001), HandlingCode.H3));
    }

    [Fact]
    public void is_refused_with_words_but_without_h3() => Assert.Equal(["conditions-without-h3 /conditions"], Check("Ask first.", HandlingCode.H0, HandlingCode.H2));
}
