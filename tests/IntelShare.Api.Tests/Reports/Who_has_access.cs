using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Reports;

public sealed class Who_has_access(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] Kinds = ["parties", "members", "taskForces"];
    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task is_told_of_everybody_to_the_hub_and_of_itself_to_an_agency()
    {
        var everything = await ReportAsync(Hub());
        Assert.Equal(hub.Services.GetRequiredService<RegistryCache>().Current.Members.Keys.Order(StringComparer.Ordinal), Ids(everything, "members", "member"));
        Assert.Contains("country:DK", Find(everything, "taskForces", "taskForce", "grimm")["participants"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Null(Find(everything, "members", "member", "se-noa")["officers"]);

        foreach (var role in new[] { "auditor", "agency-admin" })
        {
            var own = await ReportAsync(hub.As("se-noa", null, null, role));
            Assert.Equal(["SE", "se-noa", "grimm"], [.. Ids(own, "parties", "party"), .. Ids(own, "members", "member"), .. Ids(own, "taskForces", "taskForce")]);
            Assert.Equal("""["country:SE"]""", own["taskForces"]![0]!["participants"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task is_told_of_every_agency_to_the_hubs_supervisor_without_who_takes_part_where_and_of_itself_to_a_countrys()
    {
        var edps = await hub.EnrolAsync("org:edps", PartyKind.Supervisor, "edps");
        var cnil = await hub.EnrolAsync("org:cnil", PartyKind.Supervisor, "cnil", over: "FR");
        await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "anna", "2027-01-31T00:00:00Z");

        var all = await ReportAsync(hub.As(edps, "cross-checking", "auditor"));
        Assert.Contains("se-noa", Ids(all, "members", "member"));
        Assert.Equal("anna", Find(all, "members", "member", "fr-ofast")["officers"]!.AsArray().Single()!["officer"]!.GetValue<string>());
        Assert.Empty(all["taskForces"]!.AsArray());
        Assert.Equal(["cnil"], Ids(await ReportAsync(hub.As(cnil, "cross-checking", "auditor")), "members", "member"));
        Assert.Equal(["edps"], Ids(await ReportAsync(hub.As(edps, "cross-checking", "agency-admin")), "members", "member"));
        var toHub = await ReportAsync(Hub(), "?since=2020-01-01T00:00:00Z");
        Assert.Equal(1, Find(toHub, "members", "member", "fr-ofast")["cleared"]!.GetValue<int>());
        Assert.DoesNotContain("anna", toHub.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_folded_from_the_facts_up_to_a_moment_and_lists_what_came_since()
    {
        var before = await NowAsync();
        await hub.Chief("se-noa").ClearAsync("se-noa", "anna", "2027-01-31T00:00:00Z");
        await hub.RegisterAsync("member/se-noa", new ClientAdded("late", [Role.Analyst], [Purpose.CrossChecking], ["192.0.2.0/24"]));
        var between = await NowAsync();
        await hub.RegisterAsync("member/se-noa", new ClientRemoved("late", "not needed"));
        await hub.RegisterAsync("member/fr-ofast", new ClientAdded("foreign", [Role.Analyst], [Purpose.CrossChecking]));
        await hub.LearnAsync();

        var auditor = hub.As("se-noa", null, null, "auditor");
        Assert.Equal(["se-noa"], Clients(await ReportAsync(auditor, $"?asOf={before}")));
        var then = await ReportAsync(auditor, $"?asOf={between}");
        Assert.Equal(["late", "se-noa"], Clients(then));
        Assert.Equal(("192.0.2.0/24", "anna"), (then["members"]![0]!["clients"]![0]!["networks"]![0]!.GetValue<string>(), then["members"]![0]!["officers"]![0]!["officer"]!.GetValue<string>()));
        Assert.Null(then["changes"]);
        var since = await ReportAsync(auditor, $"?since={before}");
        Assert.Equal(["se-noa"], Clients(since));
        Assert.Equal(["officer-cleared anna", "client-added late", "client-removed late"], since["changes"]!.AsArray().Select(change => $"{change!["change"]} {change["about"]}"));
        Assert.Equal("malformed-parameter", await auditor.SendAsync(HttpMethod.Get, $"/v1/reports/access?asOf={before}&since={between}").RefusedAsync());

        static string[] Clients(JsonNode report) => [.. report["members"]![0]!["clients"]!.AsArray().Select(client => client!["client"]!.GetValue<string>())];
    }

    [Fact]
    public async Task folds_to_the_registry_that_decides()
    {
        await hub.Chief("se-noa").ClearAsync("se-noa", "anna", "2027-01-31T00:00:00Z");
        await hub.LearnAsync();
        var registry = hub.Services.GetRequiredService<RegistryCache>().Current;
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(Requests.Ct);
        var folded = RegistryHistory.Fold(await RegistryFacts.ReadAsync(connection, registry, new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Requests.Ct));

        Assert.Equal(Told(registry.Members, member => member with { Stream = Guid.Empty }), Told(folded.Members, member => member));
        Assert.Equal(Told(registry.Parties, party => party with { Stream = Guid.Empty }), Told(folded.Parties, party => party));
        Assert.Equal(Told(registry.TaskForces, taskForce => taskForce with { Stream = Guid.Empty }), Told(folded.TaskForces, taskForce => taskForce));

        static string[] Told<T>(IReadOnlyDictionary<string, T> room, Func<T, T> plain) =>
            [.. room.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(plain(one.Value), IntelShare.Api.Host.Json.Stored))).Select(Sorted)];

        static string Sorted(JsonNode? node) => string.Concat(node!.ToJsonString().Order());
    }

    [Fact]
    public async Task lists_identity_providers_as_they_stood()
    {
        var before = await NowAsync();
        await hub.TrustAsync("https://sso.bka.example", "https://sso.bka.example/keys");
        var auditor = hub.As("de-bka", null, null, "auditor");
        Assert.Equal("""[{"iss":"https://sso.bka.example","longestMinutes":10,"clients":["de-bka"],"thumbprints":[]}]""", (await ReportAsync(auditor))["members"]![0]!["issuers"]!.ToJsonString());
        Assert.Empty((await ReportAsync(auditor, $"?asOf={before}"))["members"]![0]!["issuers"]!.AsArray());
        using var table = await auditor.SendAsync(HttpMethod.Get, "/v1/reports/access?format=csv");
        Assert.Contains("Identity providers,de-bka/https://sso.bka.example,clients,de-bka\r\n", await table.Content.ReadAsStringAsync(Requests.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task tells_what_was_not_at_work_for_ninety_days()
    {
        await hub.RegisterAsync("member/se-noa", new ClientAdded("idle", [Role.Analyst], [Purpose.CrossChecking]));
        await hub.LearnAsync();
        using (await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/me"))
        {
        }

        await hub.SealAsync();
        var soon = await SwedenAsync();
        Assert.Equal([("idle", null, false), ("se-noa", "2026-12-01", false)], Uses(soon));
        hub.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal([("idle", null, true), ("se-noa", "2026-12-01", true)], Uses(await SwedenAsync()));
        Assert.True((await SwedenAsync())["clients"]!.AsArray()[1]!["keys"]![0]!["unused"]!.GetValue<bool>());

        hub.Clock.Advance(TimeSpan.FromDays(4));
        using (await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/me"))
        {
        }

        await hub.SealAsync();
        Assert.Equal([("idle", null, true), ("se-noa", "2027-03-06", false)], Uses(await SwedenAsync()));
        Assert.Equal([("idle", null, true), ("se-noa", "2026-12-01", true)], Uses(await SwedenAsync("?asOf=2027-03-04T00:00:00Z")));

        async Task<JsonNode> SwedenAsync(string query = "") => Find(await ReportAsync(Hub(), query), "members", "member", "se-noa");

        static (string, string?, bool)[] Uses(JsonNode member) => [.. member["clients"]!.AsArray().Select(client => (client!["client"]!.GetValue<string>(), client["usedOn"]?.GetValue<string>(), client["unused"]!.GetValue<bool>()))];
    }

    [Fact]
    public async Task is_a_table_or_a_page_where_that_is_asked_for()
    {
        await hub.RegisterAsync("member/se-noa", new MemberChanged("=cmd|'/c calc'!A0<script>", new("desk", "urgent"), [.. hub.Services.GetRequiredService<RegistryCache>().Current.Members["se-noa"].Roles], "test"));
        await hub.LearnAsync();
        var auditor = hub.As("se-noa", null, null, "auditor");
        using var page = await auditor.SendAsync(HttpMethod.Get, "/v1/reports/access", json: null, ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"));
        var html = await page.Content.ReadAsStringAsync(Requests.Ct);
        Assert.Equal(("text/html", ReportPage.Policy), (page.Content.Headers.ContentType!.MediaType, page.Headers.GetValues("Content-Security-Policy").Single()));
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("<td>se-noa/se-noa</td>", html, StringComparison.Ordinal);

        using var table = await auditor.SendAsync(HttpMethod.Get, "/v1/reports/access?format=csv", json: null, ("Accept", "application/json"));
        var csv = await table.Content.ReadAsStringAsync(Requests.Ct);
        Assert.Equal(("text/csv", "attachment"), (table.Content.Headers.ContentType!.MediaType, table.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("Agencies,se-noa,name,\"'=cmd|'/c calc'!A0<script>\"\r\n", csv, StringComparison.Ordinal);

        using var plain = await auditor.SendAsync(HttpMethod.Get, "/v1/reports/access", json: null, ("Accept", "application/pdf"));
        Assert.Equal("application/json", plain.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.SendAsync(HttpMethod.Get, "/v1/reports/access?format=pdf")).StatusCode);
    }

    private HttpClient Hub() => hub.As("hub", null, null, "hub-admin");

    /// <summary>Facts are stored by the database's clock.</summary>
    private Task<string> NowAsync() => hub.ScalarAsync<string>("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");

    private static Task<JsonNode> ReportAsync(HttpClient http, string query = "") => http.SendAsync(HttpMethod.Get, "/v1/reports/access" + query).DoneAsync();

    private static string[] Ids(JsonNode report, string kind, string id) => [.. report[Kinds.Single(known => known == kind)]!.AsArray().Select(one => one![id]!.GetValue<string>())];

    private static JsonNode Find(JsonNode report, string kind, string id, string which) => report[kind]!.AsArray().Single(one => one![id]!.GetValue<string>() == which)!;
}
