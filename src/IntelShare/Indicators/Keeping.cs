using IntelShare.Members;

namespace IntelShare.Indicators;

/// <summary>Why a record is kept although it would have to go: Regulation (EU) 2016/794, Articles 31(6) and 37.</summary>
public enum RestrictionGround
{
    /// <summary>The person says that it is wrong, and nobody can tell yet.</summary>
    AccuracyContested,

    /// <summary>A proof, or a legal claim.</summary>
    Evidence,

    /// <summary>Erasure would harm a person who needs protection.</summary>
    ProtectionOfThePerson,
}

/// <summary>Why content is gone.</summary>
public enum ErasureGround
{
    NoLongerNeeded,
    Unlawful,
    WrongContent,

    /// <summary>The person asked for it.</summary>
    DataSubject,

    /// <summary>The owner erased it at home.</summary>
    ErasedAtSource,

    /// <summary>The review day passed without a decision; nobody's act.</summary>
    ReviewLapsed,

    /// <summary>The owner left, and nobody took its records over; nobody's act.</summary>
    OwnerLeft,

    /// <summary>A backup from before its erasure had brought it back; nobody's act.</summary>
    Restored,
}

/// <summary>A record that is kept for one ground alone: read by cleared officers who name it, and by nobody for anything else.</summary>
public sealed record Restriction(RestrictionGround Ground);

/// <summary>Keep an own record until another day, and say why.</summary>
public sealed record ExtendRetention(DateOnly? ReviewBy, string? Reason);

/// <summary>Keep an own record for one ground alone, and say why.</summary>
public sealed record RestrictIndicator(RestrictionGround? Ground, string? Reason);

/// <summary>Lift the restriction of an own record, and say why.</summary>
public sealed record LiftRestriction(string? Reason);

/// <summary>Erase an own record for good.</summary>
public sealed record EraseIndicator(ErasureGround? Ground, string? Basis);

/// <content>How long a record is kept. Nothing outlives its review day without a reason on record.</content>
public sealed partial record Indicator
{
    internal static readonly Refusal UnderRestriction = new("restricted", "", "The record is kept for one ground alone; lift the restriction first.");
    private static readonly Refusal NotRestricted = new("not-restricted", "", "The record is not restricted.");

    /// <summary>Whether others may find it: not withdrawn, erased or kept for one ground alone.</summary>
    public bool IsInUse => Status == IndicatorStatus.Active && Restriction is null;

    /// <summary>Whether the review day has passed without a decision: to readers as if erased, which the sweep then does. A restriction is a decision.</summary>
    public bool HasLapsed(DateTimeOffset now) => Restriction is null && DateOnly.FromDateTime(now.UtcDateTime) > Retention.ReviewBy;

    /// <summary>The record as its owner knows it without reading it.</summary>
    public Indicator WithoutContent() => this with { Plain = null, Secret = null, Handling = Handling with { Conditions = null } };

    /// <summary>Decides a review: at most 3 years from today, 1 for protected persons, with a reason. A withdrawn record has a review day too.</summary>
    public Decision Extend(ExtendRetention command, DateTimeOffset now)
    {
        Refusal[] refusals =
        [
            .. (Retention with { ReviewBy = command.ReviewBy }).Check(DateOnly.FromDateTime(now.UtcDateTime), Protected).Where(refusal => refusal.Pointer == "/reviewBy"),
            .. command.ReviewBy == Retention.ReviewBy ? [new Refusal("review-stands", "/reviewBy", "The review day is that one already.")] : Array.Empty<Refusal>(),
            .. Text.Required(command.Reason, "/reason", 500),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new RetentionExtended(command.ReviewBy!.Value, Confidential.Saying(command.Reason), now, TellsReaders: true));
    }

    /// <summary>Decides a restriction; another ground takes the place of the one before.</summary>
    public Decision Restrict(RestrictIndicator command, DateTimeOffset now)
    {
        Refusal[] refusals =
        [
            .. command.Ground is null ? [new Refusal("required", "/ground", "This member is mandatory.")]
                : command.Ground == Restriction?.Ground ? [new Refusal("restriction-stands", "/ground", "The record is kept for that ground alone already.")]
                : Array.Empty<Refusal>(),
            .. Text.Required(command.Reason, "/reason", 500),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new IndicatorRestricted(command.Ground!.Value, Confidential.Saying(command.Reason), now));
    }

    /// <summary>Decides the end of a restriction. A record whose review day passed meanwhile needs a new one first: <c>review-in-the-past</c>.</summary>
    public Decision Lift(LiftRestriction command, DateTimeOffset now)
    {
        if (Restriction is null)
        {
            return Decision.Refuse(NotRestricted);
        }

        Refusal[] refusals =
        [
            .. Text.Required(command.Reason, "/reason", 500),
            .. Retention.Check(DateOnly.FromDateTime(now.UtcDateTime), Protected).Where(refusal => refusal.Code == "review-in-the-past"),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new RestrictionLifted(Confidential.Saying(command.Reason), now));
    }

    /// <summary>Decides an erasure by the owner. What is kept as a proof or for a person's protection is not erased: its restriction ends first.</summary>
    public Decision Erase(EraseIndicator command, DateTimeOffset now)
    {
        if (Restriction is not null)
        {
            return Decision.Refuse(UnderRestriction);
        }

        Refusal[] refusals =
        [
            .. command.Ground is null or ErasureGround.ReviewLapsed or ErasureGround.OwnerLeft or ErasureGround.Restored ? [new Refusal("required", "/ground", "One of the grounds on which an owner erases.")] : Array.Empty<Refusal>(),
            .. Text.Required(command.Basis, "/basis", 200),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new IndicatorErased(command.Ground!.Value, command.Basis!, now));
    }

    /// <summary>What time brings about by itself: erasure, once the review day has passed, or 90 days after the owner has left. Then a restriction holds nothing any more: nobody is left to read it.</summary>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Lapse(Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ErasureGround? ground = Status == IndicatorStatus.Erased ? null
            : registry.Members[Owner].LosesRecords(registry, now) ? ErasureGround.OwnerLeft
            : HasLapsed(now) ? ErasureGround.ReviewLapsed
            : null;
        return ground is { } lost
            ? Decision.Accept(new IndicatorErased(lost, Retention.Basis!, now))
            : Decision.Refuse(new Refusal("review-stands", "", "The review day has not passed."));
    }

    /// <summary>What becomes of a record whose owner has left and has a successor.</summary>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the handover.</param>
    public Decision HandOver(Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Status != IndicatorStatus.Erased && registry.HeirOf(Owner, now) is var heir && heir != Owner
            ? Decision.Accept(new IndicatorHandedOver(Owner, heir, now))
            : Decision.Refuse(new Refusal("owner-stays", "", "The owner has no successor."));
    }
}
