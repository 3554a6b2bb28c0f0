using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IntelShare.Members;

/// <summary>Where to ask an agency: what a hit names instead of content.</summary>
/// <param name="Contact">Reached in office hours.</param>
/// <param name="Urgent">Reached round the clock.</param>
public sealed record Desk(string Contact, string Urgent);

/// <summary>An agency of a party was enrolled, with the roles its clients may ever hold.</summary>
public sealed record MemberEnrolled(string Id, string Party, string Name, Desk Desk, Role[] Roles);

/// <summary>A machine or gateway of the member was registered, capped to roles and purposes.</summary>
public sealed record ClientAdded(string Client, Role[] Roles, Purpose[] Purposes);

/// <summary>A public key of a client was registered.</summary>
/// <param name="Client">The client that signs with it.</param>
/// <param name="Kid">Unique within the member.</param>
/// <param name="Jwk">RFC 7517, public part only.</param>
public sealed record KeyAdded(string Client, string Kid, string Jwk);

/// <summary>A key is not trusted any more, from the next answer on.</summary>
public sealed record KeyRevoked(string Client, string Kid);

/// <summary>The member may neither read nor write; its records stay under their releases.</summary>
public sealed record MemberSuspended(string Reason);

/// <summary>A suspension was lifted.</summary>
public sealed record MemberReadmitted(string Reason);

/// <summary>A registered machine with its caps and trusted keys (kid to public JWK).</summary>
public sealed record Client(string Id, ImmutableHashSet<Role> Roles, ImmutableHashSet<Purpose> Purposes, ImmutableDictionary<string, string> Keys);

/// <summary>An agency of a party. Its clients never hold a role beyond the member's own cap.</summary>
public sealed record Member(Guid Stream, string Id, string Party, string Name, Desk Desk, ImmutableHashSet<Role> Roles, ImmutableDictionary<string, Client> Clients, bool Suspended)
{
    /// <summary>The issuer of the tokens that the member's own clients sign.</summary>
    [JsonIgnore]
    public string Issuer => "urn:intelshare:member:" + Id;

    /// <summary>The member after one more fact.</summary>
    public static Member Evolve(Member? current, Guid stream, object fact) => (current, fact) switch
    {
        (null, MemberEnrolled e) => new(stream, e.Id, e.Party, e.Name, e.Desk, [.. e.Roles], ImmutableDictionary<string, Client>.Empty, Suspended: false),
        (not null, ClientAdded e) => current.With(new Client(e.Client, current.Roles.Intersect(e.Roles), [.. e.Purposes], ImmutableDictionary<string, string>.Empty)),
        (not null, KeyAdded e) => current.With(current.Clients[e.Client], keys => keys.SetItem(e.Kid, e.Jwk)),
        (not null, KeyRevoked e) => current.With(current.Clients[e.Client], keys => keys.Remove(e.Kid)),
        (not null, MemberSuspended) => current with { Suspended = true },
        (not null, MemberReadmitted) => current with { Suspended = false },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of member {current?.Id}."),
    };

    private Member With(Client client) => this with { Clients = Clients.SetItem(client.Id, client) };

    private Member With(Client client, Func<ImmutableDictionary<string, string>, ImmutableDictionary<string, string>> keys) =>
        With(client with { Keys = keys(client.Keys) });
}
