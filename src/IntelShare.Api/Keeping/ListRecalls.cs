using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;

namespace IntelShare.Api.Keeping;

/// <summary>The recalls that the caller's agency issued, or those it is asked to answer, newest first.</summary>
internal static class ListRecallsEndpoint
{
    public static async Task<Answer> Get(string? side, string? cursor, string? limit, Visit visit, Recalls recalls, Vault vault, CancellationToken ct)
    {
        var bound = $"recalls\n{visit.Member.Id}\n{side}";
        if (!PageLimit.TryRead(limit, out var most) || side is not ("issued" or "received") || Place.Read(vault, bound, cursor) is not { } after)
        {
            return Problems.Of("malformed-parameter", "side: issued or received; limit: 1 to 100; cursor: as answered in next, with the same side.");
        }

        var found = await recalls.OfAsync(side == "issued" ? visit.Estate : [visit.Member.Id], side == "issued", after, most + 1, ct);
        var next = found.Count > most ? new Place(found[most - 1].Recall.IssuedAt, found[most - 1].Recall.Id).Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<object>([.. found.Take(most).Select(stored => RecallView.Of(visit, vault.Open(stored.Recall, stored.WrappedKey))!)], next));
    }
}
