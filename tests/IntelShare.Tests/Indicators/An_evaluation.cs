using System.Text.Json;
using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class An_evaluation
{
    private static Evaluation Read(string json) => Samples.Read<Evaluation>(json);

    [Fact]
    public void is_one_of_sixteen_grades()
    {
        foreach (var (source, information) in from source in Enum.GetValues<SourceCode>() from information in Enumerable.Range(1, 4) select (source, information))
        {
            var read = Read($$"""{ "source": "{{source}}", "information": {{information}} }""");
            Assert.Equal(new Evaluation(source, information), read);
            Assert.Empty(read.Check());
        }
    }

    [Fact]
    public void unassessed_is_x4_that_nobody_judged()
    {
        var read = Read("\"unassessed\"");
        Assert.Equal((SourceCode.X, 4, false), (read.Source, read.Information, read.Assessed));
        Assert.Empty(read.Check());
        Assert.Equal("\"unassessed\"", Samples.Write(read));
    }

    [Fact]
    public void x4_is_not_unassessed()
    {
        var read = Read("""{ "source": "X", "information": 4 }""");
        Assert.NotEqual(Evaluation.Unassessed, read);
        Assert.Equal("""{"source":"X","information":4}""", Samples.Write(read));
    }

    [Theory]
    [InlineData("\"Unassessed\"")]
    [InlineData("\"X4\"")]
    [InlineData("4")]
    [InlineData("[]")]
    [InlineData("""{ "source": "a", "information": 1 }""")]
    [InlineData("""{ "source": "D", "information": 1 }""")]
    [InlineData("""{ "source": 0, "information": 1 }""")]
    [InlineData("""{ "source": "A", "information": "1" }""")]
    [InlineData("""{ "source": "A", "information": 1.5 }""")]
    [InlineData("""{ "source": "A", "information": 1, "assessed": false }""")]
    public void is_malformed_otherwise(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Theory]
    [InlineData("{}", "required /source", "required /information")]
    [InlineData("""{ "source": "A" }""", "required /information")]
    [InlineData("""{ "information": 1 }""", "required /source")]
    [InlineData("""{ "source": "A", "information": 0 }""", "information-code /information")]
    [InlineData("""{ "source": "A", "information": 5 }""", "information-code /information")]
    public void is_refused_incomplete_or_off_the_grid(string json, params string[] refusals) =>
        Assert.Equal(refusals, Read(json).Check().Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
}
