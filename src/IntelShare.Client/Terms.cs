using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

/// <summary>The 4x4 grade of source and information (Article 29 of Regulation (EU) 2016/794).</summary>
[JsonConverter(typeof(EvaluationConverter))]
public sealed record Evaluation
{
    /// <summary>A grade.</summary>
    /// <param name="source">Reliability of the source.</param>
    /// <param name="information">1 to 4: accuracy of the information.</param>
    public Evaluation(SourceCode source, int information) => (Source, Information) = (source, information);

    /// <summary>The explicit word that nobody judged it; counts as X4.</summary>
    public static readonly Evaluation Unassessed = new(SourceCode.X, 4) { IsAssessed = false };

    /// <summary>Reliability of the source.</summary>
    public SourceCode Source { get; }

    /// <summary>1 to 4: accuracy of the information.</summary>
    public int Information { get; }

    /// <summary>Whether somebody judged it.</summary>
    public bool IsAssessed { get; private init; } = true;
}

/// <summary>What readers may do with a record.</summary>
/// <param name="Codes">At least one.</param>
/// <param name="Conditions">The owner's own, with H3.</param>
public sealed record Handling(IReadOnlyList<HandlingCode> Codes, string? Conditions = null)
{
    /// <summary>Codes without conditions.</summary>
    public static Handling Of(params HandlingCode[] codes) => new(codes);
}

/// <summary>Whom the owner lets read, know of a hit, or keeps out; audience tokens such as <c>country:FR</c>, <c>member:fr-ofast</c>, <c>task-force:grimm</c>. All empty: nobody.</summary>
public sealed record Release
{
    /// <summary>Who reads it.</summary>
    public IReadOnlyList<string> Full { get; init; } = [];

    /// <summary>Who learns that it is known, and whom to ask.</summary>
    public IReadOnlyList<string> Hit { get; init; } = [];

    /// <summary>Parties and members that are kept out, whatever else is said.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Whether machine feeds may carry it; null: yes for kinds without personal data, no for others.</summary>
    public bool? Feeds { get; init; }
}

/// <summary>Until when a record is kept without being reviewed, and by what law.</summary>
public sealed record Retention(DateOnly ReviewBy, string Basis);

/// <summary>Whom a record is about.</summary>
/// <param name="Categories">At least one.</param>
/// <param name="Age">What is known of it.</param>
/// <param name="Necessity">Why it must be shared; mandatory unless everybody is adult and nobody protected. For the owner's eyes.</param>
public sealed record Subject(IReadOnlyList<SubjectCategory> Categories, Age Age, string? Necessity = null);

/// <summary>On the wire an object, or the word <c>unassessed</c>.</summary>
internal sealed class EvaluationConverter : JsonConverter<Evaluation>
{
    private const string Word = "unassessed";

    internal sealed record Grade(SourceCode Source, int Information);

    public override Evaluation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? reader.ValueTextEquals(Word) ? Evaluation.Unassessed : throw new JsonException($"Expected an object or \"{Word}\".")
            : JsonSerializer.Deserialize<Grade>(ref reader, options) is { } grade ? new(grade.Source, grade.Information) : throw new JsonException("Expected a grade.");

    public override void Write(Utf8JsonWriter writer, Evaluation value, JsonSerializerOptions options)
    {
        if (value.IsAssessed)
        {
            JsonSerializer.Serialize(writer, new Grade(value.Source, value.Information), options);
        }
        else
        {
            writer.WriteStringValue(Word);
        }
    }
}
