using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.FaultLab.Hubs;

/// <summary>Two agencies that share, two that read, and the hub's administrators. A database of one's own may not hold keys of the demonstration cast.</summary>
internal sealed class Cast
{
    public static readonly string[] Owners = ["se-noa", "de-bka"];
    public static readonly string[] Readers = ["fr-ofast", "nl-dlio"];
    public static readonly string[] Administrators = ["hub", "hub-2", "hub-3"];

    private static readonly Role[] AgencyRoles = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed, Role.AgencyAdmin, Role.Auditor];
    private static readonly Role[] HubRoles = [Role.HubAdmin, Role.Auditor];

    private readonly Dictionary<string, ClientKey> keys = new(StringComparer.Ordinal);

    public Cast()
    {
        foreach (var client in (string[])[.. Owners, .. Readers, .. Administrators])
        {
            keys[client] = ClientKey.Create(Member(client), client, new Settings().Audience, "lab-");
        }
    }

    public ClientKey Key(string client) => keys[client];

    /// <summary>Puts everybody into the registry of an empty hub.</summary>
    public async Task EnrolAsync(IServiceProvider hub, TimeProvider clock, CancellationToken ct)
    {
        var (streams, registry, ids) = (hub.GetRequiredService<Streams>(), hub.GetRequiredService<RegistryCache>(), hub.GetRequiredService<Ids>());
        foreach (var clients in keys.Keys.GroupBy(Member))
        {
            var party = clients.Key == "hub" ? "org:hub" : clients.Key[..2].ToUpperInvariant();
            var roles = clients.Key == "hub" ? HubRoles : AgencyRoles;
            await RegisterAsync(RegistryRoom.Party, party, new PartyEnrolled(party, clients.Key == "hub" ? PartyKind.Hub : PartyKind.MemberState, party));
            await RegisterAsync(RegistryRoom.Member, clients.Key,
                [new MemberEnrolled(clients.Key, party, clients.Key, new($"desk@{clients.Key}.example", $"urgent@{clients.Key}.example"), roles),
                 .. clients.SelectMany(client => (object[])[new ClientAdded(client, roles, Enum.GetValues<Purpose>()), new KeyAdded(client, Key(client).Kid, Key(client).PublicJwk())])]);
        }

        async Task RegisterAsync(RegistryRoom room, string subject, params object[] facts)
        {
            await streams.RegisterAsync([Registered.Of(room, subject, facts)],
                new(ids.Next("hub"), clock.GetUtcNow(), new("hub", "hub", "founding", "none", "none"), "lab-founded", "ok", Purpose: null, Case: null, registry.Current.Version, []), ct);
            await registry.ReloadAsync(ct);
        }
    }

    private static string Member(string client) => client.StartsWith("hub", StringComparison.Ordinal) ? "hub" : client;
}
