using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>A period of participation.</summary>
internal sealed record ParticipationView(string Participant, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>A task force.</summary>
/// <param name="Id">What notices of it are about.</param>
/// <param name="TaskForce">Its id.</param>
/// <param name="Token">The audience of those who take part at the moment of a release; with a plus sign also of those who join later.</param>
/// <param name="Name">Its name.</param>
/// <param name="Participations">In the order in which they were decided, ended ones included: the caller's own, an administrator of the hub gets all.</param>
internal sealed record TaskForceView(Guid Id, string TaskForce, string Token, string Name, IReadOnlyList<ParticipationView> Participations)
{
    public static TaskForceView Of(TaskForce taskForce, Visit visit) => new(
        Registered.StreamOf(RegistryRoom.TaskForce, taskForce.Id), taskForce.Id, Audience.OfTaskForce(taskForce.Id, open: false), taskForce.Name,
        [.. taskForce.Participations.Where(period => visit.Caller.Roles.Contains(Role.HubAdmin) || IntelShare.Members.TaskForce.Names(period.Participant, visit.Member)).Select(period => new ParticipationView(period.Participant, period.From, period.Until))]);
}

/// <summary>Task forces and who takes part in them. Whoever does not take part in one does not learn of it, and who else does is the administrators' to know.</summary>
internal static class TaskForcesEndpoint
{
    public static Answer ListTaskForces(Visit visit) => Answer.Json(StatusCodes.Status200OK, new PageOf<TaskForceView>(
    [
        .. visit.Registry.TaskForces.Values.Where(taskForce => visit.Caller.Roles.Contains(Role.HubAdmin) || Audience.Belongs(visit.Member, taskForce, visit.Now))
            .OrderBy(taskForce => taskForce.Id, StringComparer.Ordinal).Select(taskForce => TaskForceView.Of(taskForce, visit)),
    ], Next: null));

    [Published(Problems = ["already-enrolled"])]
    public static Task<Answer> FoundTaskForce(string taskForce, Body<FoundTaskForce> body, Visit visit, RegistryDesk desk, CancellationToken ct) =>
        desk.DoAsync(taskForce, body.Command, visit, registry => TaskForceView.Of(registry.TaskForces[taskForce], visit), ct);

    [Published(Problems = ["takes-part", "act-waits"])]
    public static Task<Answer> JoinTaskForce(string taskForce, Body<JoinTaskForce> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(taskForce, body.Command, visit, desk, ct);

    [Published(Problems = ["takes-no-part"])]
    public static Task<Answer> LeaveTaskForce(string taskForce, Body<LeaveTaskForce> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(taskForce, body.Command, visit, desk, ct);

    private static Task<Answer> ChangeAsync(string taskForce, RegistryAct act, Visit visit, RegistryDesk desk, CancellationToken ct) => visit.Registry.TaskForces.ContainsKey(taskForce)
        ? desk.DoAsync(taskForce, act, visit, registry => TaskForceView.Of(registry.TaskForces[taskForce], visit), ct)
        : Task.FromResult(Problems.NotFound());
}
