using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>
/// Consults each owner that holds something under an identifier. One look-up and the same statements, whether that is nobody or
/// many; the intake sees its own request, forwarded. Its entry names no record: the trail would tell what the answer must not.
/// </summary>
internal static class ForwardSubjectRequestEndpoint
{
    [Published(Problems = ["already-forwarded"])]
    public static Task<Answer> Post(string id, Visit visit, StandingSubjectRequest standing, Records records, Vault vault, CancellationToken ct)
    {
        return standing.ChangeAsync(id, visit, SubjectSide.Intake, LookAsync, ct);

        async Task<Func<SubjectRequest, Decision>> LookAsync(SubjectRequest open)
        {
            var keys = (open.Asked?.Open?.Identifiers ?? [])
                .SelectMany((one, i) => (one.MatchValues() ?? []).Select(value => (Identifier: i, Key: Convert.ToHexString(vault.MatchKey(one.Kind!, value)))))
                .ToLookup(asked => asked.Key, asked => asked.Identifier);
            var found = await records.MatchingAsync([.. keys.Select(key => Convert.FromHexString(key.Key))], ct);
            (int Identifier, Indicator Record)[] held = [.. found.SelectMany(match => keys[Convert.ToHexString(match.Key)].Select(identifier => (identifier, match.Stored.Record)))];
            return request => request.Forward(held, visit.Now);
        }
    }
}
