using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>One act of an agency upon a record.</summary>
/// <param name="Client">Who acts.</param>
/// <param name="Of">The record acted on, in the world it is done in.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Submits">Whether a record begins with it.</param>
internal sealed record Deed(string Client, Func<World, Guid>? Of, Func<Guid, Request> Request, bool Submits = false)
{
    public IReadOnlyCollection<string> Roles { get; init; } = World.Daily;

    public static Deed Submit(string client, JsonObject body, string key) =>
        new(client, Of: null, _ => new Request(HttpMethod.Post, "/v1/indicators", body.ToJsonString()).With("Idempotency-Key", key), Submits: true);

    public static Deed Amend(string client, Func<World, Guid> of, JsonObject patch) =>
        new(client, of, id => new Request(HttpMethod.Patch, $"/v1/indicators/{id}", patch.ToJsonString()).With("If-Match", "*"));

    public static Deed Release(string client, Func<World, Guid> of, JsonObject release) =>
        new(client, of, id => new Request(HttpMethod.Put, $"/v1/indicators/{id}/release", release.ToJsonString()).With("If-Match", "*"));

    public static Deed Withdraw(string client, Func<World, Guid> of) =>
        new(client, of, id => new Request(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"no longer held"}""").With("If-Match", "*"));

    public static Deed Read(string client, Func<World, Guid> of) =>
        new(client, of, id => new Request(HttpMethod.Get, $"/v1/indicators/{id}").Stating("cross-checking", "K-other"));

    public static Deed ListOwn(string client) =>
        new(client, Of: null, _ => new Request(HttpMethod.Get, "/v1/indicators?mine=true&limit=5").Stating("information-exchange", "K-other"));

    public static Deed Search(string client, IEnumerable<(string Kind, string Value)> values) => new(client, Of: null, _ => Searching(values).Stating("cross-checking", "K-other"));

    public static Request Scanning(IEnumerable<string> texts) =>
        new(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = texts.Select((text, i) => new { id = $"{i}", text }) }));

    /// <summary>A rule that leans on what the reader may read of the lexicon.</summary>
    public static Request Trying(IEnumerable<string> texts) => Trying(JsonNode.Parse("""{"groups":[{"name":"drug","concepts":["drug.cocaine"]}],"all":["drug"],"within":5}""")!, texts);

    /// <summary>A rule that is found by what no text holds, and asks besides for a word by which rules of others may be found.</summary>
    public static Request TryingBeside(string word, IEnumerable<string> texts) => Trying(Bodies.Rule(["what nobody ever writes"], [word]), texts);

    private static Request Trying(JsonNode rule, IEnumerable<string> texts) =>
        new(HttpMethod.Post, "/v1/scans/trials", JsonSerializer.Serialize(new { rule, texts = texts.Select((text, i) => new { id = $"{i}", text }) }));

    public static Request Counting(IEnumerable<string> texts) =>
        new(HttpMethod.Post, "/v1/scans/counts", JsonSerializer.Serialize(new { terms = JsonNode.Parse("""["snö","❄️"]"""), texts = texts.Select((text, i) => new { id = $"{i}", text }) }));

    public static Request Searching(IEnumerable<(string Kind, string Value)> values) =>
        new(HttpMethod.Post, "/v1/searches", JsonSerializer.Serialize(new { queries = values.Select(value => new { kind = value.Kind, value = value.Value }) }));
}
