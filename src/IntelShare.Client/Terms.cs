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

/// <summary>A record to be shared. Nothing of it is guessed: what is missing is refused with 422 and listed.</summary>
public sealed record SubmitIndicator
{
    /// <summary>What it is, by its content.</summary>
    public IndicatorKind Kind => Content.Kind;

    public required IndicatorContent Content { get; init; }

    public required Evaluation Evaluation { get; init; }

    public required Handling Handling { get; init; }

    public required Release Release { get; init; }

    /// <summary>What it may be used for.</summary>
    public required IReadOnlyList<Purpose> Purposes { get; init; }

    public required IReadOnlyList<CrimeArea> CrimeAreas { get; init; }

    public required Retention Retention { get; init; }

    /// <summary>Mandatory with personal kinds, refused with others.</summary>
    public Subject? Subject { get; init; }

    /// <summary>The owner's own name for it, which nobody else is told.</summary>
    public string? Reference { get; init; }
}

/// <summary>The answer to a submission: the same whether or not others hold the value.</summary>
/// <param name="Id">Of the record.</param>
public sealed record Submitted(Guid Id);

/// <summary>What changes in an own record: members that are given replace those that stand, whole.</summary>
public sealed record AmendIndicator
{
    public IndicatorContent? Content { get; init; }

    public Evaluation? Evaluation { get; init; }

    public Handling? Handling { get; init; }

    public IReadOnlyList<Purpose>? Purposes { get; init; }

    public IReadOnlyList<CrimeArea>? CrimeAreas { get; init; }

    public Subject? Subject { get; init; }

    public string? Reference { get; init; }

    /// <summary>Takes the reference away.</summary>
    [JsonIgnore]
    public bool DropsReference { get; init; }

    internal JsonElement Patch()
    {
        var patch = JsonSerializer.SerializeToNode(this, Json.Wire)!;
        if (DropsReference)
        {
            patch["reference"] = null;
        }

        return JsonSerializer.SerializeToElement(patch);
    }
}

/// <summary>An own record to be taken back, for good.</summary>
/// <param name="Reason">Told to the owner only, in its history.</param>
public sealed record WithdrawIndicator(string Reason);

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
