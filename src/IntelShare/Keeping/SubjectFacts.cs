using IntelShare.Indicators;

namespace IntelShare.Keeping;

/// <summary>Words about a person, of the intake or of an owner: never at rest in the clear.</summary>
/// <param name="Identifiers">What is asked about.</param>
/// <param name="Note">The person's wording.</param>
/// <param name="Case">The intake's own reference.</param>
/// <param name="Reason">Of an owner's answer.</param>
public sealed record SubjectWords(SubjectIdentifier[]? Identifiers = null, string? Note = null, string? Case = null, string? Reason = null)
{
    /// <summary>Says nothing: facts and states are printed in logs and error messages.</summary>
    public override string ToString() => nameof(SubjectWords);
}

/// <summary>Which of an owner's records are held under one identifier.</summary>
/// <param name="Identifier">Its place among those asked about, from 0.</param>
/// <param name="Indicators">Ids in order.</param>
public sealed record Held(int Identifier, Guid[] Indicators);

/// <summary>An owner that holds something, and what. Its own to know.</summary>
/// <param name="Owner">Member id.</param>
/// <param name="Holds">In the order of the identifiers.</param>
public sealed record Consulted(string Owner, Held[] Holds);

/// <summary>A person asked a member.</summary>
/// <param name="Intake">Id of the member that it asked.</param>
/// <param name="Asks">What is asked.</param>
/// <param name="ReceivedOn">The clock starts here.</param>
/// <param name="ForwardBy">First moment at which forwarding is late.</param>
/// <param name="AnswerBy">First moment at which the answer to the person is late.</param>
/// <param name="Secret">Identifiers, note and case.</param>
/// <param name="At">When it was entered.</param>
public sealed record SubjectRequestReceived(
    string Intake, SubjectAsks Asks, DateOnly ReceivedOn, DateTimeOffset ForwardBy, DateTimeOffset AnswerBy, Sealed<SubjectWords>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>
/// The intake forwarded the request to whoever holds something. One fact whether that is nobody or many, so that forwarding is
/// the same work.
/// </summary>
/// <param name="Consulted">Owners in order of their ids; the intake never learns of them here.</param>
/// <param name="OutcomeAt">The one moment at which the outcome can be read.</param>
/// <param name="At">From here on owners are consulted.</param>
public sealed record SubjectRequestForwarded(Consulted[] Consulted, DateTimeOffset OutcomeAt, DateTimeOffset At);

/// <summary>An owner that was consulted answered.</summary>
/// <param name="Owner">Member id.</param>
/// <param name="Answer">What it answered.</param>
/// <param name="Ground">Of a withholding.</param>
/// <param name="Secret">The reason.</param>
/// <param name="At">When it answered.</param>
public sealed record OwnerAnswered(string Owner, SubjectAnswer Answer, WithholdGround? Ground, Sealed<SubjectWords>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The intake answered the person.</summary>
/// <param name="At">When it said so.</param>
public sealed record SubjectRequestAnswered(DateTimeOffset At);
