namespace IntelShare.OpenIdProvider;

/// <summary>A clock that stands still.</summary>
internal sealed class Still(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
