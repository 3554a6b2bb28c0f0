namespace IntelShare.Stix;

/// <summary>
/// The code of information (Article 29(2)) beside <c>confidence</c>: STIX 2.1 has a scale for Admiralty credibility, appendix A, and none for the 4x4 grid. Its
/// three upper steps serve; 4 is no doubt but an absence of judgement, so it is left out, and so is what STIX calls doubtful or improbable.
/// </summary>
internal static class Confidence
{
    /// <summary>0 to 100, or null.</summary>
    public static int? Of(int? information) => information switch { 1 => 90, 2 => 70, 3 => 50, _ => null };

    /// <summary>1 to 3, or null.</summary>
    public static int? Information(int confidence) => confidence switch { >= 80 => 1, >= 60 => 2, >= 40 => 3, _ => null };
}
