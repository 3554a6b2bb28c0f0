namespace IntelShare.Audit;

/// <summary>
/// A month of a log, and all after it, that is kept beyond its three years. Two officers of its agency place a hold, and two lift one: an act of one
/// alone changes nothing that is kept.
/// </summary>
/// <param name="Month">Its first day.</param>
/// <param name="Placed">By the first officer.</param>
/// <param name="Confirmed">By another: from then on the hold stands.</param>
/// <param name="Lifting">By the first who would lift it.</param>
/// <param name="Lifted">By another than that: then it is over.</param>
public sealed record Hold(DateOnly Month, HoldAct Placed, HoldAct? Confirmed = null, HoldAct? Lifting = null, HoldAct? Lifted = null)
{
    public HoldState State => this switch
    {
        { Lifted: not null } => HoldState.Lifted,
        { Lifting: not null } => HoldState.LiftingProposed,
        { Confirmed: not null } => HoldState.Standing,
        _ => HoldState.Proposed,
    };

    /// <summary>An officer wants the month kept: confirms what another placed, and takes back that lifting was proposed.</summary>
    public Hold Place(string officer, DateTimeOffset now) => this with
    {
        Confirmed = Confirmed ?? (IsSame(officer, Placed) ? null : new(officer, now)),
        Lifting = null,
    };

    /// <summary>An officer wants the month kept no longer. What was never confirmed is over at once.</summary>
    public Hold Lift(string officer, DateTimeOffset now) => this switch
    {
        { Confirmed: null } => this with { Lifted = new(officer, now) },
        { Lifting: null } => this with { Lifting = new(officer, now) },
        { Lifting: { } first } when IsSame(officer, first) => this,
        _ => this with { Lifted = new(officer, now) },
    };

    /// <summary>One officer's name comes in other letters from another provider.</summary>
    private static bool IsSame(string officer, HoldAct act) => string.Equals(officer.Trim(), act.Officer.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>Who, and when.</summary>
/// <param name="Officer">As in its tokens.</param>
public sealed record HoldAct(string Officer, DateTimeOffset At);

/// <summary>How far two officers have come.</summary>
public enum HoldState
{
    /// <summary>By one; the month is not kept yet.</summary>
    Proposed,

    /// <summary>The month is kept.</summary>
    Standing,

    /// <summary>One would lift it; the month is kept.</summary>
    LiftingProposed,

    Lifted,
}
