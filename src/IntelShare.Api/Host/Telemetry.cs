using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IntelShare.Api.Host;

/// <summary>
/// Traces, metrics and logs by OTLP, to where the usual variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin) point;
/// without them nothing is collected. What leaves is a list of allowed attributes: a route, never a path; no query, header,
/// address or identity. Callers' trace contexts are not taken up, since their words would travel along.
/// </summary>
internal static class Telemetry
{
    private const string Duration = "http.server.request.duration";

    public static readonly FrozenSet<string> Allowed = FrozenSet.Create(StringComparer.Ordinal, "http.request.method", "http.route", "http.response.status_code", "error.type");

    public static bool IsAskedFor(IConfiguration configuration) =>
        ((string[])["", "TRACES_", "METRICS_", "LOGS_"]).Any(signal => configuration[$"OTEL_EXPORTER_OTLP_{signal}ENDPOINT"] is { Length: > 0 });

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Measures>();
        if (!IsAskedFor(builder.Configuration))
        {
            return;
        }

        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        builder.Services.AddSingleton<DistributedContextPropagator>(new Deaf());
        builder.Services.AddSingleton<Watch>().AddHostedService(provider => provider.GetRequiredService<Watch>());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"]))
                {
                    resource.AddService("intelshare");
                }
            })
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddProcessor(new Allowing()))
            .WithMetrics(metrics => metrics.AddMeter(Measures.Meter).AddMeter("Microsoft.AspNetCore.Hosting")
                .AddView(instrument => instrument.Meter.Name == Measures.Meter ? null : instrument.Name == Duration ? new ExplicitBucketHistogramConfiguration { TagKeys = [.. Allowed] } : MetricStreamConfiguration.Drop))
            .WithLogging(logging => { }, options => (options.IncludeScopes, options.IncludeFormattedMessage) = (false, true))
            .UseOtlpExporter();
    }

    /// <summary>Takes from a span, before it leaves, whatever is not allowed.</summary>
    private sealed class Allowing : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            foreach (var (name, _) in data.TagObjects.ToArray())
            {
                if (!Allowed.Contains(name))
                {
                    data.SetTag(name, null);
                }
            }

            data.DisplayName = $"{data.GetTagItem("http.request.method")} {data.GetTagItem("http.route")}".Trim();
            data.SetStatus(data.Status);
            data.TraceStateString = null;
        }
    }

    /// <summary>Begins every trace anew and passes none on.</summary>
    private sealed class Deaf : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
