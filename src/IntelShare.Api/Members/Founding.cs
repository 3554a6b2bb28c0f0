using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>The first act on an empty database: done by whoever has the hub's own settings, before it ever listens.</summary>
internal static class Founding
{
    /// <summary>Founds the hub, or says why not.</summary>
    /// <exception cref="RegistryMovedException">Somebody founded it at the same moment.</exception>
    public static async Task<IReadOnlyList<Refusal>> FoundAsync(IServiceProvider services, FoundHub command, CancellationToken ct)
    {
        var (registry, now) = (services.GetRequiredService<RegistryCache>().Current, services.GetRequiredService<TimeProvider>().GetUtcNow());
        var (party, member) = command.Decide(registry, now);
        if (!member.IsAccepted)
        {
            return member.Refusals;
        }

        await services.GetRequiredService<Streams>().RegisterAsync(
            [Registered.Of(RegistryRoom.Party, FoundHub.Party, party.Facts), Registered.Of(RegistryRoom.Member, FoundHub.Member, member.Facts)],
            new(services.GetRequiredService<Ids>().Next(FoundHub.Member), now, new(FoundHub.Member, FoundHub.Member, "founding", "none", "none"), "hub-founded", "ok", Purpose: null, Case: null, registry.Version, []), ct);
        return [];
    }
}
