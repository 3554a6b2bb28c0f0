using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Disclosure;

/// <summary>The name in the contract for what a side sees of a request: <see cref="ReceivedView"/> the owner, <see cref="AskedView"/> the asker.</summary>
[Either(typeof(AskedView), typeof(ReceivedView))]
internal abstract class DisclosureRequestView
{
    /// <summary>What the caller's side sees; null for everybody who is on neither, and for an asker without an analyst.</summary>
    public static object? Of(Visit visit, StoredRequest stored, Vault vault) =>
        // First: whoever asked an owner and then succeeded it stays the asker.
        stored.Request.Asker == visit.Member.Id ? visit.Caller.Roles.Contains(Role.Analyst) ? AskedView.Of(vault.Open(stored.Request, stored.WrappedKey), visit.Registry, visit.Now) : null
        : visit.Registry.HeirOf(stored.Request.Owner, visit.Now) == visit.Member.Id ? ReceivedView.Of(vault.Open(stored.Request, stored.WrappedKey), visit.Now)
        : null;
}

/// <summary>
/// What the asker sees. Which records are meant is no member of it, granted or not: search and lists tell that of each record
/// as the law lets the caller see it now.
/// </summary>
internal sealed record AskedView(
    Guid Id,
    DisclosureState State,
    string Owner,
    Desk Desk,
    bool OwnerSuspended,
    Asks Asks,
    Purpose? Purpose,
    Urgent Urgent,
    ClockBasis Basis,
    DateTimeOffset AskedAt,
    DateTimeOffset Due,
    string? Justification,
    string? Case,
    DeferralView? Deferral,
    AnswerView? Answer,
    RevocationView? Revocation)
{
    public static AskedView Of(DisclosureRequest open, Registry registry, DateTimeOffset now) => Of(open, registry.Members[registry.HeirOf(open.Owner, now)], now);

    private static AskedView Of(DisclosureRequest open, Member owner, DateTimeOffset now) => new(
        open.Id, open.StateAt(now), owner.Id, owner.Desk, owner.Suspended, open.Asks, open.Purpose, new(open.Urgent), open.Basis, open.AskedAt, open.Due,
        open.Asked?.Open?.Justification, open.Asked?.Open?.Case, DeferralView.Of(open), AnswerView.ToAsker(open), RevocationView.Of(open));
}

/// <summary>What the owner sees: who asks, why, under which case, and for which of its records. Never the officer.</summary>
internal sealed record ReceivedView(
    Guid Id,
    DisclosureState State,
    string Asker,
    IReadOnlyList<Guid> Indicators,
    Asks Asks,
    Purpose? Purpose,
    Urgent Urgent,
    ClockBasis Basis,
    DateTimeOffset AskedAt,
    DateTimeOffset Due,
    string? Justification,
    string? Case,
    DeferralView? Deferral,
    AnswerView? Answer,
    RevocationView? Revocation)
{
    public static ReceivedView Of(DisclosureRequest open, DateTimeOffset now) => new(
        open.Id, open.StateAt(now), open.Asker, open.Indicators, open.Asks, open.Purpose, new(open.Urgent), open.Basis, open.AskedAt, open.Due,
        open.Asked?.Open?.Justification, open.Asked?.Open?.Case, DeferralView.Of(open), AnswerView.Of(open), RevocationView.Of(open));
}

/// <summary>Why the answer comes later; until when, is the request's <c>due</c>.</summary>
internal sealed record DeferralView(DeferredTo To, string? Reason, DateTimeOffset At)
{
    public static DeferralView? Of(DisclosureRequest open) => open.Deferred is { } e ? new(e.To, e.Secret?.Open?.Reason, e.At) : null;
}

/// <summary>What the owner answered: whole to itself, without the records to the asker.</summary>
internal sealed record AnswerView(
    Verdict Decision, RefusalGround? Ground, string? Reason, IReadOnlyList<Guid>? Indicators, IReadOnlyList<FieldGroup>? Fields, string? Conditions, DateTimeOffset? Until, bool Late, DateTimeOffset At)
{
    public static AnswerView? Of(DisclosureRequest open) => open.Answered is not { } e ? null : new(
        e.Granted ? Verdict.Grant : Verdict.Refuse, e.Ground, e.Secret?.Open?.Reason, e.Granted ? e.Indicators : null, e.Fields, e.Secret?.Open?.Conditions, e.Until, e.Late, e.At);

    /// <summary>A view of a disclosed record tells the conditions of that grant; those of any other grant stand nowhere else than here.</summary>
    public static AnswerView? ToAsker(DisclosureRequest open) => Of(open) is not { } answer ? null
        : answer with { Indicators = null, Conditions = open.Asks == Asks.Content ? null : answer.Conditions };
}

/// <summary>Why and when the owner took back what it had granted.</summary>
internal sealed record RevocationView(string? Reason, DateTimeOffset At)
{
    public static RevocationView? Of(DisclosureRequest open) => open.TakenBack is { } e ? new(e.Secret?.Open?.Reason, e.At) : null;
}
