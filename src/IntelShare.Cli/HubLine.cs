using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;

namespace IntelShare.Cli;

/// <summary>The hub refused, and said why.</summary>
internal sealed class ProblemException(JsonNode problem) : Exception("The hub refused.")
{
    public JsonNode Problem { get; } = problem;
}

/// <summary>
/// A hub and who asks it, said the same way by every command. What it refuses goes to standard error, as it answered it where
/// <c>--json</c> is given.
/// </summary>
internal sealed class HubLine : IDisposable
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int NotReached = 2;
    public const int Usage = 3;

    public const string Codes = "Exit codes: 0 done, 1 the hub refused, 2 the hub was not reached, 3 an option or a file is wrong.";

    /// <summary>JSON in which a pictogram stays one.</summary>
    public static readonly JsonSerializerOptions Printed = new(AuditFolder.Printed) { Encoder = EmojiEncoder.Instance };

    public static readonly Option<bool> Json = new("--json") { Description = "The hub's answer as JSON on standard output, a refusal as JSON on standard error." };
    private static readonly Option<string[]> As = new("--as") { Description = "Roles that the token claims, in place of what the command takes.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Officer = new("--officer") { Description = "The officer behind the request, opaque to the hub; by default <client>-officer. [environment: INTELSHARE_OFFICER]" };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient http;

    private HubLine(HttpClient http) => this.http = http;

    public static void AddOptions(Command command)
    {
        foreach (var option in new Option[] { AuditHub.Address, SigningKey.Key, SigningKey.Client, SigningKey.Data, As, Officer, Json })
        {
            command.Add(option);
        }
    }

    /// <summary>Runs a command against the hub that the line names.</summary>
    /// <param name="role">What a key that is not the hub's own claims.</param>
    public static async Task<int> AskAsync(ParseResult parsed, TimeProvider clock, string role, Func<HubLine, Task<int>> act, CancellationToken ct)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var key = await SigningKey.ReadAsync(parsed, ct);
            string[] roles = parsed.GetValue(As) is { Length: > 0 } said ? [.. said.SelectMany(words => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))] : [key.IsOfHub ? "hub-admin" : role];
            using var hub = new HubLine(new() { BaseAddress = AuditHub.AddressOf(parsed), Timeout = Timeout.InfiniteTimeSpan });
            hub.http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Sign(clock.GetUtcNow(), roles, parsed.GetValue(Officer) ?? Environment.GetEnvironmentVariable("INTELSHARE_OFFICER")));
            return await act(hub);
        }
        catch (ProblemException refused)
        {
            await error.WriteLineAsync(parsed.GetValue(Json) ? refused.Problem.ToJsonString(Printed) : Say(refused.Problem));
            return Refused;
        }
        catch (Exception failed) when (failed is (IOException and not HttpIOException) or InvalidDataException or UnauthorizedAccessException)
        {
            return await SayAsync("usage", failed.Message, Usage);
        }
        catch (RefusedException refused)
        {
            return await SayAsync("refused", refused.Message, Refused);
        }
        catch (Exception failed) when (failed is HttpRequestException or HttpIOException or JsonException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return await SayAsync("not-reached", failed.Message, NotReached);
        }

        async Task<int> SayAsync(string code, string words, int exit)
        {
            await error.WriteLineAsync(parsed.GetValue(Json) ? JsonSerializer.Serialize(new { code, detail = words }, Printed) : words);
            return exit;
        }
    }

    /// <summary>What the hub answers.</summary>
    /// <exception cref="ProblemException">It refused.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct, params IEnumerable<(string Name, string? Value)> headers) =>
        JsonNode.Parse(await ReadAsync(method, path, body, ct, headers)) ?? throw new JsonException("The hub answered nothing.");

    /// <summary>What the hub answers, to the letter.</summary>
    /// <exception cref="ProblemException">It refused.</exception>
    public async Task<string> ReadAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct, params IEnumerable<(string Name, string? Value)> headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(Patience);
        return await AnswerAsync(request, late.Token);
    }

    /// <summary>What the hub answers to a file, however long it takes.</summary>
    /// <exception cref="ProblemException">It refused.</exception>
    public async Task<string> SendFileAsync(string path, HttpContent file, CancellationToken ct, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = file };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await AnswerAsync(request, ct);
    }

    /// <summary>Writes what the hub answers, of any length, as it comes.</summary>
    /// <exception cref="ProblemException">It refused.</exception>
    /// <exception cref="HttpIOException">It was cut off: what came is none.</exception>
    public async Task FetchAsync(string path, Stream into, Action<long> heard, CancellationToken ct, params IEnumerable<(string Name, string? Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new ProblemException(Problem(await response.Content.ReadAsStringAsync(ct), (int)response.StatusCode));
        }

        await using var content = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; heard(read))
        {
            await into.WriteAsync(buffer.AsMemory(0, read), ct);
        }
    }

    private async Task<string> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? text : throw new ProblemException(Problem(text, (int)response.StatusCode));
    }

    /// <summary>A file of JSON; - is standard input.</summary>
    /// <exception cref="InvalidDataException">It holds none.</exception>
    public static async Task<JsonNode> ReadJsonAsync(string file, CancellationToken ct)
    {
        try
        {
            return JsonNode.Parse(await ReadTextAsync(file, ct)) ?? throw new InvalidDataException($"{file} holds no JSON.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{file} holds no JSON: {malformed.Message}", malformed);
        }
    }

    /// <summary>A file of text; - is standard input.</summary>
    public static Task<string> ReadTextAsync(string file, CancellationToken ct) => file == "-" ? Console.In.ReadToEndAsync(ct) : File.ReadAllTextAsync(file, ct);

    /// <summary>A refusal in a few lines.</summary>
    public static string Say(JsonNode problem) => string.Join('\n',
        (problem["problems"]?.AsArray() ?? []).Select(one => $"  {one!["pointer"]} {one["code"]}: {one["reason"]}").Prepend(
            $"The hub refused: {problem["code"]}. {problem["detail"] ?? problem["title"]}{(problem["code"]?.GetValue<string>() == "unauthenticated" ? " Why, `intelshare token check` explains, and the agency's own trail says." : "")}"));

    public void Dispose() => http.Dispose();

    /// <summary>What stands between hub and client may answer otherwise.</summary>
    private static JsonObject Problem(string text, int status)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject { } problem && problem.ContainsKey("code"))
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // No problem of the hub's.
        }

        return new JsonObject { ["status"] = status, ["code"] = "no-answer-of-a-hub", ["detail"] = $"Something answered {status} that is no hub's answer." };
    }
}
