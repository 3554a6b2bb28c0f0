using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;

namespace IntelShare.Api.Keeping;

/// <summary>Restriction instead of erasure: from the next answer on the record is read for its ground alone, by cleared officers who say why, its owner's included.</summary>
internal static class RestrictIndicatorEndpoint
{
    public static Task<Answer> RestrictIndicator(string id, Body<RestrictIndicator> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.Restrict(body.Command, visit.Now), ct);

    [Published(Problems = ["not-restricted"])]
    public static Task<Answer> LiftRestriction(string id, Body<LiftRestriction> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.Lift(body.Command, visit.Now), ct);
}
