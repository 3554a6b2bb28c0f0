using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Indicators;

/// <summary>Reliability of the source: Regulation (EU) 2016/794, Article 29(1).</summary>
public enum SourceCode
{
    A,
    B,
    C,
    X,
}

/// <summary>
/// The 4x4 grid of Article 29: source A to X, information 1 to 4. <see cref="Unassessed"/> is graded X4 and says so:
/// nobody judged it (Article 29(4)).
/// </summary>
[JsonConverter(typeof(EvaluationConverter))]
public sealed record Evaluation(SourceCode? Source, int? Information, bool Assessed = true)
{
    /// <summary>The explicit word <c>unassessed</c>.</summary>
    public static readonly Evaluation Unassessed = new(SourceCode.X, 4, Assessed: false);

    /// <summary>Refusals, relative to <c>evaluation</c>.</summary>
    public IEnumerable<Refusal> Check()
    {
        if (Source is null)
        {
            yield return new("required", "/source", "One of A, B, C, X.");
        }

        if (Information is null or < 1 or > 4)
        {
            yield return new(Information is null ? "required" : "information-code", "/information", "One of 1, 2, 3, 4.");
        }
    }
}

/// <summary>On the wire: <c>{ "source": "B", "information": 2 }</c> or <c>"unassessed"</c>.</summary>
public sealed class EvaluationConverter : JsonConverter<Evaluation>
{
    private const string Word = "unassessed";

    private sealed record Grade(SourceCode? Source, int? Information);

    /// <inheritdoc />
    public override Evaluation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueTextEquals(Word) ? Evaluation.Unassessed : throw new JsonException($"Expected an object or \"{Word}\".");
        }

        var grade = JsonSerializer.Deserialize<Grade>(ref reader, options)!;
        return new(grade.Source, grade.Information);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Evaluation value, JsonSerializerOptions options)
    {
        if (value.Assessed)
        {
            JsonSerializer.Serialize(writer, new Grade(value.Source, value.Information), options);
        }
        else
        {
            writer.WriteStringValue(Word);
        }
    }
}
