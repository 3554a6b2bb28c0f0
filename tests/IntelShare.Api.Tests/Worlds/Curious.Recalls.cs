namespace IntelShare.Api.Tests.Worlds;

/// <content>Asks for every recall, answers what it may not know of, and recalls what is not its own.</content>
internal sealed partial class Curious
{
    private async Task RecallAsync()
    {
        foreach (var side in new[] { "issued", "received" })
        {
            await Walk($"/v1/recalls?side={side}&limit=2", purpose: null, World.Daily);
            await Walk($"/v1/recalls?side={side}", purpose: null, Auditor);
        }

        foreach (var id in ids)
        {
            await Ask(Get($"/v1/recalls/{id}"));
            await Ask(Get($"/v1/recalls/{id}"), Auditor);
            await Ask(new Request(HttpMethod.Post, $"/v1/recalls/{id}/answer", """{"answer":"kept","basis":"guess"}"""));
            // Some are the caller's own: those it takes back, the others nobody's or another's.
            await Ask(new Request(HttpMethod.Post, "/v1/recalls", $$"""{"indicators":["{{id}}"],"reason":"wrong-content"}""").With("Idempotency-Key", "recall-" + id));
        }

        await Ask(new Request(HttpMethod.Post, "/v1/recalls", $$"""{"indicators":["{{string.Join("\",\"", ids.Take(100))}}"],"reason":"wrong-content"}""").With("Idempotency-Key", "recall-all"));
        await Walk("/v1/recalls?side=issued&limit=2", purpose: null, World.Daily);
    }
}
