using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>Everything that an agency may read in full, in one answer.</summary>
public sealed class Exporting(TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    [Fact]
    public async Task tells_each_record_once_as_it_is_told_by_itself_and_nothing_that_it_may_not_read()
    {
        using var sweden = hub.As("se-noa");
        var shared = new List<string>();
        foreach (var body in new[] { Bodies.Term(Word("=2+2, 🍦 \"quoted\" ; +3"), "country:FR"), Bodies.Handle(Word("export"), "country:FR"), Pattern("country:FR") })
        {
            shared.Add((await sweden.SubmittedAsync(body)).Id);
        }

        string[] hidden = [(await sweden.SubmittedAsync(Bodies.Term(Word("hidden"), "country:DK"))).Id, (await sweden.SubmittedAsync(Bodies.HitOnly(Word("hit"), "country:FR"))).Id];
        using var france = hub.As("fr-ofast");
        using var answer = await france.SendAsync(HttpMethod.Get, "/v1/exports?format=ndjson");
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson", "attachment; filename=\"indicators.ndjson\""), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentDisposition!.ToString()));
        var text = await answer.Content.ReadAsStringAsync(Requests.Ct);
        Assert.All(hidden, id => Assert.DoesNotContain(id, text, StringComparison.Ordinal));
        var lines = Lines(text);
        Assert.Equal(lines.Length, lines.Select(Id).Distinct().Count());
        Assert.Subset(lines.Select(Id).ToHashSet(StringComparer.Ordinal), shared.ToHashSet(StringComparer.Ordinal));
        foreach (var line in lines)
        {
            using var alone = await france.SendAsync(HttpMethod.Get, "/v1/indicators/" + Id(line));
            Assert.Equal(await alone.Content.ReadAsStringAsync(Requests.Ct), line);
        }

        Assert.Equal([shared[1]], Lines(await ExportedAsync(france, "&kind=account-handle")).Select(Id).Intersect(shared));
        Assert.Empty(Lines(await ExportedAsync(france, "&mine=true")));
        Assert.Superset(hidden.ToHashSet(StringComparer.Ordinal), Lines(await ExportedAsync(sweden, "&mine=true")).Select(Id).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "malformed-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?format=xml", "malformed-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?format=ndjson&kind=nothing", "malformed-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?format=ndjson&mine=yes", "malformed-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?format=csv", "malformed-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?format=csv-for-spreadsheets&mine=true", "malformed-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?format=ndjson&limit=5", "malformed-parameter", HttpStatusCode.BadRequest)]
    public async Task is_refused_what_it_cannot_read(string query, string code, HttpStatusCode status) => await RefusedAsync(hub.As("fr-ofast"), query, status, code);

    [Fact]
    public async Task states_purpose_and_case_and_takes_a_reader()
    {
        await RefusedAsync(hub.As("fr-ofast", purpose: null), "?format=ndjson", HttpStatusCode.BadRequest, "purpose-missing");
        await RefusedAsync(hub.As("fr-ofast", "cross-checking", @case: null), "?format=ndjson", HttpStatusCode.BadRequest, "case-missing");
        await RefusedAsync(hub.As("fr-ofast", "cross-checking", @case: null), "?format=ndjson&kind=account-handle", HttpStatusCode.BadRequest, "case-missing");
        await RefusedAsync(hub.As("fr-ofast", "cross-checking", "K-1", "auditor"), "?format=ndjson", HttpStatusCode.Forbidden, "role-missing");
        using var impersonal = hub.As("fr-ofast", "cross-checking", @case: null);
        await ExportedAsync(impersonal, "&kind=lexicon-entry");
    }

    [Fact]
    public async Task is_on_record_when_it_begins_with_every_batch_and_when_it_ends()
    {
        var ids = new[] { (await hub.As("se-noa").SubmittedAsync(Bodies.Term(Word("entered"), "country:DE"))).Id, (await hub.As("no-kripos").SubmittedAsync(Bodies.Term(Word("entered"), "country:DE"))).Id };
        var exported = await ExportedAsync(hub.As("de-bka"), "&kind=lexicon-entry");
        Assert.Equal("export-begun ok, records-exported ok, export-ended ok", await hub.ScalarAsync<string>("select string_agg(act || ' ' || outcome, ', ' order by xid) from intelshare.audit_entry where member = 'de-bka'"));
        var entered = (await hub.ScalarAsync<string>("select string_agg(r::text, ' ') from intelshare.audit_entry, unnest(records) r where act = 'records-exported' and member = 'de-bka'")).Split(' ');
        Assert.Equal(Lines(exported).Select(Id).Order(StringComparer.Ordinal), entered.Order(StringComparer.Ordinal));
        Assert.Subset(entered.ToHashSet(StringComparer.Ordinal), ids.ToHashSet(StringComparer.Ordinal));
    }

    internal static string Word(string stem) => $"{stem} {Interlocked.Increment(ref keys)}".Replace("export ", "export.", StringComparison.Ordinal).Replace("hit ", "hit.", StringComparison.Ordinal);

    internal static JsonObject Pattern(params string[] full)
    {
        var body = Bodies.Term(Word("pattern"), full);
        body["kind"] = "recruitment-pattern";
        body["content"] = JsonNode.Parse("""{"title":"Fast money 🔫","description":"-Offers;\n=sums","task":"killing","role":"perpetrator","payment":{"min":1000,"max":5000.50,"currency":"SEK"},"phrases":["a|b","c;d","back\\slash"],"platforms":["tiktok"],"sources":["test"]}""");
        return body;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Id(string line) => JsonNode.Parse(line)!["id"]!.GetValue<string>();

    private static async Task<string> ExportedAsync(HttpClient http, string also)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, "/v1/exports?format=ndjson" + also);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Requests.Ct);
    }

    private static async Task RefusedAsync(HttpClient http, string query, HttpStatusCode status, string code)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, "/v1/exports" + query);
        Assert.Equal((status, code), (answer.StatusCode, await answer.CodeAsync()));
    }
}
