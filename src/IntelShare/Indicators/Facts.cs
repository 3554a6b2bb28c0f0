namespace IntelShare.Indicators;

/// <summary>A fact that carries a secret, of whatever shape: the writing door seals it before it is stored.</summary>
public interface ICarrySecret
{
    /// <summary>What is to be sealed; null when the fact has no secret, or a closed one.</summary>
    object? Open { get; }

    /// <summary>The same fact with its secret in this box.</summary>
    object Closed(byte[] box, string fact, int version);
}

/// <summary>A record began. Its owner changes only where one that leaves has a successor.</summary>
/// <param name="Owner">Member id.</param>
/// <param name="Kind">Wire name of the kind.</param>
/// <param name="Content">The content of a kind without personal data; null for personal kinds, whose content is in <paramref name="Secret"/>.</param>
/// <param name="Secret">Sealed part, or null.</param>
/// <param name="Protected">Whether it is about a protected person; kept in the clear because the law asks it of every reader.</param>
public sealed record IndicatorSubmitted(
    string Owner,
    string Kind,
    IndicatorContent? Content,
    Sealed<Confidential>? Secret,
    bool Protected,
    Evaluation Evaluation,
    Handling Handling,
    Release Release,
    Members.Purpose[] Purposes,
    CrimeArea[] CrimeAreas,
    Retention Retention,
    DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner replaced whole members of its record; the fact holds all of them as they are now.</summary>
/// <param name="TellsReaders">Whether a reader sees any difference: a change of what only the owner sees, or of nothing, must not show in a list.</param>
public sealed record IndicatorAmended(
    IndicatorContent? Content,
    Sealed<Confidential>? Secret,
    bool Protected,
    Evaluation Evaluation,
    Handling Handling,
    Members.Purpose[] Purposes,
    CrimeArea[] CrimeAreas,
    Retention Retention,
    bool TellsReaders,
    DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner graded its record anew; tells readers something new, always.</summary>
/// <param name="Evaluation">As it is now; never what it was before.</param>
/// <param name="Secret">The reason, in <see cref="Confidential.Words"/>; told to the owner only.</param>
/// <param name="Proposal">The recipient's proposal that the owner accepted; null when it acted by itself.</param>
/// <param name="At">The moment of the new grade.</param>
public sealed record IndicatorReevaluated(Evaluation Evaluation, Sealed<Confidential>? Secret, Guid? Proposal, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner changed whom it lets read.</summary>
public sealed record ReleaseChanged(Release Release, DateTimeOffset At);

/// <summary>An officer of a reader accepted the record's own conditions (H3) as they stood; a change of their text ends it.</summary>
public sealed record HandlingAcknowledged(string Member, string Officer, DateTimeOffset At);

/// <summary>The owner granted a disclosure request for this record; a later grant of the same to the same member stands in its place.</summary>
/// <param name="Request">The disclosure request it answers.</param>
/// <param name="Member">Member id of the grantee.</param>
/// <param name="Asks">What was asked and granted.</param>
/// <param name="Purpose">With <see cref="Asks.OtherPurpose"/>.</param>
/// <param name="Fields">With <see cref="Asks.Content"/>; null for everything.</param>
/// <param name="Secret">The conditions, in <see cref="Confidential.Words"/>.</param>
/// <param name="Until">First moment without the grant.</param>
/// <param name="At">When it was decided.</param>
public sealed record DisclosureGranted(
    Guid Request, string Member, Asks Asks, Members.Purpose? Purpose, FieldGroup[]? Fields, Sealed<Confidential>? Secret, DateTimeOffset Until, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner took a grant back; binds at the next answer.</summary>
public sealed record DisclosureRevoked(Guid Request, DateTimeOffset At);

/// <summary>The owner decided at a review to keep its record longer, or shorter (Article 31(2)).</summary>
/// <param name="ReviewBy">Last day (UTC) without another decision.</param>
/// <param name="Secret">The reason, in <see cref="Confidential.Words"/>; told to the owner only.</param>
/// <param name="At">The moment of the decision.</param>
/// <param name="TellsReaders">Whether readers are told of the other day; absent in facts from before they were.</param>
public sealed record RetentionExtended(DateOnly ReviewBy, Sealed<Confidential>? Secret, DateTimeOffset At, bool? TellsReaders = null) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner keeps its record for one ground alone, instead of erasing it (Article 31(6)); binds at the next answer.</summary>
/// <param name="Ground">Why it is kept.</param>
/// <param name="Secret">The reason, in <see cref="Confidential.Words"/>; told to the owner only.</param>
/// <param name="At">The moment of the restriction.</param>
public sealed record IndicatorRestricted(RestrictionGround Ground, Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The ground of a restriction is gone; readers find the record again as something new.</summary>
/// <param name="Secret">The reason, in <see cref="Confidential.Words"/>; told to the owner only.</param>
/// <param name="At">The moment of lifting.</param>
public sealed record RestrictionLifted(Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The record became the successor's of an owner that left; readers are told anew, whose it is now being part of it.</summary>
/// <param name="From">Member id of the owner that left.</param>
/// <param name="To">Member id of the successor.</param>
/// <param name="At">The moment of the handover.</param>
public sealed record IndicatorHandedOver(string From, string To, DateTimeOffset At);

/// <summary>The content is gone: the record's key and match keys left in the transaction of this fact, which holds no personal data. Final.</summary>
/// <param name="Ground">Why.</param>
/// <param name="Basis">Legal basis; at most 200 code points.</param>
/// <param name="At">The moment of erasure.</param>
public sealed record IndicatorErased(ErasureGround Ground, string Basis, DateTimeOffset At);

/// <summary>The owner took its record back; final.</summary>
/// <param name="Reason">At most 500 code points; told to the owner only.</param>
/// <param name="At">The moment of withdrawal.</param>
public sealed record IndicatorWithdrawn(string Reason, DateTimeOffset At);
