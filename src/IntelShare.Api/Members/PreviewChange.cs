using IntelShare.Access;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;

namespace IntelShare.Api.Members;

/// <summary>One line per member that the change bears on and per date.</summary>
internal sealed record Preview(IReadOnlyList<Effect> Effects);

/// <summary>What an agreement or a membership would do, before two administrators decide it. Registry facts alone; nothing changes.</summary>
internal static class PreviewChangeEndpoint
{
    [Published(Problems = ["reads-nothing", "takes-part", "takes-no-part"])]
    public static Answer Post(Body<PlannedChange> body, Visit visit)
    {
        Refusal[] refusals = [.. body.Command.Check(visit.Registry, visit.Now)];
        return refusals.Length > 0
            ? Problems.Refused(refusals)
            : Answer.Json(StatusCodes.Status200OK, new Preview([.. body.Command.Effects(visit.Registry, visit.Now)]));
    }
}
