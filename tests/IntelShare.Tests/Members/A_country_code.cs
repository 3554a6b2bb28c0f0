using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_country_code
{
    [Theory]
    [InlineData("SE")]
    [InlineData("GB")]
    [InlineData("GR")]
    [InlineData("IS")]
    public void is_accepted_as_iso_3166_assigns_it(string code) => Assert.Empty(Country.Check(code, "/country"));

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("EL", "GR")]
    public void is_refused_as_an_alias_naming_the_right_code(string alias, string code)
    {
        var refusal = Assert.Single(Country.Check(alias, "/country"));
        Assert.Equal(("country-alias", "/country"), (refusal.Code, refusal.Pointer));
        Assert.Contains(code, refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("se")]
    [InlineData("EU")]
    [InlineData("XX")]
    [InlineData("SWE")]
    [InlineData("")]
    [InlineData(null)]
    public void is_refused_when_nobody_is_called_so(string? code) => Assert.Equal("unknown-country", Assert.Single(Country.Check(code, "")).Code);

    [Fact]
    public void is_one_of_249() => Assert.Equal(249, Country.All.Count);
}
