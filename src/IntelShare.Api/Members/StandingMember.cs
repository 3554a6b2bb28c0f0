using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>
/// How what the registry says of a member changes: the law, the door. A registry that moved meanwhile, by another administrator
/// perhaps, sends the request through the counter again: what is written was decided on what then stands.
/// </summary>
[Published(Problems = ["outcome-unknown"])]
internal sealed class StandingMember(Streams streams, Trail trail)
{
    /// <summary>The caller's own agency.</summary>
    public Task<Answer> ChangeOwnAsync<T>(Visit visit, Func<Member, Decision> decide, Func<Member, T> view, CancellationToken ct, params IReadOnlyList<Notice> notices) =>
        ChangeAsync(visit.Member, visit, decide, view, ct, notices);

    public async Task<Answer> ChangeAsync<T>(Member member, Visit visit, Func<Member, Decision> decide, Func<Member, T> view, CancellationToken ct, params IReadOnlyList<Notice> notices)
    {
        var decision = decide(member);
        if (!decision.IsAccepted)
        {
            return Problems.Refused(decision.Refusals);
        }

        if (decision.Facts.Count > 0)
        {
            await streams.RegisterAsync([Registered.Of(RegistryRoom.Member, member.Id, decision.Facts)], trail.EntryOf(visit, "ok", []), ct, notices);
            visit.IsEntered = true;
        }

        return Answer.Json(StatusCodes.Status200OK, view(decision.Facts.Aggregate(member, (before, fact) => Member.Evolve(before, before.Stream, fact))));
    }
}
