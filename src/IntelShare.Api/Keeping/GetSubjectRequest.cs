using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Keeping;

/// <summary>One request as the own side sees it, with the own steps on record. An agency on both sides names the one it means.</summary>
internal static class GetSubjectRequestEndpoint
{
    [Published(Asks = "Intel-Case", Problems = ["case-missing"])]
    public static async Task<Answer> Get(string id, string? side, Visit visit, SubjectRequests requests, Line line, Streams streams, Vault vault, CancellationToken ct)
    {
        var named = default(SubjectSide);
        if (side is not null && !Codes.TryRead(side, out named))
        {
            return Problems.Of("malformed-parameter", "side: intake or owner.");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var request)
            || await requests.FindAsync(request, ct) is not { } stored
            || SubjectRequestView.SideOf(visit.Member.Id, stored.Request, side is null ? null : named) is not { } on)
        {
            return Problems.NotFound();
        }

        await line.CloseAsync();
        var history = StepView.Of(on, visit.Member.Id, await streams.FactsAsync(request, ct));
        return Answer.Json(StatusCodes.Status200OK, SubjectRequestView.Of(visit, on, vault.Open(stored.Request, stored.WrappedKey), history));
    }
}
