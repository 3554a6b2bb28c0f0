using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Audit;

public sealed class Overseeing(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] Auditor = ["auditor"];
    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task counts_searches_cases_and_records_had_in_full_and_not_what_stands_behind_a_hit()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("counted in full", "country:FR"));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var behind = Bodies.Term("counted as a hit");
            behind["release"]!["hit"] = new JsonArray("country:FR");
            await hub.As("de-bka").SubmittedAsync(behind);
        }

        foreach (var (@case, value) in new[] { ("K-1", "counted in full"), ("K-1", "counted as a hit"), ("K-2", "nobody has it") })
        {
            using var search = await hub.As("fr-ofast", @case: @case).SearchAsync("lexicon-entry", value);
        }

        hub.Clock.Advance(TimeSpan.FromHours(9));
        using var night = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators?kind=lexicon-entry");
        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        var officer = (await ReportAsync(hub.As("fr-ofast", purpose: null, @case: null, "auditor"), ""))["items"]!.AsArray().Single()!;
        Assert.Equal(("fr-ofast-officer", 4L, 3L, 0.333, 3L, 2L, 1.5, 1L),
            (officer["officer"]!.GetValue<string>(), officer["acts"]!.GetValue<long>(), officer["searches"]!.GetValue<long>(), officer["withoutHit"]!.GetValue<double>(), officer["values"]!.GetValue<long>(), officer["cases"]!.GetValue<long>(), officer["searchesPerCase"]!.GetValue<double>(), officer["outsideDutyHours"]!.GetValue<long>()));
        Assert.Equal(await hub.ScalarAsync<long>("select count(distinct t.record) from intelshare.audit_entry e, unnest(e.records, e.levels) t(record, level) where e.member = 'fr-ofast' and level = 'full'"), officer["records"]!.GetValue<long>());
    }

    [Fact]
    public async Task pages_officers_under_a_sealed_cursor_of_the_same_question()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            using var list = await hub.AsOfficer("fr-ofast", name).SendAsync(HttpMethod.Get, "/v1/indicators?kind=lexicon-entry");
        }

        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var auditor = hub.As("fr-ofast", purpose: null, @case: null, "auditor");
        var until = "&until=2026-12-02T00:00:00Z";
        var (seen, query) = (new List<string>(), "?limit=1" + until);
        for (var page = await ReportAsync(auditor, query); ; page = await ReportAsync(auditor, query + "&cursor=" + page["next"]))
        {
            seen.AddRange(page["items"]!.AsArray().Select(item => item!["officer"]!.GetValue<string>()));
            if (page["next"] is null)
            {
                break;
            }

            using var other = await auditor.SendAsync(HttpMethod.Get, $"/v1/audit/officers?limit=1&zone=Europe/Paris{until}&cursor={page["next"]}");
            Assert.Equal("malformed-parameter", await other.CodeAsync());
        }

        Assert.Equal(["a", "b", "c"], seen);
    }

    [Theory]
    [InlineData("zone=W.%20Europe%20Standard%20Time")]
    [InlineData("zone=Nowhere")]
    [InlineData("zone=..%2F..%2Fetc%2Fpasswd")]
    [InlineData("cursor=a")]
    [InlineData("from=yesterday")]
    public async Task refuses_what_it_cannot_read(string query)
    {
        using var refused = await hub.AuditorAsync("fr-ofast", "/v1/audit/officers?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, "malformed-parameter"), (refused.StatusCode, await refused.CodeAsync()));
    }

    [Fact]
    public async Task by_a_countrys_supervisor_reaches_its_agencies_without_case_and_tells_them()
    {
        var supervisor = hub.As(await hub.EnrolAsync("org:dpa-fr", PartyKind.Supervisor, "fr-dpa", over: "FR"), roles: Auditor);
        await hub.As("fr-ofast", @case: "F-7").OutcomeAsync("lexicon-entry", "sampled");
        await hub.SealAsync();
        const string Question = "/v1/audit/sample?size=5&from=2026-11-01T00:00:00Z&until=2026-12-01T12:00:00Z";

        var drawn = await Officers.DoneAsync(supervisor.SendAsync(HttpMethod.Get, Question + "&member=fr-ofast"));
        Assert.DoesNotContain("F-7", drawn.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["searched"], drawn["items"]!.AsArray().Select(act => act!["act"]!.GetValue<string>()));
        var own = await Officers.DoneAsync(hub.AuditorAsync("fr-ofast", Question));
        Assert.Equal("F-7", own["items"]![0]!["case"]!.GetValue<string>());
        Assert.Equal(drawn["items"]![0]!["index"]!.GetValue<long>(), own["items"]![0]!["index"]!.GetValue<long>());

        await hub.SettledAsync();
        var (notices, _, _) = await hub.As("fr-ofast", roles: Auditor).InboxAsync();
        var notice = Assert.Single(notices, item => item!["kind"]!.GetValue<string>() == "justification-due")!;
        Assert.Equal("""{"supervisor":"fr-dpa","from":"2026-11-01T00:00:00.000000Z","until":"2026-12-01T12:00:00.000000Z","size":5}""", notice["justify"]!.ToJsonString());

        Assert.NotEmpty((await ReportAsync(supervisor, "?member=fr-ofast&until=2026-12-02T00:00:00Z"))["items"]!.AsArray());
        foreach (var hidden in new[] { "/v1/audit/sample?member=se-noa", "/v1/audit/officers?member=se-noa", "/v1/audit/officers?member=nobody", "/v1/audit/logs/fr-ofast/checkpoint", "/v1/audit/logs/fr-ofast/leaves" })
        {
            using var refused = await supervisor.SendAsync(HttpMethod.Get, hidden);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    [Fact]
    public async Task draws_what_anybody_draws_from_the_note_and_the_leaves_alone()
    {
        for (var i = 0; i < 12; i++)
        {
            using var list = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, i % 3 == 0 ? "/v1/me" : "/v1/indicators?kind=lexicon-entry");
        }

        await hub.SealAsync();
        var sample = await Officers.DoneAsync(hub.AuditorAsync("fr-ofast", "/v1/audit/sample?size=5&until=2026-12-01T12:00:00Z"));
        await hub.SealAsync();
        var leaves = (await hub.LeavesAsync("fr-ofast"))["leaves"]!.AsArray().Select(leaf => JsonNode.Parse(leaf!.GetValue<string>())!).ToList();
        var note = sample["checkpoint"]!.GetValue<string>().Split('\n');

        // Fisher and Yates with the places laid out; the n-th is taken from those left by SHA-256(root || n) modulo their number.
        var (root, places, drawn) = (Convert.FromBase64String(note[2]), Enumerable.Range(0, int.Parse(note[1], CultureInfo.InvariantCulture)).ToArray(), new List<int>());
        for (var n = 0; n < places.Length; n++)
        {
            var digest = SHA256.HashData([.. root, 0, 0, 0, 0, 0, 0, 0, (byte)n]);
            var taken = n + (int)(digest.Take(8).Aggregate(0UL, (number, one) => (number << 8) | one) % (ulong)(places.Length - n));
            (places[n], places[taken]) = (places[taken], places[n]);
            drawn.Add(places[n]);
        }

        // Its own request came after the checkpoint; of the twelve before, four stated no purpose.
        Assert.Equal(12, drawn.Count);
        Assert.True(leaves.Count > drawn.Count);
        Assert.Equal(drawn.Where(place => leaves[place]["officer"] is not null && leaves[place]["purpose"] is not null).Take(5), sample["items"]!.AsArray().Select(act => act!["index"]!.GetValue<int>()));
        Assert.Equal(5, sample["items"]!.AsArray().Count);
        Assert.Equal(sample["items"]!.AsArray().Select(act => leaves[act!["index"]!.GetValue<int>()]["id"]!.GetValue<string>()), sample["items"]!.AsArray().Select(act => act!["entry"]!.GetValue<string>()));
    }

    [Fact]
    public async Task still_reads_the_case_of_an_entry_from_before_entries_committed_to_it()
    {
        using var read = await hub.As("fr-ofast", @case: "F-8").SendAsync(HttpMethod.Get, "/v1/indicators?kind=lexicon-entry");
        var entry = await hub.ScalarAsync<Guid>("select id from intelshare.audit_entry where member = 'fr-ofast'");
        var box = Convert.ToHexString(hub.Services.GetRequiredService<Vault>().SealDetail(entry, JsonSerializer.SerializeToUtf8Bytes(new { @case = "F-8 of old" })));
        await hub.ExecuteAsync($"update intelshare.audit_detail set box = '\\x{box}' where entry = '{entry}'; update intelshare.audit_entry set detail = null where id = '{entry}'");
        await hub.SealAsync();

        Assert.Contains(await hub.TrailAsync("fr-ofast"), line => line!["case"]?.GetValue<string>() == "F-8 of old");
        Assert.Empty((await hub.LeavesAsync("fr-ofast"))["details"]!.AsArray());
    }

    private static Task<JsonNode> ReportAsync(HttpClient auditor, string query) => Officers.DoneAsync(auditor.SendAsync(HttpMethod.Get, "/v1/audit/officers" + query));
}
