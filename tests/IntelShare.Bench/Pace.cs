namespace IntelShare.Bench;

/// <summary>How long and how large. Only <see cref="Full"/> is written down as a baseline.</summary>
/// <param name="Records">Indicators in the database.</param>
/// <param name="Rounds">Rounds of each side, in turns.</param>
/// <param name="WarmUp">Of each side, before the first round, and again until it has answered as often as <paramref name="Warm"/>.</param>
/// <param name="Warm">Answers after which the run-time has compiled what matters for good.</param>
/// <param name="Round">Of one side.</param>
/// <param name="Beside">The output folder of another build, measured in the floor's place: before and after a change.</param>
internal sealed record Pace(int Records, int Rounds, TimeSpan WarmUp, int Warm, TimeSpan Round, string? Beside = null)
{
    public static readonly Pace Full = new(100_000, 5, TimeSpan.FromSeconds(4), 4_000, TimeSpan.FromSeconds(3));

    public static readonly Pace Quick = new(10_000, 3, TimeSpan.FromSeconds(3), 3_000, TimeSpan.FromSeconds(1));
}
