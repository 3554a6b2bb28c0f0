using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

internal static class WithdrawIndicatorEndpoint
{
    public static Task<Answer> Post(string id, Body<WithdrawIndicator> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.Withdraw(body.Command, visit.Now), ct);
}
