using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Keeping;

/// <summary>The intake says that the person was answered with the outcome. Late is on record too.</summary>
internal static class CloseSubjectRequestEndpoint
{
    [Published(Problems = ["already-answered", "outcome-pending"])]
    public static Task<Answer> Post(string id, Visit visit, StandingSubjectRequest standing, CancellationToken ct) =>
        standing.ChangeAsync(id, visit, SubjectSide.Intake, request => request.Close(visit.Now), ct);
}
