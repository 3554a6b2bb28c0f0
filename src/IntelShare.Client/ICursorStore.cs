namespace IntelShare.Client;

/// <summary>How far a follower has come.</summary>
/// <param name="Walk">The walk that it is in.</param>
/// <param name="Cursor">What the hub gave to go on with; null at the beginning.</param>
/// <param name="HasCaughtUp">Whether it has reached the end of the walk once.</param>
public sealed record FeedPlace(int Walk, string? Cursor, bool HasCaughtUp)
{
    /// <summary>Of whoever was told nothing yet.</summary>
    public static readonly FeedPlace Beginning = new(Walk: 1, Cursor: null, HasCaughtUp: false);
}

/// <summary>
/// Where a follower keeps its place. It is saved once all that came before it was taken, so nothing is lost and a page may come
/// twice after a crash. A store that commits what was taken and the place in one transaction has each change once. Whoever loses the place
/// deletes what was taken too: walks are counted from 1 again.
/// </summary>
public interface ICursorStore
{
    /// <summary>The place saved last; null where none was.</summary>
    ValueTask<FeedPlace?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a place. When this returns it must outlive the process.</summary>
    ValueTask SaveAsync(FeedPlace place, CancellationToken cancellationToken);
}
