namespace IntelShare.Client;

/// <summary>
/// What a follower of the feed is told, in order. Each says in which walk: write that number beside what you keep, and a walk that
/// begins anew (<see cref="Restarted"/>) is reconciled by deleting, once it has <see cref="CaughtUp"/>, whatever still has a smaller one.
/// What is told may come twice: apply it by its id, and twice is once.
/// </summary>
/// <param name="Walk">1, and one more with each restart.</param>
public abstract record Change(int Walk);

/// <summary>A record became readable, or something in it changed: keep this in the place of what you had of it.</summary>
public sealed record Told(int Walk, Guid Id, IndicatorView Indicator) : Change(Walk);

/// <summary>A record is yours no more: delete it, and what was made from it.</summary>
/// <param name="Walk">1, and one more with each restart.</param>
/// <param name="Id">Of the record.</param>
/// <param name="Reason">Withdrawn and erased are final.</param>
/// <param name="Stix">Ids of every STIX object that was made from it but the account itself (<c>user-account</c>): delete that where nothing else refers to it.</param>
public sealed record Removed(int Walk, Guid Id, RemovalReason Reason, IReadOnlyList<string> Stix) : Change(Walk);

/// <summary>
/// The own authority changed, or the hub was restored: everything that may be read is told again, from the beginning, in a new walk. What is
/// not told again was lost without a <see cref="Removed"/>; delete it once the walk has <see cref="CaughtUp"/>.
/// </summary>
public sealed record Restarted(int Walk) : Change(Walk);

/// <summary>
/// Everything that could be read was told in this walk; once a walk. Delete what you keep from an earlier one. A record that is being changed at
/// this moment may be told a second later.
/// </summary>
public sealed record CaughtUp(int Walk) : Change(Walk);

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
