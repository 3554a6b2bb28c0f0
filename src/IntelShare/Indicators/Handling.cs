namespace IntelShare.Indicators;

/// <summary>Europol handling codes (Council document 6243/18).</summary>
public enum HandlingCode
{
    /// <summary>Only for preventing and combating crime; always in force.</summary>
    H0,

    /// <summary>Not to be disclosed in judicial proceedings without the provider's permission.</summary>
    H1,

    /// <summary>Not to be disseminated without the provider's permission.</summary>
    H2,

    /// <summary>Other restrictions, in the provider's own words.</summary>
    H3,
}

/// <summary>Handling codes of a record; H3 says its restriction in <see cref="Conditions"/>.</summary>
/// <param name="Codes">At least one, each once.</param>
/// <param name="Conditions">At most 1,000 code points; with H3 and only then.</param>
public sealed record Handling(HandlingCode[]? Codes, string? Conditions = null)
{
    /// <summary>True when the code is among the record's.</summary>
    public bool Has(HandlingCode code) => Codes is not null && Array.IndexOf(Codes, code) >= 0;

    /// <summary>Refusals, relative to <c>handling</c>.</summary>
    public IEnumerable<Refusal> Check()
    {
        if (Codes is not { Length: > 0 })
        {
            yield return new("required", "/codes", "At least one handling code.");
        }
        else if (Codes.Distinct().Count() != Codes.Length)
        {
            yield return new("repeated", "/codes", "Each code once.");
        }

        foreach (var refusal in Has(HandlingCode.H3) ? Text.Required(Conditions, "/conditions", 1000) : [])
        {
            yield return refusal.Code == "required" ? refusal with { Code = "h3-without-text", Reason = "H3 needs its restriction in words." } : refusal;
        }

        if (Conditions is not null && !Has(HandlingCode.H3))
        {
            yield return new("conditions-without-h3", "/conditions", "A restriction in words is H3.");
        }
    }
}
