using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>
/// How administrators change the registry: what only narrows is done, what widens is proposed, and done when a second one agrees.
/// Everybody whom it concerns is told in the same transaction.
/// </summary>
[Published(Problems = ["outcome-unknown"])]
internal sealed class RegistryDesk(Streams streams, Trail trail, Ids ids)
{
    /// <summary>Does an act, or proposes it.</summary>
    /// <param name="subject">Id of the party, member or task force; there is one, unless the act begins it.</param>
    /// <param name="act">The act.</param>
    /// <param name="visit">Of the administrator.</param>
    /// <param name="view">The answer where it was done at once; a proposal is answered 202.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<Answer> DoAsync<T>(string subject, RegistryAct act, Visit visit, Func<Registry, T> view, CancellationToken ct)
    {
        var (registry, now) = (visit.Registry, visit.Now);
        var decision = act.Decide(subject, registry, now);
        if (!decision.IsAccepted)
        {
            return Problems.Refused(decision.Refusals);
        }

        if (decision.Facts.Count == 0)
        {
            return Answer.Json(StatusCodes.Status200OK, view(registry));
        }

        if (act.Widens(subject, registry, now))
        {
            var proposal = PendingAct.Propose(subject, act, Administrator.Of(visit.Caller), registry, now);
            return proposal.IsAccepted ? await ProposeAsync(proposal, visit, ct) : Problems.Refused(proposal.Refusals);
        }

        await RegisterAsync([Registered.Of(act.Room(), subject, decision.Facts)], visit, Concerned(act, subject, registry), ct);
        return Answer.Json(StatusCodes.Status200OK, view(registry.After(act.Room(), subject, decision.Facts)));
    }

    /// <summary>Does what a second administrator agreed to.</summary>
    public async Task<Answer> SecondAsync(PendingAct pending, SecondAct command, Visit visit, CancellationToken ct)
    {
        var (agreement, act) = pending.Second(command, Administrator.Of(visit.Caller), visit.Registry, visit.Now);
        if (!agreement.IsAccepted || !act.IsAccepted)
        {
            return Problems.Refused(agreement.IsAccepted ? act.Refusals : agreement.Refusals);
        }

        await RegisterAsync(
            [Registered.Of(pending.Id, agreement.Facts), .. act.Facts.Count > 0 ? [Registered.Of(pending.Act.Room(), pending.Subject, act.Facts)] : Array.Empty<Registered>()],
            visit, [.. ToAdministrators(NoticeKind.PendingActDecided, pending.Id, visit.Registry), .. Concerned(pending.Act, pending.Subject, visit.Registry)], ct);
        return Answer.Json(StatusCodes.Status200OK, PendingActView.Of(PendingAct.Evolve(pending, pending.Id, agreement.Facts[0]), visit.Now));
    }

    /// <summary>Ends a proposal.</summary>
    public async Task<Answer> RefuseAsync(PendingAct pending, RefuseAct command, Visit visit, CancellationToken ct)
    {
        var refusal = pending.Refuse(command, Administrator.Of(visit.Caller), visit.Now);
        if (!refusal.IsAccepted)
        {
            return Problems.Refused(refusal.Refusals);
        }

        await RegisterAsync([Registered.Of(pending.Id, refusal.Facts)], visit, ToAdministrators(NoticeKind.PendingActDecided, pending.Id, visit.Registry), ct);
        return Answer.Json(StatusCodes.Status200OK, PendingActView.Of(PendingAct.Evolve(pending, pending.Id, refusal.Facts[0]), visit.Now));
    }

    private async Task<Answer> ProposeAsync(Decision proposal, Visit visit, CancellationToken ct)
    {
        var id = ids.Next(visit.Member.Id);
        // Whoever is to be introduced anew hears of it before anybody seconds that.
        Notice[] told = [.. ToAdministrators(NoticeKind.PendingAct, id, visit.Registry), .. proposal.Facts[0] is ActProposed { Act: IntroduceClient act } proposed ? Concerned(act, proposed.Subject, visit.Registry) : []];
        await RegisterAsync([Registered.Of(id, proposal.Facts)], visit, told, ct, "proposed");
        return Answer.Json(StatusCodes.Status202Accepted, PendingActView.Of(PendingAct.Evolve(current: null, id, proposal.Facts[0]), visit.Now)).With("Location", $"/v1/pending-acts/{id}");
    }

    private async Task RegisterAsync(IReadOnlyList<Registered> told, Visit visit, IReadOnlyList<Notice> notices, CancellationToken ct, string outcome = "ok")
    {
        await streams.RegisterAsync(told, trail.EntryOf(visit, outcome, []), ct, notices);
        visit.IsEntered = true;
    }

    /// <summary>Of every member that has somebody to second an act.</summary>
    private static Notice[] ToAdministrators(NoticeKind kind, Guid act, Registry registry) =>
        [.. registry.Members.Values.Where(member => member.Roles.Contains(Role.HubAdmin) || member.Roles.Contains(Role.Deputy)).Select(member => new Notice(member.Id, kind, act))];

    /// <summary>A new agency is made known to all; of what changes, those are told whom it changes something for.</summary>
    private static Notice[] Concerned(RegistryAct act, string subject, Registry registry)
    {
        var about = Registered.StreamOf(act.Room(), subject);
        return act is EnrolMember ? [.. registry.Members.Keys.Select(member => new Notice(member, NoticeKind.MemberEnrolled, about))]
            // The member, and who is to own its records.
            : act is WithdrawMember or KeepMember ? [.. new[] { subject, registry.Members[subject].Succession?.Successor }.OfType<string>().Select(member => new Notice(member, NoticeKind.MembershipEnds, about))]
            : [.. registry.Members.Values.Where(member => act.Concerns(subject, member)).Select(member => new Notice(member.Id, NoticeKind.RegistryChanged, about))];
    }
}
