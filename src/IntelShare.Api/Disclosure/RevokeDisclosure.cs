using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Disclosure;

namespace IntelShare.Api.Disclosure;

/// <summary>The owner takes back what it granted. Binds at the next answer; what was read before stays in the ledger.</summary>
internal static class RevokeDisclosureEndpoint
{
    [Published(Problems = ["nothing-granted"])]
    public static Task<Answer> Post(string id, Body<RevokeDisclosure> body, Visit visit, ReceivedRequest received, HttpContext http, CancellationToken ct) =>
        received.ChangeAsync(id, visit, http.Request, (request, _) => request.Revoke(body.Command, visit.Now), ct);
}
