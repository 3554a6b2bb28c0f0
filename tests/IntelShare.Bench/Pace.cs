namespace IntelShare.Bench;

/// <summary>How long and how large. Only <see cref="Full"/> is written down as a baseline.</summary>
/// <param name="Records">Indicators in the database.</param>
/// <param name="Rounds">Rounds of each side, in turns.</param>
/// <param name="WarmUp">Of each side, before the first round.</param>
/// <param name="Round">Of one side.</param>
internal sealed record Pace(int Records, int Rounds, TimeSpan WarmUp, TimeSpan Round)
{
    public static readonly Pace Full = new(100_000, 9, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(3));

    public static readonly Pace Quick = new(10_000, 3, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));
}
