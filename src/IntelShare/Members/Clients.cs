using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace IntelShare.Members;

/// <summary>Add a machine or gateway of the own agency, or change what it may do.</summary>
/// <param name="Roles">Within the member's cap.</param>
/// <param name="Purposes">What its requests may state; at least one.</param>
/// <param name="Networks">Where it calls from (CIDR); none: from anywhere. At most 32.</param>
/// <param name="Standing">What a feed's requests state where they say nothing.</param>
public sealed record PutClient(Role[]? Roles, Purpose[]? Purposes, string[]? Networks, StandingPurpose? Standing)
{
    /// <summary>What a contributor's objects leave unsaid.</summary>
    public Posting? Posting { get; init; }
}

/// <summary>Purpose and case of a machine that pulls by itself, and states neither in its requests.</summary>
/// <param name="Purpose">One of the client's.</param>
/// <param name="Case">The member's own reference, at most 128 code points.</param>
public sealed record StandingPurpose(Purpose? Purpose, string? Case);

/// <summary>End a client; its id is not used again.</summary>
public sealed record RemoveClient(string? Reason);

/// <summary>Trust another key of a client, beside those that it has.</summary>
/// <param name="Jwk">The public part (RFC 7517).</param>
public sealed record AddKey(JsonElement? Jwk);

/// <summary>Trust a key no longer from a moment on: what it signed until then is taken.</summary>
/// <param name="At">First moment without it.</param>
public sealed record RetireKey(DateTimeOffset? At);

/// <summary>Trust a key no longer from the next answer on.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record RevokeKey(string? Reason);

/// <summary>What a client may do was changed.</summary>
public sealed record ClientChanged(string Client, Role[] Roles, Purpose[] Purposes, string[] Networks, StandingPurpose? Standing)
{
    /// <summary>What its objects leave unsaid.</summary>
    public Posting? Posting { get; init; }
}

/// <summary>A client was ended, with its keys.</summary>
public sealed record ClientRemoved(string Client, string Reason);

/// <summary>A key is trusted until a moment.</summary>
public sealed record KeyRetired(string Client, string Kid, DateTimeOffset At);

/// <content>The member's own machines, in the hands of its own agency-admins, within the caps that the hub set.</content>
public sealed partial record Member
{
    private const int MostNetworks = 32;
    private const int LongestCase = 128;
    private static readonly Refusal NotTrusted = new("key-not-trusted", "", "No such key of the client is trusted.");

    /// <summary>Whether somebody could sign as agency-admin now.</summary>
    public bool IsAdministered(DateTimeOffset now) =>
        Clients.Values.Any(client => !client.Removed && client.Roles.Contains(Role.AgencyAdmin) && client.Keys.Values.Any(key => key.IsTrusted(now)));

    /// <summary>Decides a client, new or changed.</summary>
    /// <param name="client">Its id.</param>
    /// <param name="command">What it may do, whole.</param>
    /// <param name="mayAdministerHub">Whether it may hold hub-admin: where two administrators of the hub decide.</param>
    public Decision Put(string client, PutClient command, bool mayAdministerHub = false)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (roles, purposes, networks) = (command.Roles ?? [], command.Purposes ?? [], command.Networks ?? []);
        Refusal[] refusals =
        [
            .. Text.IsSlug(client, 1, 64) ? Array.Empty<Refusal>() : [new("malformed-client", "", "1 to 64 letters, digits and hyphens, in lower case.")],
            .. roles is [] ? [new("required", "/roles", "At least one role.")]
                : !Roles.IsSupersetOf(roles) ? [new("role-beyond-cap", "/roles", $"Within the member's cap: {string.Join(", ", Roles.Order().Select(role => role.Code()))}.")]
                : roles.Contains(Role.HubAdmin) && !mayAdministerHub ? [new("role-beyond-cap", "/roles", "Administrators of the hub are introduced by two others.")]
                : Array.Empty<Refusal>(),
            .. purposes is [] ? [new("required", "/purposes", "At least one: the inbox too is read for a purpose.")] : Array.Empty<Refusal>(),
            .. networks.Length > MostNetworks ? [new("too-many", "/networks", $"At most {MostNetworks}.")] : Array.Empty<Refusal>(),
            .. networks.Select((network, i) => IPNetwork.TryParse(network, out var parsed) && parsed.PrefixLength > 0 ? null : new Refusal("malformed-network", $"/networks/{i}", "CIDR, and not the whole world: 192.0.2.0/24, 2001:db8::/32.")).OfType<Refusal>(),
            .. command.Standing is not { } standing ? []
                : (Refusal[])[
                    .. standing.Purpose is { } purpose && purposes.Contains(purpose) ? Array.Empty<Refusal>() : [new("purpose-beyond-cap", "/standing/purpose", "One of the client's purposes.")],
                    .. Text.Required(standing.Case, "/standing/case", LongestCase),
                    .. roles is [Role.Feed] ? Array.Empty<Refusal>() : [new("only-feeds", "/standing", "An officer says for each request why; only a feed has a standing purpose.")],
                ],
            .. command.Posting?.Check(roles) ?? [],
        ];
        var known = Clients.GetValueOrDefault(client);
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : known is { Removed: true } ? Decision.Refuse(new Refusal("client-taken", "", "The member has, or had, a client of this id."))
            : known is null ? Decision.Accept(new ClientAdded(client, [.. roles.Distinct().Order()], [.. purposes.Distinct().Order()], networks, command.Standing) { Posting = command.Posting })
            : known.Is(roles, purposes, networks, command.Standing, command.Posting) ? Decision.AlreadySo
            : Decision.Accept(new ClientChanged(client, [.. roles.Distinct().Order()], [.. purposes.Distinct().Order()], networks, command.Standing) { Posting = command.Posting });
    }

    /// <summary>Decides the end of a client.</summary>
    public static Decision Remove(Client client, RemoveClient command)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(command);
        return Reasoned(command.Reason, client.Removed ? Decision.AlreadySo : Decision.Accept(new ClientRemoved(client.Id, command.Reason!)));
    }

    /// <summary>Decides a further key of a client.</summary>
    public Decision Add(Client client, AddKey command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(command);
        var (key, refusals) = PublicKey.Read(command.Jwk, "/jwk");
        return refusals.Count > 0 ? Decision.Refuse(refusals)
            : client.Removed ? Decision.Refuse(new Refusal("client-removed", "", "The client has been ended."))
            : client.Keys.GetValueOrDefault(key!.Kid) is { } known && known.IsTrusted(now) && known.Thumbprint == key.Thumbprint ? Decision.AlreadySo
            : WhyNot(key) is { } taken ? Decision.Refuse(taken.Under("/jwk"))
            : Decision.Accept(new KeyAdded(client.Id, key.Kid, key.Jwk, now, key.Thumbprint));
    }

    /// <summary>Decides a key's last moment.</summary>
    public static Decision Retire(Client client, string kid, RetireKey command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(command);
        return !client.Keys.TryGetValue(kid, out var key) || !key.IsTrusted(now) ? Decision.Refuse(NotTrusted)
            : command.At is null ? Decision.Refuse(new Refusal("required", "/at", "The first moment without the key."))
            : command.At < now ? Decision.Refuse(new Refusal("at-in-the-past", "/at", "Now or later."))
            : command.At == key.RetiresAt ? Decision.AlreadySo
            : command.At > key.RetiresAt ? Decision.Refuse(new Refusal("retires-earlier", "/at", "A key that is to end is not kept longer; add another."))
            : Decision.Accept(new KeyRetired(client.Id, kid, command.At.Value));
    }

    /// <summary>Decides that a key is trusted no longer. Never refused for want of another: who must not sign is stopped first.</summary>
    public static Decision Revoke(Client client, string kid, RevokeKey command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(command);
        // A retired one too: it may have been stolen, and what it signs is still told in the member's trail.
        return Reasoned(command.Reason, client.Keys.GetValueOrDefault(kid) is not { RevokedAt: null } ? Decision.Refuse(NotTrusted)
            : Decision.Accept(new KeyRevoked(client.Id, kid, command.Reason, now)));
    }

    /// <summary>Why a key cannot be trusted, or null: a kid names one key for ever, and a key signs for one client.</summary>
    internal Refusal? WhyNot(PublicKey key) =>
        Clients.Values.Any(client => client.Keys.ContainsKey(key.Kid)) ? new("kid-taken", "/kid", "A key of this name is, or was, trusted.")
        : Clients.Values.Any(client => client.Keys.Values.Any(known => known.Thumbprint == key.Thumbprint)) ? new("key-taken", "", "This key is, or was, trusted under another name.")
        : null;
}
