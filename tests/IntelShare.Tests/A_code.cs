using System.Text.Json;
using System.Text.RegularExpressions;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests;

public sealed class A_code
{
    private static readonly JsonSerializerOptions Coded = new() { Converters = { new CodeConverter() } };

    private enum Spelled { OperationalAnalysis, Now, A, H0, No }

    public static TheoryData<Type> Lists => [.. typeof(Codes).Assembly.GetExportedTypes().Where(type => type.IsEnum)];

    [Fact]
    public void is_the_name_in_kebab_case_but_for_names_of_two_letters_or_fewer() => Assert.Equal(["operational-analysis", "now", "A", "H0", "No"], Codes.Of<Spelled>());

    [Theory]
    [MemberData(nameof(Lists))]
    public void comes_back_as_the_member_it_stands_for(Type list)
    {
        foreach (var member in Enum.GetValues(list))
        {
            var json = Samples.Write(member);
            Assert.Matches(new Regex("^\"([a-z]+(-[a-z]+)*|[A-Z][0-9]?)\"$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture), json);
            Assert.Equal(member, JsonSerializer.Deserialize(json, list, Coded));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void stands_for_one_member_alone(Type list)
    {
        var codes = Enum.GetValues(list).Cast<object>().Select(Samples.Write).ToArray();
        Assert.Equal(codes.Length, codes.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("Cross-Checking")]
    [InlineData("CrossChecking")]
    [InlineData("crossChecking")]
    [InlineData("cross-checking ")]
    [InlineData("0")]
    [InlineData("cross-checking,strategic-analysis")]
    [InlineData("")]
    [InlineData(null)]
    public void is_read_exactly_as_published(string? code) => Assert.False(Codes.TryRead<Purpose>(code, out _));

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("\"0\"")]
    [InlineData("\"h0\"")]
    [InlineData("\"H0, H1\"")]
    public void is_malformed_in_any_other_form(string json) => Assert.Throws<JsonException>(() => Samples.Read<HandlingCode>(json));

    [Fact]
    public void is_published_in_the_order_of_the_law()
    {
        Assert.Equal(["H0", "H1", "H2", "H3"], Codes.Of<HandlingCode>());
        Assert.Equal(["cross-checking", "strategic-analysis", "operational-analysis", "information-exchange"], Codes.Of<Purpose>());
        Assert.Equal(31, Codes.Of<CrimeArea>().Count);
    }

    [Fact]
    public void can_name_a_property() => Assert.Equal("{\"cross-checking\":1}", Samples.Write(new Dictionary<Purpose, int> { [Purpose.CrossChecking] = 1 }));
}
