using System.Text.Json;

namespace IntelShare.Members;

/// <summary>Found a hub: its party, its own member, and three administrators, since each act that widens takes two of them.</summary>
/// <param name="Name">At most 200 code points.</param>
/// <param name="Desk">Where the hub is asked.</param>
/// <param name="Administrators">Three or more clients by id, each with its public key (RFC 7517).</param>
public sealed record FoundHub(string? Name, Desk? Desk, IReadOnlyDictionary<string, JsonElement> Administrators)
{
    /// <summary>Id of the hub's own party.</summary>
    public const string Party = "org:hub";

    /// <summary>Id of its own member.</summary>
    public const string Member = "hub";

    private const int Fewest = 3;

    /// <summary>Decides the founding, once, before anybody else is enrolled.</summary>
    /// <returns>Facts of the party and of the member, or every refusal.</returns>
    public (Decision Party, Decision Member) Decide(Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var member = new MemberEnrolled(Member, Party, Name ?? "", Desk ?? new("", ""), [Role.Auditor, Role.HubAdmin]);
        var state = Members.Member.Evolve(current: null, Guid.Empty, member);
        var (facts, refusals) = (new List<object> { member }, new List<Refusal>());
        foreach (var (client, jwk) in Administrators.OrderBy(administrator => administrator.Key, StringComparer.Ordinal))
        {
            var added = state.Put(client, new([Role.HubAdmin, Role.Auditor], Enum.GetValues<Purpose>(), Networks: null, Standing: null), mayAdministerHub: true);
            var (key, unread) = PublicKey.Read(jwk, "");
            Refusal[] wrong = [.. added.Refusals, .. unread, .. key is not null && state.WhyNot(key) is { } taken ? [taken] : Array.Empty<Refusal>()];
            refusals.AddRange(wrong.Select(refusal => refusal.Under("/administrators/" + client)));
            if (wrong.Length == 0)
            {
                object[] both = [.. added.Facts, new KeyAdded(client, key!.Kid, key.Jwk, now, key.Thumbprint)];
                facts.AddRange(both);
                state = both.Aggregate(state, (current, fact) => Members.Member.Evolve(current, Guid.Empty, fact));
            }
        }

        Refusal[] all =
        [
            .. Text.Required(Name, "/name", 200),
            .. Members.Member.CheckDesk(Desk),
            .. Administrators.Count < Fewest ? [new("too-few", "/administrators", "At least three: two decide, and one may be away.")] : Array.Empty<Refusal>(),
            .. refusals,
        ];
        var refused = registry.Parties.Count > 0 || registry.Members.Count > 0 ? Decision.Refuse(new Refusal("already-founded", "", "This registry is not empty; its administrators introduce others."))
            : all.Length > 0 ? Decision.Refuse(all)
            : null;
        return refused is not null ? (refused, refused) : (Decision.Accept(new PartyEnrolled(Party, PartyKind.Hub, Name!)), Decision.Accept([.. facts]));
    }
}
