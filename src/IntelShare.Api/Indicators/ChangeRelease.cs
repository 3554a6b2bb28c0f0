using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

internal static class ChangeReleaseEndpoint
{
    public static Task<Answer> Put(string id, Body<Release> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.ChangeRelease(body.Command, visit.Caller.Roles, visit.Member, visit.Registry, visit.Now), ct);
}
