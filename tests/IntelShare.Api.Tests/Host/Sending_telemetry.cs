using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Tests.Cast;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IntelShare.Api.Tests.Host;

/// <summary>A hub that sends to a collector of ours, which keeps every byte.</summary>
public sealed class Sending_telemetry(PostgresServer server) : IAsyncLifetime
{
    private const int Most = 10_000;
    private readonly ConcurrentQueue<(string Path, byte[] Bytes)> received = new();
    private readonly WebApplication collector = Collector();
    private TestHub? sender;

    public async ValueTask InitializeAsync()
    {
        collector.Run(async context =>
        {
            using var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
            received.Enqueue((context.Request.Path, bytes.ToArray()));
        });
        await collector.StartAsync(Requests.Ct);
        sender = new(server) { Configured = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Logging:LogLevel:Default", "Trace")] };
        await sender.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await sender!.DisposeAsync();
        await collector.DisposeAsync();
    }

    [Fact]
    public async Task tells_routes_decisions_and_failures_and_no_word_of_a_request()
    {
        var hub = sender!;
        var owner = hub.AsOfficer("se-noa", "canaryofficer", ["contributor", "analyst"], "canaryjustification");
        var (record, _) = await owner.SubmittedAsync(Bodies.Handle("canaryhandle", "country:FR"));
        var reader = hub.AsOfficer("fr-ofast", "canaryofficer");
        Assert.Equal("full", await reader.OutcomeAsync("account-handle", "canaryhandle"));
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/v1/indicators/" + record));
        Assert.Equal(HttpStatusCode.NotFound, await hub.As("de-bka").StatusAsync("/v1/indicators/" + record));
        Assert.Equal(HttpStatusCode.BadRequest, await reader.StatusAsync("/v1/indicators?canaryname=canaryvalue"));
        using var strange = await reader.SendAsync(new("CANARYMETHOD"), "/v1/canarypath", headers:
            [("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", "canarystate=canary"), ("baggage", "canarybaggage=canary"), ("User-Agent", "canaryagent"), ("X-Forwarded-For", "203.0.113.99")]);
        using var stranger = await new HttpClient { BaseAddress = hub.Address }.SendAsync(HttpMethod.Get, "/v1/me", headers: ("Host", "canaryhost"));
        await hub.ExecuteAsync("revoke insert on intelshare.audit_entry from intelshare_app");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await reader.StatusAsync("/v1/me"));
        await hub.ExecuteAsync("grant insert on intelshare.audit_entry to intelshare_app");
        await hub.Services.GetRequiredService<Watch>().GoAsync(Requests.Ct);

        Assert.True(Flush());

        foreach (var (path, words) in ((string, string[])[])
        [
            ("/v1/traces", ["http.route", "/v1/indicators/{id}", "GET /v1/indicators/{id}", "http.response.status_code", "intelshare"]),
            ("/v1/metrics", [.. Names(hub), "http.server.request.duration", "http.route", "/v1/indicators/{id}", "audience", "unauthenticated"]),
            ("/v1/logs", ["answered as", "audit-unavailable"]),
        ])
        {
            var text = Received(path);
            Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        }

        var all = Received("/");
        Assert.All(["canary", record, "203.0.113.99", "0af7651916cd43dd", owner.DefaultRequestHeaders.Authorization!.Parameter![..30], "url.path", "client.address", "user_agent", "se-noa", "fr-ofast"],
            word => Assert.DoesNotContain(word, all, StringComparison.OrdinalIgnoreCase));
        // The hub's own address is in its log alone.
        Assert.DoesNotContain("127.0.0.1", Received("/v1/traces") + Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain("\x0a\xf7\x65\x19\x16\xcd\x43\xdd", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_done_by_nobody_who_was_not_asked_for_it()
    {
        await using var silent = new TestHub(server);
        await silent.InitializeAsync();
        Assert.Null(silent.Services.GetService<TracerProvider>());
        Assert.Null(silent.Services.GetService<MeterProvider>());
        Assert.Null(silent.Services.GetService<LoggerProvider>());
        Assert.Null(silent.Services.GetService<Watch>());
    }

    /// <summary>Names of the meter's instruments, as they are.</summary>
    internal static string[] Names(TestHub hub)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.UnionWith(instrument.Meter.Name == Measures.Meter ? [instrument.Name] : Array.Empty<string>()) };
        _ = hub.Services.GetRequiredService<Measures>();
        listener.Start();
        return [.. names];
    }

    private static WebApplication Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private bool Flush() => sender!.Services.GetRequiredService<TracerProvider>().ForceFlush(Most) & sender.Services.GetRequiredService<MeterProvider>().ForceFlush(Most) & sender.Services.GetRequiredService<LoggerProvider>().ForceFlush(Most);

    private string Received(string path) => string.Join('\n', received.Where(sent => sent.Path.StartsWith(path, StringComparison.Ordinal)).Select(sent => Encoding.Latin1.GetString(sent.Bytes)));
}
