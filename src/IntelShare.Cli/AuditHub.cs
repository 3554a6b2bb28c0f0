using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary>The hub refused.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>A hub, asked by a client: by its auditor, unless other roles are named.</summary>
internal sealed class AuditHub : IDisposable
{
    /// <summary>Exit code where the hub refused or was not reached.</summary>
    public const int Refused = 1;

    public static readonly Option<string> Address = new("--hub") { Description = "The hub's address. [environment: INTELSHARE_HUB]", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("INTELSHARE_HUB") ?? "http://127.0.0.1:5080" };

    private readonly IntelShareClient hub;
    private Stated stated = Stated.Nothing;

    private AuditHub(IntelShareClient hub) => this.hub = hub;

    /// <summary>Runs a command against the hub that the command line names.</summary>
    public static async Task<int> AskAsync(ParseResult parsed, TimeProvider clock, Func<AuditHub, Task<int>> act, CancellationToken ct, params string[] roles)
    {
        try
        {
            var key = await SigningKey.ReadAsync(parsed, ct);
            using var asked = new AuditHub(new(AddressOf(parsed), key, roles is [] ? [Roles.Auditor] : roles, officer: null, new() { Clock = clock, Retries = Retries.WhenAsked }));
            return await act(asked);
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(failed.Message);
            return AuditCommand.Usage;
        }
        catch (Exception failed) when (failed is RefusedException or HttpRequestException or JsonException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(failed.Message);
            return Refused;
        }
    }

    /// <summary>Where the line, or the environment, says that the hub is.</summary>
    /// <exception cref="InvalidDataException">It says no address.</exception>
    public static Uri AddressOf(ParseResult parsed) =>
        Uri.TryCreate(parsed.GetRequiredValue(Address), UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal) ? address : throw new InvalidDataException("--hub is no address.");

    /// <summary>The same hub, from now on asked for a purpose and under a case.</summary>
    public AuditHub For(string purpose, string @case)
    {
        stated = new(new Why(purpose, @case));
        return this;
    }

    /// <summary>The member that the client acts for, which is what its log is called.</summary>
    public async Task<string> MemberAsync(CancellationToken ct) => (await GetAsync<JsonObject>("/v1/me", ct))["member"]!.GetValue<string>();

    /// <summary>What the hub answers.</summary>
    /// <exception cref="RefusedException">It refused.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken ct)
        where T : class => await FindAsync<T>(path, ct) ?? throw new RefusedException($"The hub refused {path}: not-found.");

    /// <summary>What the hub answers; null where there is no such thing.</summary>
    /// <exception cref="RefusedException">It refused.</exception>
    public async Task<T?> FindAsync<T>(string path, CancellationToken ct)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>((await hub.SendAsync(HttpMethod.Get, path, body: null, stated, ct)).Value, JsonSerializerOptions.Web);
        }
        catch (ProblemException refused)
        {
            return refused.Status == 404 ? null : throw new RefusedException($"The hub refused {path}: {refused.Code}.");
        }
    }

    public void Dispose() => hub.Dispose();
}
