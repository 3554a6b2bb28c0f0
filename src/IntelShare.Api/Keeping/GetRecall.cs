using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Keeping;

/// <summary>A recall as the caller's side sees it. To everybody else there is none.</summary>
internal static class GetRecallEndpoint
{
    public static async Task<Answer> Get(string id, Visit visit, Recalls recalls, Vault vault, CancellationToken ct) =>
        Ids.TryRead(id, out var recall) && await recalls.FindAsync(recall, ct) is { } stored && RecallView.Of(visit, vault.Open(stored.Recall, stored.WrappedKey)) is { } view
            ? Answer.Json(StatusCodes.Status200OK, view)
            : Problems.NotFound();
}
