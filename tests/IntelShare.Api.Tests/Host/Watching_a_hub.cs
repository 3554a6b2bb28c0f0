using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntelShare.Api.Audit;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Host;

public sealed partial class Watching_a_hub(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly string Dashboard = File.ReadAllText(Path.Combine(Truth.Root, "deploy/grafana/intelshare.json"));
    private static readonly string Alerts = File.ReadAllText(Path.Combine(Truth.Root, "deploy/alerts.yaml"));

    [Fact]
    public void shows_and_alarms_by_metrics_that_exist_and_leaves_none_out()
    {
        var exist = Exported();
        var named = Metric().Matches(Dashboard + Alerts).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(named.Except(exist.Concat(["http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count"])));
        Assert.Empty(exist.Except(Metric().Matches(Dashboard).Select(match => match.Value)));
    }

    [Fact]
    public void has_a_dashboard_that_can_be_read_and_alarms_that_say_what_to_do()
    {
        var panels = JsonNode.Parse(Dashboard)!["panels"]!.AsArray();
        Assert.All(panels, panel => Assert.NotEmpty(panel!["title"]!.GetValue<string>()));
        Assert.Distinct(panels.Select(panel => panel!["id"]!.GetValue<int>()));
        var rules = Alerts.Split("- alert: ")[1..];
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.All(["expr: ", "for: ", "summary: ", "runbook: "], part => Assert.Contains(part, rule, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task is_red_while_entries_wait_that_only_the_sealer_keeps_out_of_the_logs()
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        await hub.SealAsync();
        await hub.ReadsAsync("se-noa", 1);
        await hub.SettledAsync();
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/health/ready"));
        hub.Clock.Advance(TimeSpan.FromSeconds(30));
        await hub.SealAsync();
        await SpoilAsync();

        await hub.ReadsAsync("se-noa", 1);
        // An older transaction elsewhere on the server may still hold the entry back.
        await Assert.ThrowsAnyAsync<DbException>(async () =>
        {
            while (true)
            {
                await hub.Services.GetRequiredService<Sealer>().GoAsync(Requests.Ct);
            }
        });
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/health/ready"));
        hub.Clock.Advance(Watch.Stuck + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await http.StatusAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/health/live"));

        await hub.ExecuteAsync("grant insert on intelshare.audit_fold to intelshare_app");
        await hub.SealAsync();
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/health/ready"));

        Task SpoilAsync() => hub.ExecuteAsync("revoke insert on intelshare.audit_fold from intelshare_app");
    }

    [Fact]
    public async Task is_red_while_nothing_that_is_written_comes_into_the_feeds()
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        await hub.SealAsync();
        await hub.TideAsync();
        await hub.ExecuteAsync("revoke update on intelshare.tide from intelshare_app; revoke update (last, at) on intelshare.tide from intelshare_app");
        await Assert.ThrowsAnyAsync<Exception>(() => hub.Services.GetRequiredService<Tide>().GoAsync(Requests.Ct));
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/health/ready"));
        hub.Clock.Advance(Watch.Stuck + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await http.StatusAsync("/health/ready"));

        await hub.ExecuteAsync("grant update (last, at) on intelshare.tide to intelshare_app");
        await hub.TideAsync();
        await hub.SealAsync();
        Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("/health/ready"));
    }

    /// <summary>As Prometheus names what OTLP brings: dots, units and totals.</summary>
    private string[] Exported()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        _ = hub.Services.GetRequiredService<Measures>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Measures.Meter)
                {
                    names.Add(instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "") + (instrument is Counter<long> ? "_total" : ""));
                }
            },
        };
        listener.Start();
        return [.. names];
    }

    [GeneratedRegex(@"\b(?:intelshare|http_server)_[a-z_]+[a-z]\b", RegexOptions.None, 20_000)]
    private static partial Regex Metric();
}
