using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>An officer of a consulted owner answers for its own records, once. What it withholds looks like what nobody holds.</summary>
internal static class AnswerSubjectRequestEndpoint
{
    [Published(Problems = ["already-answered", "outcome-fixed"])]
    public static Task<Answer> Post(string id, Body<AnswerSubjectRequest> body, Visit visit, StandingSubjectRequest standing, CancellationToken ct) =>
        standing.ChangeAsync(id, visit, SubjectSide.Owner, request => request.Answer(body.Command, visit.Member.Id, visit.Now), ct);
}
