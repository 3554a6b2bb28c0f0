using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;

namespace IntelShare.Api.Keeping;

/// <summary>The requests that the caller's agency took in, or those it was consulted about, newest first.</summary>
internal static class ListSubjectRequestsEndpoint
{
    [Published(Asks = "Intel-Case", Problems = ["case-missing"])]
    public static async Task<Answer> Get(string? side, string? cursor, string? limit, Visit visit, SubjectRequests requests, Vault vault, CancellationToken ct)
    {
        var bound = $"data-subject-requests\n{visit.Member.Id}\n{side}";
        if (!PageLimit.TryRead(limit, out var most) || !Codes.TryRead<SubjectSide>(side, out var on) || Place.Read(vault, bound, cursor) is not { } after)
        {
            return Problems.Of("malformed-parameter", "side: intake or owner; limit: 1 to 100; cursor: as answered in next, with the same side.");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        var found = await requests.OfAsync(visit.Member.Id, on, after, most + 1, ct);
        var page = found.Take(most).Select(stored => vault.Open(stored.Request, stored.WrappedKey)).ToList();
        var next = found.Count > most ? new Place(on == SubjectSide.Intake ? page[^1].EnteredAt : page[^1].Forwarded!.At, page[^1].Id).Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<object>([.. page.Select(request => SubjectRequestView.Of(visit, on, request, history: null))], next));
    }
}
