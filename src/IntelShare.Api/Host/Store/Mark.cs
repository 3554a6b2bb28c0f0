using System.Globalization;

namespace IntelShare.Api.Host.Store;

/// <summary>How far a node saw its database come: a number that rises every minute, kept beside the list of what takes away.</summary>
/// <param name="Value">The number.</param>
/// <param name="At">When it was raised to it.</param>
/// <param name="Incarnation">How often the hub had been opened after a restore.</param>
internal sealed record Mark(long Value, DateTimeOffset At, int Incarnation)
{
    public static string PathOf(string list) => list + ".mark";

    /// <summary>The mark beside a list; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">There is one, and it cannot be read: what it said is not known.</exception>
    public static async Task<Mark?> ReadAsync(string list, CancellationToken ct) =>
        !File.Exists(PathOf(list)) ? null
        : (await File.ReadAllTextAsync(PathOf(list), ct)).Split(' ') is [var value, var at, var incarnation] && long.TryParse(value, CultureInfo.InvariantCulture, out var mark)
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var moment) && int.TryParse(incarnation, CultureInfo.InvariantCulture, out var number) ? new(mark, moment, number)
        : throw new InvalidOperationException($"{PathOf(list)} cannot be read, so nobody knows whether the database was restored. Look into it before you move it away.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {At:O} {Incarnation}");
}
