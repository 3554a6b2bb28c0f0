using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>What the hub sees of the caller: the first thing to look at when something is refused.</summary>
internal sealed record CallerView(
    string Member,
    string Name,
    string Party,
    PartyKind PartyKind,
    AgreementLevel Agreement,
    string Client,
    string Officer,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<string> TaskForces,
    string TokenId,
    DateTimeOffset HubTime);

internal static class WhoAmIEndpoint
{
    public static Answer Get(Visit visit)
    {
        var caller = visit.Caller;
        return Answer.Json(StatusCodes.Status200OK, new CallerView(
            caller.Member.Id, caller.Member.Name, caller.Party.Id, caller.Party.Kind, caller.Party.AgreementAt(visit.Now), caller.Client.Id, caller.Officer,
            [.. caller.Roles.Order()], [.. caller.Purposes.Order()],
            [.. visit.Registry.TaskForces.Values.Where(taskForce => Audience.Belongs(caller.Member, taskForce, visit.Now)).Select(taskForce => taskForce.Id).Order(StringComparer.Ordinal)],
            caller.TokenId, visit.Now));
    }
}
