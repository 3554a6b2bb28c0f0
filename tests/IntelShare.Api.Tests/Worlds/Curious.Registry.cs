using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Worlds;

/// <content>The registry, and what administrators alone may do.</content>
internal sealed partial class Curious
{
    private async Task AskTheRegistryAsync()
    {
        foreach (var path in new[] { "/v1/parties", "/v1/members", "/v1/members/se-noa", $"/v1/members/{client}", "/v1/members/nobody", "/v1/task-forces", "/v1/pending-acts", "/v1/pending-acts/nothing" })
        {
            await Ask(Get(path));
        }

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Put, "/v1/parties/PL"), (HttpMethod.Post, "/v1/parties/SE/agreements"), (HttpMethod.Post, "/v1/parties/SE/agreements/ending"),
            (HttpMethod.Put, "/v1/members/pl-cbsp"), (HttpMethod.Patch, "/v1/members/se-noa"), (HttpMethod.Post, "/v1/members/se-noa/suspension"), (HttpMethod.Delete, "/v1/members/se-noa/suspension"), (HttpMethod.Post, "/v1/members/se-noa/introduction"),
            (HttpMethod.Put, "/v1/task-forces/mine"), (HttpMethod.Post, "/v1/task-forces/grimm/participants"), (HttpMethod.Post, "/v1/task-forces/grimm/participants/leaving"),
            (HttpMethod.Put, "/v1/concepts/drug.mine"), (HttpMethod.Put, "/v1/concepts/drug.any/merger"), (HttpMethod.Delete, "/v1/concepts/drug.any/merger"),
            (HttpMethod.Post, "/v1/pending-acts/nothing/seconding"), (HttpMethod.Post, "/v1/pending-acts/nothing/refusal"),
        })
        {
            await Ask(new Request(method, path, "{}"));
        }

        // The day of a last use is written as its entry is sealed, which is a matter of the clock, as with the logs below.
        await world.Hub.SealAsync();
        foreach (var member in new[] { "se-noa", client, "nobody" })
        {
            await Ask(Get($"/v1/members/{member}/clients"), Admin);
            await Ask(new Request(HttpMethod.Put, $"/v1/members/{member}/clients/mine", """{"roles":[]}"""), Admin);
            await Ask(new Request(HttpMethod.Delete, $"/v1/members/{member}/clients/mine", "{}"), Admin);
            await Ask(new Request(HttpMethod.Post, $"/v1/members/{member}/clients/{member}/keys", """{"jwk":{}}"""), Admin);
            await Ask(new Request(HttpMethod.Put, $"/v1/members/{member}/clients/{member}/keys/none/retirement", "{}"), Admin);
            await Ask(new Request(HttpMethod.Delete, $"/v1/members/{member}/clients/{member}/keys/none", "{}"), Admin);
            await Ask(new Request(HttpMethod.Put, $"/v1/members/{member}/clients/{member}/tokens/none", "{}"), Admin);
            await Ask(new Request(HttpMethod.Delete, $"/v1/members/{member}/clients/{member}/tokens/none", "{}"), Admin);
            await Ask(Get($"/v1/members/{member}/issuers"), Admin);
            await Ask(new Request(HttpMethod.Put, $"/v1/members/{member}/issuers/none", "{}"), Admin);
            await Ask(new Request(HttpMethod.Delete, $"/v1/members/{member}/issuers/none", "{}"), Admin);
        }
    }
}
