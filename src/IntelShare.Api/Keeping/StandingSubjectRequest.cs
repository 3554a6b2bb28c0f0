using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>
/// How either side acts on a person's request: found, decided by the law, told as that side may see it. To whoever is not on
/// that side there is nothing to act on. Each act happens once, so no version is named: one would tell of the other side's acts.
/// </summary>
[Published(Asks = "Intel-Case", Problems = ["case-missing", "outcome-unknown"])]
internal sealed class StandingSubjectRequest(SubjectRequests requests, Line line, Streams streams, Vault vault, Trail trail)
{
    public Task<Answer> ChangeAsync(string id, Visit visit, SubjectSide side, Func<SubjectRequest, Decision> decide, CancellationToken ct) =>
        ChangeAsync(id, visit, side, _ => Task.FromResult(decide), ct);

    /// <summary>The same, after a look at what the decision needs besides.</summary>
    public async Task<Answer> ChangeAsync(string id, Visit visit, SubjectSide side, Func<SubjectRequest, Task<Func<SubjectRequest, Decision>>> look, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var number)
            || await requests.FindAsync(number, ct) is not { } stored
            || SubjectRequestView.SideOf(visit.Member.Id, stored.Request, side) is null)
        {
            return Problems.NotFound();
        }

        var decide = await look(vault.Open(stored.Request, stored.WrappedKey));
        await line.CloseAsync();
        await using var open = await streams.OpenSubjectRequestAsync(number, ct) ?? throw new InvalidOperationException("A request does not go once it was found.");
        var decision = decide(open.Record);
        if (decision is not { Facts: [var fact] })
        {
            return Problems.Refused(decision.Refusals);
        }

        var after = await streams.ChangeAsync(open, fact, trail.EntryOf(visit, "ok", []), ct);
        visit.IsEntered = true;
        return Answer.Json(StatusCodes.Status200OK, SubjectRequestView.Of(visit, side, after, history: null));
    }
}
