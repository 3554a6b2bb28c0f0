using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Disclosure;
using IntelShare.Members;

namespace IntelShare.Api.Disclosure;

/// <summary>Both sides' queue: what one's agency asked, what it was asked, newest first. Each request says when its answer is due.</summary>
internal static class ListDisclosureRequestsEndpoint
{
    public static async Task<Answer> Get(string? side, string? state, string? cursor, string? limit, Visit visit, Disclosures disclosures, Vault vault, CancellationToken ct)
    {
        var wanted = default(DisclosureState);
        if (!PageLimit.TryRead(limit, out var most) || side is not (null or "asked" or "received") || (state is not null && !Codes.TryRead(state, out wanted)))
        {
            return Problems.Of("malformed-parameter", $"limit: 1 to 100; side: asked or received; state: one of {string.Join(", ", Codes.Of<DisclosureState>())}.");
        }

        // What an agency asked is its analysts' business; who may decide alone sees what there is to decide.
        bool[] received = visit.Caller.Roles.Contains(Role.Analyst) ? [true, false] : [true];
        received = [.. received.Where(one => side is null || one == (side == "received"))];
        var bound = $"disclosure-requests\n{visit.Member.Id}\n{string.Join('+', received)}\n{state}";
        if (Place.Read(vault, bound, cursor) is not { } below)
        {
            return Problems.Of("malformed-parameter", "cursor: as answered in next, with the same filters.");
        }

        var found = await disclosures.QueueAsync(visit.Member.Id, visit.Estate, received, state is null ? null : wanted, visit.Now, (below.At, below.Id), most + 1, ct);
        var next = found.Count > most ? new Place(found[most - 1].Request.AskedAt, found[most - 1].Request.Id).Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<object>([.. found.Take(most).Select(stored => DisclosureRequestView.Of(visit, stored, vault)!)], next));
    }
}
