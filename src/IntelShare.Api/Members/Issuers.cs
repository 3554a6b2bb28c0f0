using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>A key of an identity provider.</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Thumbprint">RFC 7638.</param>
internal sealed record IssuerKeyView(string Kid, string Thumbprint);

/// <summary>An identity provider that an agency trusts.</summary>
/// <param name="Issuer">What the agency calls it.</param>
/// <param name="Iss">What its tokens say in iss.</param>
/// <param name="Allowed">Whether the hub allows it; where not, its tokens are refused.</param>
/// <param name="LongestMinutes">How long its tokens may live.</param>
/// <param name="Algorithms">By which it signs.</param>
/// <param name="Types">What its tokens say in typ.</param>
/// <param name="JwksUri">Where it publishes its keys.</param>
/// <param name="Audience">What its tokens say in aud; absent: the hub's own.</param>
/// <param name="Clients">By its names for them, the clients for which its tokens speak.</param>
/// <param name="Claims">Where its tokens say what the hub asks.</param>
/// <param name="RolePrefix">What roles for this hub begin with.</param>
/// <param name="Keys">Uploaded, or fetched last.</param>
/// <param name="FetchedAt">When this node of the hub fetched them last.</param>
/// <param name="Problem">Why the last attempt brought none.</param>
internal sealed record IssuerView(
    string Issuer, string Iss, bool Allowed, int? LongestMinutes, IReadOnlyList<string> Algorithms, IReadOnlyList<string> Types, string? JwksUri, string? Audience, IReadOnlyDictionary<string, string> Clients,
    ClaimPaths Claims, string? RolePrefix, IReadOnlyList<IssuerKeyView> Keys, DateTimeOffset? FetchedAt, string? Problem)
{
    public static IssuerView Of(Member member, Issuer issuer, IssuerKeys published)
    {
        var known = published.Of(issuer);
        return new(
            issuer.Id, issuer.Iss, member.IssuerCaps.ContainsKey(issuer.Iss), member.IssuerCaps.TryGetValue(issuer.Iss, out var minutes) ? minutes : null, issuer.Algorithms, issuer.Types, issuer.JwksUri, issuer.Audience,
            new SortedDictionary<string, string>(issuer.Clients, StringComparer.Ordinal), issuer.Claims, issuer.RolePrefix,
            [.. issuer.Keys.Select(key => new IssuerKeyView(key.Kid, key.Thumbprint)).Concat(known?.Keys.Select(key => new IssuerKeyView(key.Key, key.Value.Thumbprint)) ?? []).OrderBy(key => key.Kid, StringComparer.Ordinal)],
            known?.FetchedAt, known?.Problem);
    }
}

/// <summary>
/// An agency's own identity providers, in the hands of its agency-admins, within what two administrators of the hub allowed.
/// What narrows, an administrator of the hub may do too.
/// </summary>
internal static class IssuersEndpoint
{
    public static Answer ListIssuers(string member, Visit visit, IssuerKeys published) => ClientsEndpoint.Administered(member, visit) is { } agency
        ? Answer.Json(StatusCodes.Status200OK, new PageOf<IssuerView>([.. agency.Issuers.Values.OrderBy(issuer => issuer.Id, StringComparer.Ordinal).Select(issuer => IssuerView.Of(agency, issuer, published))], Next: null))
        : Problems.NotFound();

    [Published(Problems = ["issuer-taken"])]
    public static Task<Answer> TrustIssuer(string member, string issuer, Body<TrustIssuer> body, Visit visit, StandingMember own, IssuerKeys published, CancellationToken ct) => member == visit.Member.Id
        ? own.ChangeOwnAsync(visit, agency => agency.Trust(issuer, body.Command), agency => IssuerView.Of(agency, agency.Issuers[issuer], published), ct)
        : Task.FromResult(Problems.NotFound());

    public static Task<Answer> DistrustIssuer(string member, string issuer, Body<DistrustIssuer> body, Visit visit, StandingMember standing, IssuerKeys published, CancellationToken ct) =>
        ClientsEndpoint.Administered(member, visit) is { } agency && agency.Issuers.TryGetValue(issuer, out var named)
            ? standing.ChangeAsync(agency, visit, _ => Member.Distrust(named, body.Command), _ => IssuerView.Of(agency, named, published), ct,
                agency.Id == visit.Member.Id ? [] : [new Notice(agency.Id, NoticeKind.RegistryChanged, agency.Stream)])
            : Task.FromResult(Problems.NotFound());
}
