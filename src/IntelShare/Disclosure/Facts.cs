using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Disclosure;

/// <summary>Words about cases, of the asker or of the owner: never at rest in the clear.</summary>
/// <param name="Justification">Of the request.</param>
/// <param name="Case">The asker's own reference.</param>
/// <param name="Reason">Of a deferral, an answer or a revocation.</param>
/// <param name="Conditions">Of a grant.</param>
public sealed record Words(string? Justification = null, string? Case = null, string? Reason = null, string? Conditions = null)
{
    /// <summary>Says nothing: facts and states are printed in logs and error messages.</summary>
    public override string ToString() => nameof(Words);
}

/// <summary>A member asked an owner. What the request covers stays the owner's to know.</summary>
/// <param name="Asker">Member id.</param>
/// <param name="Owner">Member id.</param>
/// <param name="Asks">What is asked for.</param>
/// <param name="Purpose">With <see cref="Asks.OtherPurpose"/>.</param>
/// <param name="Indicators">The records covered: ids in order, all of them the owner's.</param>
/// <param name="Urgent">Why it is urgent, or null.</param>
/// <param name="Basis">What the clock rests on.</param>
/// <param name="Due">First moment at which the answer is late.</param>
/// <param name="Secret">Justification and case.</param>
/// <param name="At">Receipt: the clock starts here.</param>
public sealed record DisclosureRequested(
    string Asker,
    string Owner,
    Asks Asks,
    Purpose? Purpose,
    Guid[] Indicators,
    UrgentGround? Urgent,
    ClockBasis Basis,
    DateTimeOffset Due,
    Sealed<Words>? Secret,
    DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner told the asker that the answer comes later, why and when.</summary>
/// <param name="To">How far.</param>
/// <param name="Due">The new first moment at which the answer is late.</param>
/// <param name="Secret">The reason.</param>
/// <param name="At">When it said so.</param>
public sealed record DisclosureDeferred(DeferredTo To, DateTimeOffset Due, Sealed<Words>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>An officer of the owner granted the request, whole or narrowed, or refused it.</summary>
/// <param name="Granted">False: refused.</param>
/// <param name="Ground">Of a refusal.</param>
/// <param name="Indicators">Of a grant: the records it was granted for; empty when refused.</param>
/// <param name="Fields">Of a grant of content; null for everything.</param>
/// <param name="Until">Of a grant: first moment without it.</param>
/// <param name="Late">Whether a limit then in force passed without it, whatever a later deferral allowed.</param>
/// <param name="Secret">Reason and conditions.</param>
/// <param name="At">When it was decided.</param>
public sealed record DisclosureAnswered(
    bool Granted,
    RefusalGround? Ground,
    Guid[] Indicators,
    FieldGroup[]? Fields,
    DateTimeOffset? Until,
    bool Late,
    Sealed<Words>? Secret,
    DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner took back what it had granted. The records learn of it as <see cref="DisclosureRevoked"/>.</summary>
/// <param name="Secret">The reason.</param>
/// <param name="At">From here on it binds.</param>
public sealed record DisclosureTakenBack(Sealed<Words>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}
