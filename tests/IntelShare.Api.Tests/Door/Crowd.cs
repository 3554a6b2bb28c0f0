using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Contract;

namespace IntelShare.Api.Tests.Door;

/// <summary>A hub on which the story of the examples was played, so that there is something of everything; and whoever sends it anything.</summary>
public sealed class Crowd(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Nothing of what is sent says a word about this agency.</summary>
    private const string Bystander = "no-kripos";

    private readonly ConcurrentDictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly HttpClient http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
    private int sent;

    public TestHub Hub { get; } = new(server);

    /// <summary>Ids of everything that the story made, and of records that were left alone.</summary>
    internal string[] Names { get; private set; } = [];

    /// <summary>Each request of the story in the hub's names, its token left out.</summary>
    internal (HttpMethod Method, string Path, Example Example)[] Requests { get; private set; } = [];

    /// <summary>The query parameters of each operation.</summary>
    internal IReadOnlyDictionary<string, string[]> Queries { get; private set; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>How often each status was answered: whether what is sent comes to the law at all.</summary>
    internal ConcurrentDictionary<string, int> Answered { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await Hub.InitializeAsync();
        http.BaseAddress = Hub.Address;
        var contract = await ContractDocument.OfAsync(Hub);
        var operations = contract.Operations.Where(operation => operation.Path.StartsWith("/v1", StringComparison.Ordinal)).ToDictionary(operation => operation.Operation["operationId"]!.GetValue<string>(), StringComparer.Ordinal);
        var story = new Story(Hub);
        foreach (var example in Examples.All.Values)
        {
            using var response = await story.PlayAsync(example, new(operations[example.Operation].Method));
            await story.ToldAsync(response, example);
        }

        var fresh = new List<string>();
        using var owner = Hub.As("se-noa");
        for (var i = 0; i < 12; i++)
        {
            fresh.Add((await owner.SubmittedAsync(i % 2 == 0 ? Bodies.Term("left alone", "country:FR") : Bodies.Handle("left.alone", "country:FR"))).Id);
        }

        Names = [.. story.Names, .. fresh, .. fresh];
        Requests = [.. Examples.All.Values.Select(example => (new HttpMethod(operations[example.Operation].Method), story.Here(example.Path), example with { Request = example.Request is { } body ? JsonNode.Parse(story.Here(body.ToJsonString())) : null }))];
        Queries = operations.ToDictionary(operation => operation.Key, operation => (operation.Value.Operation["parameters"]?.AsArray() ?? []).Where(one => one!["in"]!.GetValue<string>() == "query").Select(one => one!["name"]!.GetValue<string>()).ToArray(), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Hub.DisposeAsync();
    }

    /// <summary>Sends a request as the example's client, with other headers in the place of its own where they are given.</summary>
    /// <returns>What is wrong with the answer, or null: no fault of the hub's, a refusal that the contract knows, and the next is served.</returns>
    internal async Task<string?> WrongAsync(Example example, HttpMethod method, string path, byte[]? body, params (string Name, string Value)[] headers)
    {
        var token = tokens.GetOrAdd($"{example.Client} {string.Join(',', example.Roles ?? [])}", _ => Hub.Key(example.Client).Sign(Hub.Clock.GetUtcNow(), example.Roles));
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        var own = new Dictionary<string, string>(example.Headers ?? [], StringComparer.OrdinalIgnoreCase);
        if (own.ContainsKey("Idempotency-Key"))
        {
            own["Idempotency-Key"] = "any-" + Interlocked.Increment(ref sent).ToString(CultureInfo.InvariantCulture);
        }

        if (own.ContainsKey("If-Match"))
        {
            own["If-Match"] = "*";
        }

        foreach (var (name, value) in own.Where(header => !headers.Any(other => other.Name == header.Key)).Select(header => (header.Key, header.Value)).Concat(headers))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return await WrongAsync(request);
    }

    /// <inheritdoc cref="WrongAsync(Example, HttpMethod, string, byte[], ValueTuple{string, string}[])"/>
    internal async Task<string?> WrongAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, Cast.Requests.Ct);
        var text = await response.Content.ReadAsStringAsync(Cast.Requests.Ct);
        Answered.AddOrUpdate(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), 1, (_, before) => before + 1);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            return $"answers {(int)response.StatusCode}: {text}";
        }

        if (response.StatusCode >= HttpStatusCode.BadRequest)
        {
            var code = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(text)!["code"]?.GetValue<string>() : null;
            if (code is null || !Problems.All.TryGetValue(code, out var known) || known.Status != (int)response.StatusCode)
            {
                return $"answers {(int)response.StatusCode} with no code of the contract: {text}";
            }
        }

        using var good = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        good.Headers.TryAddWithoutValidation("Authorization", "Bearer " + tokens.GetOrAdd(Bystander, _ => Hub.Key(Bystander).Sign(Hub.Clock.GetUtcNow(), roles: null)));
        using var served = await http.SendAsync(good, Cast.Requests.Ct);
        return served.StatusCode == HttpStatusCode.OK ? null : $"and then the next request is answered {(int)served.StatusCode}";
    }
}
