using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntelShare.Api.Tests.Cast;

/// <summary>A whole hub over HTTP on a database of its own, with the demonstration cast and a clock that stands still until told.</summary>
public sealed class TestHub(PostgresServer server) : IAsyncLifetime
{
    private WebApplication? app;
    private NpgsqlDataSource? source;
    private string connectionString = "";

    public TestClock Clock { get; } = new(PostgresServer.Start);

    /// <summary>Services that stand in for the hub's own: another source of ids.</summary>
    public Action<IServiceCollection>? Also { get; init; }

    internal Budgets Budgets { get; init; } = new();

    /// <summary>Certificates of identity providers on this machine.</summary>
    public string? IssuerRoots { get; init; }

    internal Limits Limits { get; init; } = PostgresServer.Unhurried;

    /// <summary>Settings of the host around the hub: of its log, of its telemetry.</summary>
    internal (string Name, string Value)[] Configured { get; init; } = [];

    /// <summary>Whom the hub believes about addresses.</summary>
    public string[] KnownProxies { get; init; } = [];

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Holds the cast's keys.</summary>
    public string DataDirectory => server.DataDirectory;

    public IServiceProvider Services => app!.Services;

    /// <summary>The database as its owner sees it, for looking at rows.</summary>
    public string OwnerConnectionString => connectionString;

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        connectionString = await server.CreateAsync(ct);
        source = Database.Open(PostgresServer.AsApp(connectionString));
        var builder = Builder(Clock, [.. Configured.Select(setting => $"--{setting.Name}={setting.Value}")]);
        Also?.Invoke(builder.Services);
        app = await Hub.BuildAsync(builder, server.SettingsOf(Budgets, issuerRoots: IssuerRoots, knownProxies: KnownProxies, limits: Limits), source, PostgresServer.MasterKey, ct);
        await app.StartAsync(ct);
        Address = new(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        await source!.DisposeAsync();
        await server.DropAsync(connectionString);
    }

    /// <summary>A client's HTTP client, its token in place.</summary>
    /// <param name="client">Of the cast: se-noa, fr-ofast, hub, …</param>
    /// <param name="purpose">Intel-Purpose; null leaves it out.</param>
    /// <param name="case">Intel-Case; null leaves it out.</param>
    /// <param name="roles">By default those of daily work.</param>
    public HttpClient As(string client, string? purpose = "cross-checking", string? @case = "K-1", params string[] roles)
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key(client).Sign(Clock.GetUtcNow(), roles.Length > 0 ? roles : null));
        if (purpose is not null)
        {
            http.DefaultRequestHeaders.Add("Intel-Purpose", purpose);
        }

        if (@case is not null)
        {
            http.DefaultRequestHeaders.Add("Intel-Case", @case);
        }

        return http;
    }

    internal ClientKey Key(string client) => ClientKey.Read(File.ReadAllText(Path.Combine(server.DataDirectory, "demo", client + ".jwk.json")));

    internal static WebApplicationBuilder Builder(TimeProvider clock, params string[] settings)
    {
        var builder = Hub.Builder(["--urls", "http://127.0.0.1:0", .. settings]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        return builder;
    }
}

/// <summary>Requests as a partner's engineer writes them.</summary>
public static class Requests
{
    private static int keys;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> SendAsync(this HttpClient http, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(request, Ct);
    }

    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient http, JsonNode body, string? key = null) =>
        http.SendAsync(HttpMethod.Post, "/v1/indicators", body.ToJsonString(), ("Idempotency-Key", key ?? "test-" + Interlocked.Increment(ref keys)));

    /// <summary>Submits and expects 201.</summary>
    /// <returns>The id and the owner's ETag.</returns>
    public static async Task<(string Id, string ETag)> SubmittedAsync(this HttpClient http, JsonNode body)
    {
        using var response = await http.SubmitAsync(body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return ((await response.JsonAsync())["id"]!.GetValue<string>(), response.Headers.ETag!.ToString());
    }

    public static Task<HttpResponseMessage> SearchAsync(this HttpClient http, string kind, params string[] values) =>
        http.SendAsync(HttpMethod.Post, "/v1/searches", JsonSerializer.Serialize(new { queries = values.Select(value => new { kind, value }) }));

    /// <summary>The outcome of a search for one value.</summary>
    public static async Task<string> OutcomeAsync(this HttpClient http, string kind, string value)
    {
        using var response = await http.SearchAsync(kind, value);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync())["results"]![0]!["outcome"]!.GetValue<string>();
    }

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!;

    /// <summary>The problem code of a refusal, or null for an answer that is none.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? (await response.JsonAsync())["code"]!.GetValue<string>() : null;
}
