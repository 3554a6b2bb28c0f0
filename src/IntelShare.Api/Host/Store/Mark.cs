using System.Globalization;

namespace IntelShare.Api.Host.Store;

/// <summary>How far a node saw its database come: a number that rises every minute, kept beside the list of what takes away.</summary>
internal sealed record Mark(long Value, DateTimeOffset At)
{
    public static string PathOf(string list) => list + ".mark";

    /// <summary>The mark beside a list; null where there is none.</summary>
    public static async Task<Mark?> ReadAsync(string list, CancellationToken ct) =>
        File.Exists(PathOf(list)) && (await File.ReadAllTextAsync(PathOf(list), ct)).Split(' ') is [var value, var at]
            ? new(long.Parse(value, CultureInfo.InvariantCulture), DateTimeOffset.Parse(at, CultureInfo.InvariantCulture))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {At:O}");
}
