using System.Collections.Immutable;

namespace IntelShare.Indicators;

/// <summary>
/// A release that stood before the present one: how the law tells by which fact a reader was last let in. Kept only back to
/// the fact that last told readers something new, for nobody's place in a list is older than that.
/// </summary>
/// <param name="Version">The version that fact made.</param>
/// <param name="Release">As it stood.</param>
/// <param name="FullSince">Of that release.</param>
public sealed record Standing(int Version, Release Release, ImmutableDictionary<string, DateTimeOffset> FullSince)
{
    /// <summary>Of that release.</summary>
    public ImmutableDictionary<string, DateTimeOffset> HitSince { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;
}
