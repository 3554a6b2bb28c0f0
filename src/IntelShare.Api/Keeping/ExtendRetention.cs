using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;

namespace IntelShare.Api.Keeping;

/// <summary>A review: the owner keeps its record until another day, and says why. Without one the record is erased when the day has passed.</summary>
internal static class ExtendRetentionEndpoint
{
    public static Task<Answer> Put(string id, Body<ExtendRetention> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.Extend(body.Command, visit.Now), ct);
}
