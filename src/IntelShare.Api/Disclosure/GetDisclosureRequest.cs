using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Disclosure;

internal static class GetDisclosureRequestEndpoint
{
    public static async Task<Answer> Get(string id, Visit visit, Disclosures disclosures, Vault vault, ETags etags, CancellationToken ct)
    {
        if (!Ids.TryRead(id, out var request)
            || await disclosures.FindAsync(request, ct) is not { } stored
            || DisclosureRequestView.Of(visit, stored, vault) is not { } view)
        {
            return Problems.NotFound();
        }

        var answer = Answer.Json(StatusCodes.Status200OK, view);
        return answer.With("ETag", view is ReceivedView ? etags.Of(request, stored.Request.Version) : etags.Of(answer.Body));
    }
}
