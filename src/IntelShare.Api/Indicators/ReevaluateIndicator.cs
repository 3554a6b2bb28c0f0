using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

internal static class ReevaluateIndicatorEndpoint
{
    public static Task<Answer> Put(string id, Body<ReevaluateIndicator> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.Reevaluate(body.Command, proposal: null, visit.Now), ct);
}
