using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Audit;

/// <summary>No read without a trace: every GET, search and scan of the committed contract. A new one fails until it has a line in <see cref="CasesAsync"/>.</summary>
public sealed class Every_read(PostgresServer server) : IAsyncLifetime
{
    private const string Word = "a word that is read";
    private const string Nowhere = "11111111-1111-4111-8111-111111111111";

    private static readonly string[] Roles = ["auditor", "agency-admin", "analyst", "feed", "contributor", "discloser"];

    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task leaves_one_entry_whatever_it_is_answered()
    {
        var cases = await CasesAsync();
        Assert.Equal(Reads().Select(read => read.Id).Order(StringComparer.Ordinal), cases.Keys.Order(StringComparer.Ordinal));
        var tried = 0;
        foreach (var read in Reads())
        {
            var (client, role, path) = cases[read.Id];
            var good = hub.As(client, "cross-checking", "K-1", role);
            await AssertTracedAsync(read, good, client, path, HttpStatusCode.OK);
            await AssertTracedAsync(read, good, client, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "unheard=of", HttpStatusCode.BadRequest);
            tried += 2;
            if (read.Path.Contains('{', StringComparison.Ordinal))
            {
                var nowhere = string.Join('/', read.Path.Split('/').Select(part => part.StartsWith('{') ? Nowhere : part)) + (path.Split('?') is [_, var query] ? "?" + query : "");
                await AssertTracedAsync(read, good, client, nowhere, HttpStatusCode.NotFound);
                tried++;
            }

            if (Array.Find(Roles, other => read.Roles is not [] && !read.Roles.Contains(other)) is { } wrong)
            {
                await AssertTracedAsync(read, hub.As(client, "cross-checking", "K-1", wrong), client, path, HttpStatusCode.Forbidden);
                tried++;
            }

            if (read.StatesPurpose)
            {
                await AssertTracedAsync(read, hub.As(client, purpose: null, "K-1", role), client, path, HttpStatusCode.BadRequest);
                tried++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{cases.Count} reads, {tried} answers, each with one entry");
    }

    [Fact]
    public async Task is_answered_503_and_shows_nothing_while_its_entry_cannot_be_written()
    {
        var cases = await CasesAsync();
        await hub.ExecuteAsync("revoke insert on intelshare.audit_entry from intelshare_app");
        var before = await hub.EntriesAsync();
        foreach (var read in Reads())
        {
            var (client, role, path) = cases[read.Id];
            using var response = await SendAsync(read, hub.As(client, "cross-checking", "K-1", role), path);
            Assert.Equal((read.Id, HttpStatusCode.ServiceUnavailable, "audit-unavailable"), (read.Id, response.StatusCode, await response.CodeAsync()));
            Assert.Equal(["code", "status", "title", "type"], (await response.JsonAsync()).AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
            Assert.False(response.Headers.Contains(Counter.Receipt));
            Assert.Null(response.Headers.ETag);
        }

        Assert.Equal(before, await hub.EntriesAsync());
        await hub.ExecuteAsync("grant insert on intelshare.audit_entry to intelshare_app");
        foreach (var read in Reads())
        {
            var (client, role, path) = cases[read.Id];
            await AssertTracedAsync(read, hub.As(client, "cross-checking", "K-1", role), client, path, HttpStatusCode.OK);
        }
    }

    /// <summary>One more entry, and it is the one that the answer names.</summary>
    private async Task AssertTracedAsync(Read read, HttpClient http, string member, string path, HttpStatusCode expected)
    {
        var before = await hub.EntriesAsync();
        using var response = await SendAsync(read, http, path);
        Assert.Equal((read.Id, path, expected), (read.Id, path, response.StatusCode));
        // What tells more than one entry holds is entered when it begins, with each batch, and when it ends.
        Assert.Equal((read.Id, path, read.Id == "exportIndicators" && expected == HttpStatusCode.OK ? 3L : 1L), (read.Id, path, await hub.EntriesAsync() - before));
        var entry = hub.Services.GetRequiredService<Trail>().EntryNamed(response.Headers.GetValues(Counter.Receipt).Single(), member);
        Assert.Equal($"{member} {await response.CodeAsync() ?? "ok"}", await hub.ScalarAsync<string>($"select member || ' ' || outcome from intelshare.audit_entry where id = '{entry}'"));
    }

    private const string Search = $$"""{"queries":[{"kind":"lexicon-entry","value":"{{Word}}"}]}""";

    private const string Scan = $$"""{"texts":[{"id":"1","text":"{{Word}}"}]}""";

    private const string Trial = $$"""{"rule":{"groups":[{"name":"it","words":["{{Word}}"]}],"all":["it"],"within":5},"texts":[{"id":"1","text":"{{Word}}"}]}""";

    private static Task<HttpResponseMessage> SendAsync(Read read, HttpClient http, string path) =>
        http.SendAsync(new(read.Method), path, read.Method == "GET" ? null : read.Id == "scanTexts" ? Scan : read.Id == "tryRule" ? Trial : Search);

    /// <summary>By operation: an agency, a role, and what that reads with success.</summary>
    private async Task<IReadOnlyDictionary<string, (string Client, string Role, string Path)>> CasesAsync()
    {
        var (owner, reader) = (hub.As("se-noa"), hub.As("fr-ofast"));
        var record = (await owner.SubmittedAsync(Bodies.Term(Word, "country:FR"))).Id;
        var bound = Bodies.Term("a word under conditions", "country:FR");
        bound["handling"] = new JsonObject { ["codes"] = new JsonArray("H3"), ["conditions"] = "Ask first." };
        var conditions = (await owner.SubmittedAsync(bound)).Id;
        var erased = (await owner.SubmittedAsync(Bodies.Term("a word that is gone"))).Id;
        await owner.EraseAsync(erased).DoneAsync();
        var recalled = (await owner.SubmittedAsync(Bodies.Term("a word taken back", "country:FR"))).Id;
        await reader.ReadAsync("/v1/indicators/" + recalled);
        var recall = await owner.RecalledAsync(recalled);
        await owner.SubmittedAsync(Bodies.HitOnly("asked.for", "country:FR"));
        var request = await reader.AskedAsync(Disclosing.ForHit(await reader.HitAsync("account-handle", "asked.for")));
        using var proposed = await reader.SendAsync(HttpMethod.Post, $"/v1/indicators/{record}/regrade-proposals", """{"evaluation":"unassessed","reason":"Doubt."}""", ("Idempotency-Key", "every-read"));
        var proposal = (await proposed.JsonAsync())["id"]!.GetValue<string>();
        var person = await owner.TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "some.body"));
        var entry = (await hub.ReadsAsync("se-noa", 1))[0];
        using var act = await hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Put, "/v1/parties/PL", """{"kind":"member-state","name":"Poland"}""");
        using var rows = new StringContent("{}", System.Text.Encoding.UTF8, "application/x-ndjson");
        using var bringing = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = rows, Headers = { { "Idempotency-Key", "every-read" } } };
        using var brought = await owner.SendAsync(bringing, Requests.Ct);
        var import = (await brought.JsonAsync())["id"]!.GetValue<string>();
        await hub.SealAsync();

        return new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
        {
            ["whoAmI"] = ("se-noa", "analyst", "/v1/me"),
            ["listIndicators"] = ("se-noa", "analyst", "/v1/indicators?mine=true"),
            ["listChanges"] = ("se-noa", "analyst", "/v1/changes"),
            ["exportIndicators"] = ("se-noa", "analyst", "/v1/exports?format=ndjson"),
            ["getImport"] = ("se-noa", "contributor", $"/v1/imports/{import}"),
            ["listImportRows"] = ("se-noa", "contributor", $"/v1/imports/{import}/rows"),
            ["getIndicator"] = ("fr-ofast", "analyst", "/v1/indicators/" + record),
            ["readCertificate"] = ("se-noa", "contributor", $"/v1/indicators/{erased}/erasure"),
            ["listReviews"] = ("se-noa", "contributor", "/v1/reviews"),
            ["reportProtectedPersons"] = ("se-noa", "auditor", "/v1/reports/protected-persons"),
            ["reportAccess"] = ("se-noa", "auditor", "/v1/reports/access?since=2026-01-01T00:00:00Z"),
            ["reportYear"] = ("se-noa", "agency-admin", "/v1/reports/yearly"),
            ["indicatorHistory"] = ("se-noa", "contributor", $"/v1/indicators/{record}/history"),
            ["searchIndicators"] = ("fr-ofast", "analyst", "/v1/searches"),
            ["scanTexts"] = ("fr-ofast", "analyst", "/v1/scans"),
            ["tryRule"] = ("fr-ofast", "analyst", "/v1/scans/trials"),
            ["readConditions"] = ("fr-ofast", "analyst", $"/v1/indicators/{conditions}/acknowledgement"),
            ["explainAccess"] = ("se-noa", "analyst", $"/v1/indicators/{record}/access"),
            ["listSightings"] = ("se-noa", "analyst", $"/v1/indicators/{record}/sightings"),
            ["listRegradeProposals"] = ("se-noa", "contributor", "/v1/regrade-proposals?side=received"),
            ["getRegradeProposal"] = ("se-noa", "contributor", "/v1/regrade-proposals/" + proposal),
            ["listDisclosureRequests"] = ("se-noa", "discloser", "/v1/disclosure-requests"),
            ["getDisclosureRequest"] = ("se-noa", "discloser", "/v1/disclosure-requests/" + request),
            ["listDisclosures"] = ("se-noa", "discloser", "/v1/disclosures"),
            ["listSubjectRequests"] = ("se-noa", "contributor", "/v1/data-subject-requests?side=intake"),
            ["getSubjectRequest"] = ("se-noa", "contributor", $"/v1/data-subject-requests/{person}?side=intake"),
            ["listRecalls"] = ("se-noa", "contributor", "/v1/recalls?side=issued"),
            ["getRecall"] = ("fr-ofast", "analyst", "/v1/recalls/" + recall),
            ["listNotices"] = ("se-noa", "analyst", "/v1/notices"),
            ["listOfficers"] = ("se-noa", "agency-admin", "/v1/members/se-noa/officers"),
            ["listStandingAuthorisations"] = ("se-noa", "discloser", "/v1/standing-authorisations"),
            ["listMemberWithdrawals"] = ("se-noa", "discloser", "/v1/member-withdrawals"),
            ["listParties"] = ("se-noa", "analyst", "/v1/parties"),
            ["listMembers"] = ("se-noa", "analyst", "/v1/members"),
            ["getMember"] = ("fr-ofast", "analyst", "/v1/members/se-noa"),
            ["listTaskForces"] = ("se-noa", "analyst", "/v1/task-forces"),
            ["listClients"] = ("se-noa", "agency-admin", "/v1/members/se-noa/clients"),
            ["listIssuers"] = ("se-noa", "agency-admin", "/v1/members/se-noa/issuers"),
            ["listPendingActs"] = ("hub", "hub-admin", "/v1/pending-acts"),
            ["getPendingAct"] = ("hub", "hub-admin", act.Headers.Location!.OriginalString),
            ["readLexicon"] = ("fr-ofast", "analyst", "/v1/lexicon?term=" + Uri.EscapeDataString(Word)),
            ["getConcepts"] = ("se-noa", "analyst", "/v1/concepts"),
            ["getPlatforms"] = ("se-noa", "analyst", "/v1/platforms"),
            ["listEntries"] = ("se-noa", "auditor", "/v1/audit/entries?limit=5"),
            ["listReaders"] = ("se-noa", "auditor", "/v1/audit/readers?indicator=" + record),
            ["drawSample"] = ("se-noa", "auditor", "/v1/audit/sample?size=2"),
            ["reportOfficers"] = ("se-noa", "auditor", "/v1/audit/officers"),
            ["getCheckpoint"] = ("se-noa", "auditor", "/v1/audit/logs/se-noa/checkpoint"),
            ["listLeaves"] = ("se-noa", "auditor", "/v1/audit/logs/se-noa/leaves?first=1"),
            ["getInclusion"] = ("se-noa", "auditor", "/v1/audit/logs/se-noa/inclusion/" + entry),
            ["getEvidence"] = ("se-noa", "contributor", "/v1/audit/evidence/" + record),
            ["listHolds"] = ("se-noa", "auditor", "/v1/audit/logs/se-noa/holds"),
            ["getConsistency"] = ("se-noa", "auditor", "/v1/audit/logs/se-noa/consistency?from=1"),
        };
    }

    private static IReadOnlyList<Read> Reads() =>
    [
        .. from path in JsonNode.Parse(File.ReadAllText(Path.Combine(ContractDocument.Folder, "intelshare.v1.json")))!["paths"]!.AsObject()
           where path.Key.StartsWith("/v1/", StringComparison.Ordinal)
           from operation in path.Value!.AsObject()
           let id = operation.Value!["operationId"]!.GetValue<string>()
           where operation.Key == "get" || id.StartsWith("search", StringComparison.Ordinal) || id.StartsWith("scan", StringComparison.Ordinal) || id.StartsWith("try", StringComparison.Ordinal)
           select new Read(id, operation.Key.ToUpperInvariant(), path.Key, [.. (operation.Value["x-roles"]?.AsArray() ?? []).Select(role => role!.GetValue<string>())],
               operation.Value["parameters"]?.AsArray().Any(parameter => parameter!["name"]!.GetValue<string>() == "Intel-Purpose" && parameter["required"]?.GetValue<bool>() == true) == true),
    ];

    private sealed record Read(string Id, string Method, string Path, string[] Roles, bool StatesPurpose);
}
