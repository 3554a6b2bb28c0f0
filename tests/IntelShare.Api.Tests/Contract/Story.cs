using System.Text.Json.Nodes;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Contract;

/// <summary>The story under <c>openapi/examples</c> as it is played on a hub, which gives other names than when it was told.</summary>
internal sealed class Story(TestHub hub)
{
    /// <summary>What the hub named otherwise: records, requests, references of hits.</summary>
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    /// <summary>The hub's own names of what the story made so far.</summary>
    public IEnumerable<string> Names => ids.Values;

    /// <summary>A text of the story in the hub's names.</summary>
    public string Here(string told) => ids.Aggregate(told, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));

    /// <summary>Sends the next request of the story, once its days have passed.</summary>
    public async Task<HttpResponseMessage> PlayAsync(Example example, HttpMethod method)
    {
        await hub.MatchedAsync();
        await hub.TideAsync();
        hub.Clock.Advance(TimeSpan.FromDays(example.Days ?? 0) + TimeSpan.FromMinutes(1));
        await hub.SealAsync();
        using var http = hub.As(example.Client, purpose: null, @case: null, example.Roles ?? []);
        if (example.MediaType is { } media)
        {
            using var content = new StringContent(example.Request!.GetValue<string>(), System.Text.Encoding.UTF8, media);
            using var file = new HttpRequestMessage(method, Here(example.Path)) { Content = content };
            foreach (var (name, value) in example.Headers!)
            {
                file.Headers.TryAddWithoutValidation(name, value);
            }

            return await http.SendAsync(file, Requests.Ct);
        }

        return await http.SendAsync(method, Here(example.Path), example.Request is { } body ? Here(body.ToJsonString()) : null, [.. (example.Headers ?? []).Select(header => (header.Key, header.Value))]);
    }

    /// <summary>The answer in the story's names, which go on from there.</summary>
    public async Task<JsonNode> ToldAsync(HttpResponseMessage response, Example example)
    {
        var answer = await response.JsonAsync();
        if (example.Shows is { } most && answer["items"] is JsonArray items)
        {
            answer["items"] = new JsonArray([.. items.Take(most).Select(item => item!.DeepClone())]);
        }

        if (example.Answer is { } told && (example.Status is 201 or 202 || example.Operation == "importIndicators"))
        {
            ids[told["id"]!.GetValue<string>()] = answer["id"]!.GetValue<string>();
        }

        // A notice is met in the inbox, and named in the address of its acknowledgement; an entry, in the trail and the address of its proof.
        foreach (var (ours, theirs) in (answer["items"]?.AsArray() ?? []).Zip(example.Answer?["items"]?.AsArray() ?? []).Where(_ => example.Operation is "listNotices" or "listEntries"))
        {
            ids.TryAdd(theirs!["id"]!.GetValue<string>(), ours!["id"]!.GetValue<string>());
        }

        foreach (var (ours, theirs) in Hits(answer).Zip(Hits(example.Answer)))
        {
            ids[theirs] = ours;
        }

        return JsonNode.Parse(ids.Aggregate(answer.ToJsonString(Examples.Format), (text, id) => text.Replace(id.Value, id.Key, StringComparison.Ordinal)))!;
    }

    private static IEnumerable<string> Hits(JsonNode? answer) => answer?["results"] is not JsonArray results ? []
        : results.SelectMany(result => result!["hits"]?.AsArray() ?? []).Select(hit => hit!["reference"]!.GetValue<string>());
}
