using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Misp;

namespace IntelShare.Api.Tests.Worlds;

/// <content>The feed of MISP: the same records by a third way, with what was taken away.</content>
internal sealed partial class Curious
{
    private static readonly string[] Owners = ["se-noa", "dk-nsk", "be-fgp"];

    private async Task FetchAsync()
    {
        foreach (var purpose in Purposes)
        {
            var manifest = await Ask(Get(Fetching.Manifest).Stating(purpose), Pair.Feed);
            await Ask(Get("/misp/hashes.csv").Stating(purpose), Pair.Feed);
            // Those that it is told of, and those that it can work out.
            var guessed = from owner in Owners.Append(client) from kind in IntelShare.Indicators.Kind.All.Keys select MispIds.Event(new(owner, kind, new(2026, 12, 1))).ToString();
            foreach (var id in JsonNode.Parse(manifest.Body)!.AsObject().Select(one => one.Key).Concat(guessed).Append("11111111-1111-5111-8111-111111111111").Append("nothing").Distinct())
            {
                await Ask(Get($"/misp/{id}.json").Stating(purpose), Pair.Feed);
            }
        }

        await Ask(Get(Fetching.Manifest).Stating("cross-checking"));
        await Ask(Get("/misp/hashes.csv").Stating("cross-checking", null), Pair.Feed);
    }
}
