using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>A party that an owner lets be reached through the task forces it releases to, and when; a revoked one ends at its revocation.</summary>
internal sealed record StandingAuthorisationView(string Party, string Reason, DateTimeOffset From, DateTimeOffset? Until, bool Stands)
{
    public static StandingAuthorisationView Of(StandingAuthorisation given, DateTimeOffset now) => new(given.Party, given.Reason, given.From, given.Until, given.Covers(now));
}

/// <summary>The owner's word that a third country, Union body or international organisation is reached through its task forces.</summary>
internal static class StandingAuthorisationsEndpoint
{
    public static Answer ListStandingAuthorisations(Visit visit) => Answer.Json(StatusCodes.Status200OK, Page(visit.Member.Authorisations, visit));

    [Published(Problems = ["already-authorised"])]
    public static Task<Answer> GiveStandingAuthorisation(Body<GiveStandingAuthorisation> body, Visit visit, StandingMember own, CancellationToken ct) =>
        own.ChangeOwnAsync(visit, owner => owner.Authorise(body.Command, visit.Registry, visit.Now), owner => StandingAuthorisationView.Of(owner.Authorisations[^1], visit.Now), ct);

    [Published(Problems = ["not-authorised"])]
    public static async Task<Answer> RevokeStandingAuthorisation(string party, Body<RevokeStandingAuthorisation> body, Visit visit, StandingMember own, CancellationToken ct) =>
        !visit.Registry.Parties.ContainsKey(party) ? Problems.NotFound()
        : await own.ChangeOwnAsync(visit, owner => owner.Revoke(party, body.Command, visit.Now), owner => Page(owner.Authorisations.Where(given => given.Party == party), visit), ct);

    /// <summary>In the order in which they were given.</summary>
    private static PageOf<StandingAuthorisationView> Page(IEnumerable<StandingAuthorisation> given, Visit visit) => new([.. given.Select(one => StandingAuthorisationView.Of(one, visit.Now))], Next: null);
}
