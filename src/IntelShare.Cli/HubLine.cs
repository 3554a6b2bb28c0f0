using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary>
/// A hub and who asks it, said the same way by every command. What it refuses goes to standard error, as it answered it where
/// <c>--json</c> is given.
/// </summary>
internal static class HubLine
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

    public static void AddOptions(Command command)
    {
        foreach (var option in new Option[] { AuditHub.Address, SigningKey.Key, SigningKey.Client, SigningKey.Data, As, Officer, Json })
        {
            command.Add(option);
        }
    }

    /// <summary>Runs a command against the hub that the line names.</summary>
    /// <param name="role">What a key that is not the hub's own claims.</param>
    public static async Task<int> AskAsync(ParseResult parsed, TimeProvider clock, string role, Func<IntelShareClient, Task<int>> act, CancellationToken ct)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var key = await SigningKey.ReadAsync(parsed, ct);
            string[] roles = parsed.GetValue(As) is { Length: > 0 } said ? [.. said.SelectMany(words => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))] : [key.IsOfHub ? "hub-admin" : role];
            // Whoever sits before the terminal is told at once of what failed, and sends it again under the same key; for its turn the tool waits.
            using var hub = new IntelShareClient(AuditHub.AddressOf(parsed), key, roles, parsed.GetValue(Officer) ?? Environment.GetEnvironmentVariable("INTELSHARE_OFFICER"), new() { Clock = clock, Retries = Retries.WhenAsked });
            return await act(hub);
        }
        catch (ProblemException refused)
        {
            await error.WriteLineAsync(parsed.GetValue(Json) ? AsJson(refused).ToJsonString(Printed) : Say(refused));
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
    public static async Task<JsonNode> JsonAsync(this IntelShareClient hub, HttpMethod method, string path, JsonNode? body, CancellationToken ct, Stated? stated = null) =>
        JsonNode.Parse((await hub.SendAsync(method, path, body, stated, ct)).Value) ?? throw new JsonException("The hub answered nothing.");

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
    public static string Say(ProblemException refused) => string.Join('\n', refused.Problems.Select(one => $"  {one.Pointer} {one.Code}: {one.Reason}").Prepend(
        $"The hub refused: {refused.Code}. {refused.Detail}{(refused.Code == "unauthenticated" ? " Why, `intelshare token check` explains, and the agency's own trail says." : "")}"));

    /// <summary>A refusal as it was answered.</summary>
    public static JsonNode AsJson(ProblemException refused) => JsonNode.Parse(refused.Json)!;
}
