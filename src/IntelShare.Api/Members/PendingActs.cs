using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>An act that widens, as administrators see it.</summary>
/// <param name="Id">Of the act.</param>
/// <param name="Act">What it is called.</param>
/// <param name="Subject">Id of the party, member or task force.</param>
/// <param name="Says">What was proposed, to the letter.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ProposedBy">Who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="LapsesAt">First moment at which it cannot be seconded any more.</param>
/// <param name="TakesReadBack">Whether whoever seconds it gives the thumbprint that the member read out by telephone.</param>
/// <param name="DecidedBy">Who seconded or refused it.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Reason">Why it was refused.</param>
internal sealed record PendingActView(
    Guid Id, string Act, string Subject, [property: Holds(typeof(RegistryAct))] object Says, PendingActState State, Administrator ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset LapsesAt, bool TakesReadBack,
    Administrator? DecidedBy, DateTimeOffset? DecidedAt, string? Reason)
{
    public static PendingActView Of(PendingAct act, DateTimeOffset now) => new(
        act.Id, act.Act.Code(), act.Subject, act.Act, act.StateAt(now), act.ProposedBy, act.ProposedAt, act.LapsesAt(), act.Act.ReadBack() is not null, act.DecidedBy, act.DecidedAt, act.Refusal);
}

/// <summary>What waits for a second administrator: read, agreed to or refused, by administrators of the hub and by deputies that agencies lent it.</summary>
internal static class PendingActsEndpoint
{
    public static Answer ListPendingActs(string? state, Visit visit) =>
        state is not null && !Codes.TryRead<PendingActState>(state, out _) ? Problems.Of("malformed-parameter", $"state: one of {string.Join(", ", Codes.Of<PendingActState>())}.")
        : Answer.Json(StatusCodes.Status200OK, new PageOf<PendingActView>(
            [.. visit.Registry.PendingActs.OrderBy(act => act.ProposedAt).ThenBy(act => act.Id).Select(act => PendingActView.Of(act, visit.Now)).Where(act => state is null || act.State.Code() == state)], Next: null));

    public static Answer GetPendingAct(string id, Visit visit) =>
        Find(id, visit) is { } act ? Answer.Json(StatusCodes.Status200OK, PendingActView.Of(act, visit.Now)) : Problems.NotFound();

    [Published(Problems = ["act-decided", "act-lapsed", "proposed-it-itself", "seconds-its-own", "already-enrolled", "no-agreement", "not-suspended", "administers-itself", "client-taken", "takes-part", "takes-no-part", "member-left", "not-leaving"])]
    public static Task<Answer> SecondAct(string id, Body<SecondAct> body, Visit visit, RegistryDesk desk, CancellationToken ct) =>
        Find(id, visit) is { } act ? desk.SecondAsync(act, body.Command, visit, ct) : Task.FromResult(Problems.NotFound());

    [Published(Problems = ["act-decided", "act-lapsed"])]
    public static Task<Answer> RefuseAct(string id, Body<RefuseAct> body, Visit visit, RegistryDesk desk, CancellationToken ct) =>
        Find(id, visit) is { } act ? desk.RefuseAsync(act, body.Command, visit, ct) : Task.FromResult(Problems.NotFound());

    private static PendingAct? Find(string id, Visit visit) => Guid.TryParseExact(id, "D", out var named) ? visit.Registry.PendingActs.FirstOrDefault(act => act.Id == named) : null;
}
