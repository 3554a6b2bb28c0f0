using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>A key of a client.</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Thumbprint">RFC 7638; absent for keys of a hub's founding.</param>
/// <param name="AddedAt">Since when it is trusted; absent for the same.</param>
/// <param name="RetiresAt">First moment without it.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Trusted">Whether it is trusted now.</param>
/// <param name="UsedOn">The last day (UTC) of its use; in the list.</param>
internal sealed record KeyView(string Kid, string? Thumbprint, DateTimeOffset? AddedAt, DateTimeOffset? RetiresAt, DateTimeOffset? RevokedAt, bool Trusted, DateOnly? UsedOn);

/// <summary>A long token of a client that pulls.</summary>
/// <param name="Token">Its jti.</param>
/// <param name="ExpiresAt">First moment without it.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Trusted">Whether requests may carry it now.</param>
/// <param name="UsedOn">The last day (UTC) of its use; in the list.</param>
internal sealed record TokenView(string Token, DateTimeOffset ExpiresAt, DateTimeOffset RegisteredAt, DateTimeOffset? RevokedAt, bool Trusted, DateOnly? UsedOn);

/// <summary>A machine or gateway of an agency.</summary>
/// <param name="Client">Its id.</param>
/// <param name="Roles">What its tokens may say.</param>
/// <param name="Purposes">What its requests may state.</param>
/// <param name="Networks">Where it calls from; empty: from anywhere.</param>
/// <param name="Standing">What a feed's requests state where they say nothing; to its own agency.</param>
/// <param name="Removed">Whether it was ended.</param>
/// <param name="Keys">Those trusted, and those that were.</param>
/// <param name="Tokens">Long tokens, those that ended included.</param>
/// <param name="UsedOn">The last day (UTC) on which it was at work; in the list.</param>
internal sealed record ClientView(string Client, IReadOnlyList<Role> Roles, IReadOnlyList<Purpose> Purposes, IReadOnlyList<string> Networks, StandingPurpose? Standing, bool Removed, IReadOnlyList<KeyView> Keys, IReadOnlyList<TokenView> Tokens, DateOnly? UsedOn)
{
    /// <summary>A client as its agency and the hub see it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="isOwn">Whether its own agency reads it.</param>
    /// <param name="now">The moment.</param>
    /// <param name="usedOn">When what was used last; null where that is not told.</param>
    public static ClientView Of(Client client, bool isOwn, DateTimeOffset now, Func<string, string, DateOnly?>? usedOn = null) => new(
        client.Id, [.. client.Roles.Order()], [.. client.Purposes.Order()], [.. client.Networks], isOwn ? client.Standing : null, client.Removed,
        [.. client.Keys.OrderBy(key => key.Value.AddedAt).ThenBy(key => key.Key, StringComparer.Ordinal).Select(key => new KeyView(key.Key, key.Value.Thumbprint, key.Value.AddedAt, key.Value.RetiresAt, key.Value.RevokedAt, key.Value.IsTrusted(now) && !client.Removed, usedOn?.Invoke("key", key.Key)))],
        [.. client.Tokens.OrderBy(token => token.Value.RegisteredAt).ThenBy(token => token.Key, StringComparer.Ordinal).Select(token => new TokenView(token.Key, token.Value.ExpiresAt, token.Value.RegisteredAt, token.Value.RevokedAt, token.Value.IsTrusted(now) && client.MayCarryTokens, usedOn?.Invoke("token", token.Key)))],
        usedOn?.Invoke("client", client.Id));
}

/// <summary>
/// An agency's machines and their keys, in the hands of its own agency-admins. What narrows, an administrator of the hub may do
/// too. Anybody else's agency is answered like one that does not exist.
/// </summary>
internal static class ClientsEndpoint
{
    public static async Task<Answer> ListClients(string member, Visit visit, Line line, CancellationToken ct)
    {
        if (Administered(member, visit) is not { } agency)
        {
            return Problems.NotFound();
        }

        var used = await LastUses.ReadAsync(await line.OpenAsync(ct), [agency], DateOnly.FromDateTime(visit.Now.UtcDateTime), ct);
        return Answer.Json(StatusCodes.Status200OK, new PageOf<ClientView>([.. agency.Clients.Values.OrderBy(client => client.Id, StringComparer.Ordinal).Select(client => ClientView.Of(client, member == visit.Member.Id, visit.Now, UsedOn))], Next: null));

        DateOnly? UsedOn(string what, string id) => used.TryGetValue((member, what, id), out var day) ? day : null;
    }

    [Published(Problems = ["client-taken"])]
    public static Task<Answer> PutClient(string member, string client, Body<PutClient> body, Visit visit, StandingMember own, CancellationToken ct) => member == visit.Member.Id
        ? own.ChangeOwnAsync(visit, agency => agency.Put(client, body.Command), agency => ClientView.Of(agency.Clients[client], isOwn: true, visit.Now), ct)
        : Task.FromResult(Problems.NotFound());

    public static Task<Answer> RemoveClient(string member, string client, Body<RemoveClient> body, Visit visit, StandingMember standing, CancellationToken ct) =>
        ChangeAsync(Administered(member, visit), client, named => Member.Remove(named, body.Command), visit, standing, ct);

    [Published(Problems = ["client-removed"])]
    public static Task<Answer> AddKey(string member, string client, Body<AddKey> body, Visit visit, StandingMember own, CancellationToken ct) =>
        ChangeAsync(member == visit.Member.Id ? visit.Member : null, client, named => visit.Member.Add(named, body.Command, visit.Now), visit, own, ct);

    [Published(Problems = ["key-not-trusted"])]
    public static Task<Answer> RetireKey(string member, string client, string kid, Body<RetireKey> body, Visit visit, StandingMember standing, HttpContext http, CancellationToken ct) =>
        ChangePartAsync("kid", Administered(member, visit), client, (named, key) => Member.Retire(named, key, body.Command, visit.Now), visit, standing, http, ct);

    [Published(Problems = ["key-not-trusted"])]
    public static Task<Answer> RevokeKey(string member, string client, string kid, Body<RevokeKey> body, Visit visit, StandingMember standing, HttpContext http, CancellationToken ct) =>
        ChangePartAsync("kid", Administered(member, visit), client, (named, key) => Member.Revoke(named, key, body.Command, visit.Now), visit, standing, http, ct);

    [Published(Problems = ["not-a-feed", "token-taken", "too-many-tokens"])]
    public static Task<Answer> RegisterToken(string member, string client, string token, Body<RegisterToken> body, Visit visit, StandingMember own, HttpContext http, CancellationToken ct) =>
        ChangePartAsync("token", member == visit.Member.Id ? visit.Member : null, client, (named, id) => Member.Register(named, id, body.Command, visit.Now), visit, own, http, ct);

    [Published(Problems = ["token-not-trusted"])]
    public static Task<Answer> RevokeToken(string member, string client, string token, Body<RevokeToken> body, Visit visit, StandingMember standing, HttpContext http, CancellationToken ct) =>
        ChangePartAsync("token", Administered(member, visit), client, (named, id) => Member.RevokeToken(named, id, body.Command, visit.Now), visit, standing, http, ct);

    private static Task<Answer> ChangePartAsync(string part, Member? agency, string client, Func<Client, string, Decision> decide, Visit visit, StandingMember standing, HttpContext http, CancellationToken ct) =>
        PathText.TryRead(http, part, PublicKey.LongestKid, out var id) && !Text.IsBlank(id)
            ? ChangeAsync(agency, client, named => decide(named, id), visit, standing, ct)
            : Task.FromResult(Problems.Of("malformed-parameter", $"{part}: as it names itself, percent-encoded UTF-8, at most 128 code points."));

    private static Task<Answer> ChangeAsync(Member? agency, string client, Func<Client, Decision> decide, Visit visit, StandingMember standing, CancellationToken ct) =>
        agency?.Clients.TryGetValue(client, out var named) == true
            ? standing.ChangeAsync(agency, visit, _ => decide(named), after => ClientView.Of(after.Clients[client], agency.Id == visit.Member.Id, visit.Now), ct,
                agency.Id == visit.Member.Id ? [] : [new Notice(agency.Id, NoticeKind.RegistryChanged, agency.Stream)])
            : Task.FromResult(Problems.NotFound());

    /// <summary>The agency, where the caller administers it: its own, or as an administrator of the hub any.</summary>
    internal static Member? Administered(string member, Visit visit) =>
        visit.Registry.Members.TryGetValue(member, out var agency) && (member == visit.Member.Id || visit.Caller.Roles.Contains(Role.HubAdmin)) ? agency : null;
}
