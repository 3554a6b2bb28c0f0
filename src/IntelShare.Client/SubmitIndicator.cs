using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

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
