using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>A member that leaves: when, what becomes of its records and when its tokens end.</summary>
/// <param name="Id">What notices of it are about.</param>
/// <param name="Member">Member id.</param>
/// <param name="EffectiveOn">First day (UTC) without the membership.</param>
/// <param name="ErasedOn">First day on which records without a successor are erased.</param>
/// <param name="ClosedOn">First day on which the member's tokens are refused.</param>
/// <param name="Reason">Why it leaves.</param>
/// <param name="Succession">Who was named to own its records; null while nobody is.</param>
internal sealed record MemberWithdrawalView(Guid Id, string Member, DateOnly EffectiveOn, DateOnly ErasedOn, DateOnly ClosedOn, string Reason, SuccessionView? Succession)
{
    public static MemberWithdrawalView Of(Member member) => new(
        member.Stream, member.Id, member.Leaving!.EffectiveOn, member.Leaving.ErasedOn, member.Leaving.ClosedOn, member.Leaving.Reason,
        member.Succession is { } named ? new(named.Successor, named.Reason, named.NamedAt, named.LapsesAt, named.AcceptedAt) : null);
}

/// <summary>Whoever is to own the records, from <c>effectiveOn</c> on, once it has accepted; before <c>lapsesAt</c>.</summary>
internal sealed record SuccessionView(string Successor, string Reason, DateTimeOffset NamedAt, DateTimeOffset LapsesAt, DateTimeOffset? AcceptedAt);

/// <summary>What stands of a membership.</summary>
internal sealed record MembershipView(string Member, MemberWithdrawalView? Withdrawal)
{
    public static MembershipView Of(Member member) => new(member.Id, member.Leaving is null ? null : MemberWithdrawalView.Of(member));
}

/// <summary>
/// How a membership ends. The hub says that it does, and two say that it does not after all, or later; the member itself names who is to own its records, and that one accepts.
/// A member that is none of the caller's business is answered like one that does not exist.
/// </summary>
internal static class LeavingEndpoint
{
    public static Answer ListMemberWithdrawals(Visit visit) => Answer.Json(StatusCodes.Status200OK, new PageOf<MemberWithdrawalView>(
    [
        .. visit.Registry.Members.Values
            .Where(member => member.Leaving is not null && (visit.Caller.Roles.Contains(Role.HubAdmin) || member.Id == visit.Member.Id || member.Succession?.Successor == visit.Member.Id))
            .OrderBy(member => member.Leaving!.EffectiveOn).ThenBy(member => member.Id, StringComparer.Ordinal).Select(MemberWithdrawalView.Of),
    ], Next: null));

    [Published(Problems = ["member-left", "hub-stays", "act-waits"])]
    public static Task<Answer> WithdrawMember(string member, Body<WithdrawMember> body, Visit visit, RegistryDesk desk, CancellationToken ct) => DecideAsync(member, body.Command, visit, desk, ct);

    [Published(Problems = ["member-left", "not-leaving", "act-waits"])]
    public static Task<Answer> KeepMember(string member, Body<KeepMember> body, Visit visit, RegistryDesk desk, CancellationToken ct) => DecideAsync(member, body.Command, visit, desk, ct);

    private static Task<Answer> DecideAsync(string member, RegistryAct act, Visit visit, RegistryDesk desk, CancellationToken ct) => visit.Registry.Members.ContainsKey(member)
        ? desk.DoAsync(member, act, visit, registry => MembershipView.Of(registry.Members[member]), ct)
        : Task.FromResult(Problems.NotFound());

    [Published(Problems = ["member-left", "not-leaving", "succession-accepted"])]
    public static Task<Answer> NameSuccessor(string member, Body<NameSuccessor> body, Visit visit, StandingMember own, CancellationToken ct) =>
        member == visit.Member.Id
            ? own.ChangeOwnAsync(visit, leaver => leaver.NameSuccessor(body.Command, visit.Registry, visit.Now), MembershipView.Of, ct, new Notice(body.Command.Successor ?? "", NoticeKind.SuccessorNamed, visit.Member.Stream))
            : Task.FromResult(Problems.NotFound());

    [Published(Problems = ["no-successor", "succession-accepted"])]
    public static Task<Answer> TakeSuccessorBack(string member, Visit visit, StandingMember own, CancellationToken ct) =>
        member == visit.Member.Id
            ? own.ChangeOwnAsync(visit, leaver => leaver.TakeSuccessorBack(visit.Now), MembershipView.Of, ct)
            : Task.FromResult(Problems.NotFound());

    [Published(Problems = ["succession-not-open"])]
    public static Task<Answer> AcceptSuccession(string member, Visit visit, StandingMember standing, CancellationToken ct) =>
        visit.Registry.Members.TryGetValue(member, out var leaver) && leaver.Succession?.Successor == visit.Member.Id
            ? standing.ChangeAsync(leaver, visit, named => named.AcceptBy(visit.Member, visit.Registry, visit.Now), MembershipView.Of, ct, new Notice(member, NoticeKind.SuccessionAccepted, leaver.Stream))
            : Task.FromResult(Problems.NotFound());
}
