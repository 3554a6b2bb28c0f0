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
/// <param name="Misp">Uuids of what a MISP has of it: the object, then its attributes.</param>
public sealed record Removed(int Walk, Guid Id, RemovalReason Reason, IReadOnlyList<string> Stix, IReadOnlyList<Guid> Misp) : Change(Walk);

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
