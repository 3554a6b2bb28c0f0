namespace IntelShare.Indicators;

/// <summary>Until when the record is kept without a new decision: Regulation (EU) 2016/794, Article 31.</summary>
/// <param name="ReviewBy">Last day (UTC); after today, at most 3 years ahead, 1 year for protected persons.</param>
/// <param name="Basis">Legal basis in the owner's words; at most 200 code points.</param>
public sealed record Retention(DateOnly? ReviewBy, string? Basis)
{
    /// <summary>Refusals, relative to <c>retention</c>.</summary>
    public IEnumerable<Refusal> Check(DateOnly today, bool isProtected)
    {
        var (years, most) = isProtected ? (1, "At most 1 year ahead for protected persons.") : (3, "At most 3 years ahead.");
        if (ReviewBy is null)
        {
            yield return new("required", "/reviewBy", "The last day before review, as YYYY-MM-DD.");
        }
        else if (ReviewBy <= today)
        {
            yield return new("review-in-the-past", "/reviewBy", "The review day lies after today.");
        }
        else if (ReviewBy > today.AddYears(years))
        {
            yield return new("review-too-late", "/reviewBy", most);
        }

        foreach (var refusal in Text.Required(Basis, "/basis", 200))
        {
            yield return refusal;
        }
    }
}
