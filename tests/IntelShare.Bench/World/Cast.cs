using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Bench.World;

/// <summary>Eight agencies of eight countries in one task force, each with one client.</summary>
internal sealed class Cast
{
    public static readonly string[] Members = ["se-noa", "be-fgp", "dk-nsk", "fi-krp", "fr-ofast", "de-bka", "nl-dlio", "no-kripos"];
    public static readonly Role[] Roles = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed];
    private readonly Dictionary<string, ClientKey> keys = Members.ToDictionary(member => member, member => ClientKey.Create(member, member, new Settings().Audience, "bench-"));

    public async Task EnrolAsync(Streams streams, RegistryCache registry, TimeProvider clock, CancellationToken ct)
    {
        foreach (var (id, key) in keys)
        {
            var country = id[..2].ToUpperInvariant();
            await RegisterAsync(RegistryRoom.Party, country, new PartyEnrolled(country, country == "NO" ? PartyKind.SchengenAssociated : PartyKind.MemberState, country));
            await RegisterAsync(RegistryRoom.Member, id, new MemberEnrolled(id, country, id, new($"desk@{id}.example", $"urgent@{id}.example"), Roles),
                new ClientAdded(id, Roles, Enum.GetValues<Purpose>()), new KeyAdded(id, key.Kid, key.PublicJwk()));
        }

        await RegisterAsync(RegistryRoom.TaskForce, "grimm",
            [new TaskForceFounded("grimm", "GRIMM"), .. keys.Keys.Select(id => new TaskForceJoined("country:" + id[..2].ToUpperInvariant(), clock.GetUtcNow().AddYears(-3)))]);

        async Task RegisterAsync(RegistryRoom room, string subject, params object[] facts)
        {
            await streams.RegisterAsync([Registered.Of(room, subject, facts)],
                new(new Ids().Next("hub"), clock.GetUtcNow(), new("hub", "hub", "bench", "none", "none"), "bench-seeded", "ok", Purpose: null, Case: null, registry.Current.Version, []), ct);
            await registry.ReloadAsync(ct);
        }
    }

    /// <summary>A fresh token of one of the agency's officers.</summary>
    public string Token(string member, int officer, TimeProvider clock, params string[] roles) => keys[member].Sign(clock.GetUtcNow(), roles is [] ? null : roles, $"officer-{officer}");

    public static Reader Reader(Registry registry, string member, Purpose purpose, DateTimeOffset now)
    {
        var agency = registry.Members[member];
        return Access.Reader.Of(new(agency, registry.Parties[agency.Party], agency.Clients[member], "officer", Roles.ToHashSet(), agency.Clients[member].Purposes, "none", "none"), purpose, justified: false, registry, now);
    }
}
