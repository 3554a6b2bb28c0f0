using System.Text.Json.Serialization;

namespace IntelShare.Indicators;

/// <summary>How the person stands to the crime: Regulation (EU) 2016/794, Annex II.</summary>
public enum SubjectCategory
{
    Suspect,
    Convicted,
    Potential,
    Contact,
    Associate,
    Victim,
    Witness,
    Informant,
}

/// <summary>Age as far as known. Unknown is protected like a minor.</summary>
public enum Age
{
    Adult,
    Minor,
    Unknown,
}

/// <summary>Whom a record of a personal kind is about. A recruited minor is victim and suspect at once; both are kept.</summary>
/// <param name="Categories">At least one, each once.</param>
/// <param name="Age">Mandatory.</param>
/// <param name="Necessity">Why processing is strictly necessary (Article 30(1)); mandatory for protected persons, at most 1,000 code points.</param>
public sealed record Subject(SubjectCategory[]? Categories, Age? Age, string? Necessity = null)
{
    /// <summary>Article 30(1) and (3): under 18 or perhaps so, victim, witness or informant; only individually cleared officers read it.</summary>
    [JsonIgnore]
    public bool IsProtected =>
        Age is not Indicators.Age.Adult || IsVulnerable;

    private bool IsVulnerable => Categories?.Any(c => c is SubjectCategory.Victim or SubjectCategory.Witness or SubjectCategory.Informant) == true;

    /// <summary>Refusals, relative to <c>subject</c>.</summary>
    public IEnumerable<Refusal> Check()
    {
        if (Categories is not { Length: > 0 })
        {
            yield return new("required", "/categories", "At least one category of Annex II.");
        }
        else if (Categories.Distinct().Count() != Categories.Length)
        {
            yield return new("repeated", "/categories", "Each category once.");
        }

        if (Age is null)
        {
            yield return new("required", "/age", "adult, minor or unknown.");
        }

        foreach (var refusal in IsProtected && (Age is not null || IsVulnerable) ? Text.Required(Necessity, "/necessity", 1000) : Text.Optional(Necessity, "/necessity", 1000))
        {
            yield return refusal.Code == "required"
                ? refusal with { Code = "necessity-required", Reason = "A protected person needs a statement of strict necessity." }
                : refusal;
        }
    }
}
