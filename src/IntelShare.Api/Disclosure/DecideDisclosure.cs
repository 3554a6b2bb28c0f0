using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Disclosure;

namespace IntelShare.Api.Disclosure;

/// <summary>A named officer of the owner grants, refuses or defers. Binds at the next answer, on every node.</summary>
internal static class DecideDisclosureEndpoint
{
    [Published(Problems = ["already-answered"])]
    public static Task<Answer> Post(string id, Body<DecideDisclosure> body, Visit visit, ReceivedRequest received, HttpContext http, CancellationToken ct) =>
        received.ChangeAsync(id, visit, http.Request, (request, covered) => request.Decide(body.Command, covered, visit.Now), ct);
}
