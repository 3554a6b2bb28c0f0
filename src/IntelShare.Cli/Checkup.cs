namespace IntelShare.Cli;

/// <summary>What one look at the hub came to.</summary>
/// <param name="Check">What was looked at; a name that stays, for whoever watches by it.</param>
/// <param name="Good">Whether it is as it should be.</param>
/// <param name="Says">What was found.</param>
/// <param name="Do">What to do about it; null where nothing is wrong.</param>
internal sealed record Checkup(string Check, bool Good, string Says, string? Do)
{
    public static Checkup Of(string check, bool good, string says, string @do) => new(check, good, says, good ? null : @do);

    public static Checkup Fine(string check, string says) => new(check, Good: true, says, Do: null);

    public static Checkup Fault(string check, string says, string @do) => new(check, Good: false, says, @do);
}
