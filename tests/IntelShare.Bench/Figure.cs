using System.Text.Json.Serialization;

namespace IntelShare.Bench;

/// <summary>One claim as measured.</summary>
/// <param name="Claim">In words.</param>
/// <param name="Unit">Of <paramref name="Ours"/> and <paramref name="Floor"/>.</param>
/// <param name="Ours">Median.</param>
/// <param name="Floor">Median; null where there is none.</param>
/// <param name="Ratio">Median of the ratios of neighbouring rounds; null without a floor, and where the promise is about ours.</param>
/// <param name="Spread">Smallest and largest: of the ratios, or of ours without one.</param>
/// <param name="Goal">At least for ratios and rates, at most for the rest; null for a figure that nobody promised.</param>
/// <param name="Note">What else was seen.</param>
internal sealed record Figure(string Claim, string Unit, double Ours, double? Floor, double? Ratio, Spread Spread, double? Goal, string Note)
{
    public bool? Holds => Goal is null ? null : IsAtLeast ? (Ratio ?? Ours) >= Goal : Ours <= Goal;

    [JsonIgnore]
    public bool IsAtLeast => Ratio is not null || Unit.EndsWith("/s", StringComparison.Ordinal);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>Smallest and largest.</summary>
internal sealed record Spread(double Least, double Most);
