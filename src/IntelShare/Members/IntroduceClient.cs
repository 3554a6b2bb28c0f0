using System.Text.Json;

namespace IntelShare.Members;

/// <summary>
/// Enter the client, with its key, by which a member begins to administer itself; or another administrator of the hub. The
/// second administrator gives the key's thumbprint as the member read it out by telephone. Every other client of an agency
/// is added by its own agency-admin.
/// </summary>
/// <param name="Client">Its id.</param>
/// <param name="Roles">Within the member's cap; of an agency's first client, agency-admin among them.</param>
/// <param name="Purposes">What it may state.</param>
/// <param name="Jwk">Its public key (RFC 7517).</param>
public sealed record IntroduceClient(string? Client, Role[]? Roles, Purpose[]? Purposes, JsonElement? Jwk) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Member;

    public override string? ReadBack() => PublicKey.Read(Jwk, "/jwk").Key?.Thumbprint;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var member = registry.Members[subject];
        var isHub = registry.Parties[member.Party].Kind == PartyKind.Hub;
        var added = member.Put(Client ?? "", new(Roles, Purposes, Networks: null, Standing: null), mayAdministerHub: isHub);
        var (key, refusals) = PublicKey.Read(Jwk, "/jwk");
        return member.HasLeft(now) ? Decision.Refuse(Member.Left)
            : !isHub && member.IsAdministered(now) ? Decision.Refuse(new Refusal("administers-itself", "", "The member has an agency-admin, who adds its clients and keys."))
            : member.Clients.ContainsKey(Client ?? "") ? Decision.Refuse(new Refusal("client-taken", "/client", "The member has, or had, a client of this id."))
            : !added.IsAccepted || refusals.Count > 0 ? Decision.Refuse([.. added.Refusals.Select(refusal => refusal.Pointer.Length > 0 ? refusal : refusal with { Pointer = "/client" }), .. refusals])
            : !isHub && !Roles!.Contains(Role.AgencyAdmin) ? Decision.Refuse(new Refusal("cannot-administer", "/roles", "A member's first client holds agency-admin."))
            : member.WhyNot(key!) is { } taken ? Decision.Refuse(taken.Under("/jwk"))
            : Decision.Accept([.. added.Facts, new KeyAdded(Client!, key!.Kid, key.Jwk, now, key.Thumbprint)]);
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => true;

    public override RegistryAct Kept() => PublicKey.Read(Jwk, "/jwk").Key is { } key ? this with { Jwk = JsonElement.Parse(key.Jwk) } : this;
}
