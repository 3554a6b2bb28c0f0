using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Microsoft.AspNetCore.Http.Features;

namespace IntelShare.Api.Host.Door;

/// <summary>A visit that lasts: one step after the other, each under the registry and at the moment as they stand.</summary>
internal sealed class LongVisit(Visit visit, RegistryCache registry, Line line, Trail trail, TimeProvider clock)
{
    private const int Attempts = 8;

    /// <summary>Does a step, again where the registry or what it decides on moved meanwhile. Null once the caller is not admitted any more, or is not <paramref name="still"/> who it was.</summary>
    public async Task<T?> StepAsync<T>(HttpContext http, Func<bool> still, Func<Task<T?>> step) where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var (current, now) = (registry.Current, clock.GetUtcNow());
            var (caller, _) = current.Admit(http.Features.GetRequiredFeature<TokenClaims>(), http.Connection.RemoteIpAddress, now);
            if (caller is null)
            {
                return null;
            }

            visit.Admit(caller, current, now);
            if (!still())
            {
                return null;
            }

            try
            {
                return await step();
            }
            catch (Exception moved) when ((moved is RegistryMovedException or VersionMovedException || Failed.GaveWay(moved)) && attempt < Attempts)
            {
                await line.CloseAsync();
                if (moved is RegistryMovedException)
                {
                    await registry.ReloadAsync(http.RequestAborted);
                }
            }
        }
    }

    /// <summary>Puts the end of the visit on record, whose steps are there already: it is not gone through again for that. Not where the caller is admitted no more, which the counter says.</summary>
    public async Task EndAsync(HttpContext http, string outcome) => visit.IsEntered = await StepAsync(http, () => true, async () =>
    {
        var entry = trail.EntryOf(visit, outcome, []);
        await trail.EnterAsync(entry, line, http.RequestAborted);
        return entry;
    }) is not null;
}
