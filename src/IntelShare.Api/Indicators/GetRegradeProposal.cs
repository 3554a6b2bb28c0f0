using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Indicators;

internal static class GetRegradeProposalEndpoint
{
    public static async Task<Answer> Get(string id, Visit visit, Proposals proposals, Vault vault, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        return Ids.TryRead(id, out var proposal)
            && await proposals.FindAsync(proposal, ct) is { } stored
            && ProposalView.Of(visit.Reader(), stored, vault) is var (view, told)
            ? Answer.Json(StatusCodes.Status200OK, view, told is { } of ? [of] : [])
            : Problems.NotFound();
    }
}
