using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>
/// How an agency changes what the registry says of it: the law, the door. A registry that moved meanwhile, by another admin of
/// the agency perhaps, sends the request through the counter again: what is written was decided on what then stands.
/// </summary>
[Published(Problems = ["outcome-unknown"])]
internal sealed class OwnMember(Streams streams, Trail trail)
{
    public async Task<Answer> ChangeAsync<T>(Visit visit, Func<Member, Decision> decide, Func<Member, T> view, CancellationToken ct)
    {
        var decision = decide(visit.Member);
        if (!decision.IsAccepted)
        {
            return Problems.Refused(decision.Refusals);
        }

        if (decision.Facts.Count > 0)
        {
            await streams.RegisterAsync<Member>("member/" + visit.Member.Id, decision.Facts, trail.EntryOf(visit, "ok", []), ct);
            visit.IsEntered = true;
        }

        return Answer.Json(StatusCodes.Status200OK, view(decision.Facts.Aggregate(visit.Member, (member, fact) => Member.Evolve(member, member.Stream, fact))));
    }
}
