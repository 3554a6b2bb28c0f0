using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Members;

namespace IntelShare.Cli;

/// <summary>The hub refused.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>A hub, asked by a client: by its auditor, unless other roles are named.</summary>
internal sealed class AuditHub : IDisposable
{
    /// <summary>Exit code where the hub refused or was not reached.</summary>
    public const int Refused = 1;

    public static readonly Option<string> Address = new("--hub") { Description = "The hub's address. [environment: INTELSHARE_HUB]", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("INTELSHARE_HUB") ?? "http://127.0.0.1:5080" };

    /// <summary>A long export outlives a token: it is signed anew well before its end.</summary>
    private static readonly TimeSpan Renewal = ClientKey.Life / 2;

    private readonly HttpClient http;
    private readonly ClientKey key;
    private readonly string[] roles;
    private readonly TimeProvider clock;
    private DateTimeOffset signed;

    private AuditHub(ClientKey key, string[] roles, Uri address, TimeProvider clock) => (this.key, this.roles, this.clock, http) = (key, roles, clock, new() { BaseAddress = address });

    /// <summary>Runs a command against the hub that the command line names.</summary>
    public static async Task<int> AskAsync(ParseResult parsed, TimeProvider clock, Func<AuditHub, Task<int>> act, CancellationToken ct, params string[] roles)
    {
        try
        {
            using var hub = new AuditHub(
                await SigningKey.ReadAsync(parsed, ct),
                roles is [] ? ["auditor"] : roles,
                AddressOf(parsed),
                clock);
            return await act(hub);
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
        http.DefaultRequestHeaders.Add("Intel-Purpose", Uri.EscapeDataString(purpose));
        http.DefaultRequestHeaders.Add("Intel-Case", Uri.EscapeDataString(@case));
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
        var now = clock.GetUtcNow();
        if (now - signed > Renewal)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Sign(now, roles));
            signed = now;
        }

        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), ct);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct);
        }

        return response.StatusCode == HttpStatusCode.NotFound ? null : throw new RefusedException($"The hub refused {path}: {await CodeAsync(response, ct)}.");
    }

    public void Dispose() => http.Dispose();

    /// <summary>A problem's code; what stands between hub and client may answer otherwise.</summary>
    private static async Task<string> CodeAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<JsonObject>(ct))?["code"]?.GetValue<string>() ?? response.StatusCode.ToString();
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return response.StatusCode.ToString();
        }
    }
}
