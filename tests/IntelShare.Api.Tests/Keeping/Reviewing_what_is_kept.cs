using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntelShare.Api.Tests.Keeping;

// Each on a hub of its own: its clock runs ahead.
public sealed class Reviewing_what_is_kept : IAsyncLifetime
{
    private readonly PostgresServer server;
    private readonly CapturedLog log = new();
    private readonly TestHub hub;

    public Reviewing_what_is_kept(PostgresServer server)
    {
        this.server = server;
        hub = new(server) { Also = services => services.AddSingleton<ILoggerProvider>(log) };
    }

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task is_reminded_of_ninety_thirty_and_seven_days_ahead_once_each()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Reviewed("reminded", "2027-06-30"));
        var told = new List<int>();
        foreach (var day in (string[])["2027-03-31", "2027-04-01", "2027-05-30", "2027-05-31", "2027-06-23", "2027-06-30"])
        {
            At(day);
            await hub.SweepAsync();
            await hub.SweepAsync();
            await hub.SettledAsync();
            told.Add((await hub.NoticesAsync("se-noa", id)).Count(notice => notice["kind"]!.GetValue<string>() == "review-due"));
        }

        Assert.Equal([0, 1, 1, 2, 3, 3], told);
        Assert.Empty(await hub.NoticesAsync("fr-ofast", id));
    }

    [Fact]
    public async Task is_reminded_of_once_by_two_nodes()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Reviewed("reminded by two", "2027-06-30"));
        At("2027-06-25");
        await using var second = await SecondHub.StartAsync(hub, server);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? hub.Services : second.Services).GetRequiredService<Reviewing>().GoAsync(Requests.Ct)));
        await hub.SettledAsync();
        Assert.Single(await hub.NoticesAsync("se-noa", id));
    }

    [Fact]
    public async Task is_erased_once_its_day_has_passed_and_read_by_nobody_else_before_that()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Reviewed("lapsing", "2027-06-30"));
        At("2027-06-30");
        await hub.SweepAsync();
        Assert.Equal(HttpStatusCode.OK, (await hub.As("fr-ofast").GotAsync(id)).Status);

        At("2027-07-01");
        Assert.Equal(HttpStatusCode.NotFound, (await hub.As("fr-ofast").GotAsync(id)).Status);
        await hub.SweepAsync();

        Assert.Equal(HttpStatusCode.Gone, (await hub.As("se-noa").GotAsync(id)).Status);
        var certificate = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/erasure").DoneAsync();
        Assert.Equal(("review-lapsed", null), (certificate["ground"]!.GetValue<string>(), certificate["officer"]));
        Assert.Contains(id, await File.ReadAllTextAsync(hub.ShredList(), Requests.Ct), StringComparison.Ordinal);
        Assert.Equal("hub", Assert.Single(await hub.TrailAsync("se-noa", $"?indicator={id}"), entry => entry!["act"]!.GetValue<string>() == "indicator-erased")!["client"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_listed_as_erased_only_once_it_is()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Reviewed("not yet erased", "2027-06-30"));
        await hub.ExecuteAsync(
            """
            create function public.moved() returns trigger language plpgsql as 'begin raise not_null_violation using column = ''registry_version''; end';
            create trigger moved before insert on intelshare.audit_entry for each row when (new.act = 'indicator-erased') execute function public.moved();
            """);
        At("2027-07-01");
        await hub.SweepAsync();
        Assert.DoesNotContain(id, await File.ReadAllTextAsync(hub.ShredList(), Requests.Ct), StringComparison.Ordinal);

        await hub.ExecuteAsync("drop trigger moved on intelshare.audit_entry; drop function public.moved()");
        await hub.SweepAsync();
        Assert.Contains(id, await File.ReadAllTextAsync(hub.ShredList(), Requests.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_kept_longer_by_a_decision_with_a_reason_on_record()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Reviewed("extended", "2027-06-30"));
        At("2027-06-30");
        await hub.As("se-noa").ExtendAsync(id, "2030-06-30").DoneAsync();
        At("2027-07-02");
        await hub.SweepAsync();

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "extended"));
        var history = (await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history").DoneAsync())["items"]!.AsArray();
        Assert.Equal(("The group is still active.", "se-noa-officer"), (history[1]!["reason"]!.GetValue<string>(), history[1]!["officer"]!.GetValue<string>()));
        Assert.DoesNotContain("still active", await hub.DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_kept_past_its_day_by_a_restriction()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Reviewed("on trial", "2027-06-30"));
        await hub.As("se-noa").RestrictAsync(id).DoneAsync();
        At("2027-07-02");
        await hub.SweepAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await hub.As("se-noa").GotAsync(id)).Status);
        var due = Assert.Single(await ReviewsAsync("se-noa"), one => one["indicator"]!.GetValue<string>() == id);
        Assert.Equal(("evidence", -2), (due["restriction"]!.GetValue<string>(), due["daysLeft"]!.GetValue<int>()));
        Assert.Equal("review-in-the-past", await hub.As("se-noa", roles: ["contributor", "discloser"]).LiftAsync(id).RefusedAsync());
    }

    [Fact]
    public async Task stands_in_its_owners_queue_the_next_first_and_in_nobody_elses()
    {
        foreach (var (term, day) in new[] { ("third", "2027-06-30"), ("first", "2027-06-10"), ("later", "2027-12-01"), ("second", "2027-06-20") })
        {
            await hub.As("se-noa").SubmittedAsync(Reviewed(term, day));
        }

        At("2027-06-05");
        Assert.Equal(["2027-06-10", "2027-06-20", "2027-06-30"], (await ReviewsAsync("se-noa", limit: 1)).Select(one => one["reviewBy"]!.GetValue<string>()));
        Assert.Empty(await ReviewsAsync("fr-ofast"));
        Assert.Equal("malformed-parameter", await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/reviews?cursor=AAAA").RefusedAsync());
        Assert.Equal("role-missing", await hub.As("se-noa", roles: "analyst").SendAsync(HttpMethod.Get, "/v1/reviews").RefusedAsync());
    }

    [Fact]
    public async Task about_a_protected_person_is_reported_after_five_years()
    {
        var body = Bodies.Handle("minor.for.long", "member-states");
        body["subject"] = new JsonObject { ["categories"] = new JsonArray("victim"), ["age"] = "minor", ["necessity"] = "The only link to the recruiter." };
        body["retention"]!["reviewBy"] = "2027-11-30";
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        foreach (var year in Enumerable.Range(2027, 5))
        {
            At($"{year}-11-30");
            Assert.Empty(await ReportAsync("se-noa"));
            await hub.As("se-noa").ExtendAsync(id, $"{year + 1}-11-30").DoneAsync();
        }

        At("2031-12-02");
        await hub.SweepAsync();

        Assert.Equal((id, "se-noa"), (Assert.Single(await ReportAsync("se-noa"))!["indicator"]!.GetValue<string>(), (await ReportAsync("se-noa"))[0]!["owner"]!.GetValue<string>()));
        Assert.Empty(await ReportAsync("dk-nsk"));
        Assert.Equal("role-missing", await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/reports/protected-persons").RefusedAsync());
        Assert.Equal(id, Assert.Single(await ReportAsync(await hub.EnrolAsync("org:edps", PartyKind.Supervisor, "edps")))!["indicator"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_gone_after_three_years_without_a_trace_of_its_content()
    {
        foreach (var i in Enumerable.Range(0, 250))
        {
            var body = Bodies.Handle($"canary.{i}", "member-states");
            body["reference"] = $"canary-{i}";
            body["retention"]!["reviewBy"] = $"2027-{1 + (i % 12):00}-28";
            await hub.As(i % 2 == 0 ? "se-noa" : "dk-nsk").SubmittedAsync(body);
        }

        At("2029-12-02");
        await hub.SweepAsync();

        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.record_key"));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from doc.mt_doc_indicator where data ->> 'status' is distinct from 'erased' and data -> 'retention' ->> 'reviewBy' < '2029-12-02'"));
        var dump = await hub.DumpAsync();
        Assert.DoesNotContain("canary", dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Backstage.Hex("canary"), dump, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task leaves_no_trace_of_its_content_in_files_indexes_or_logs_either()
    {
        Assert.SkipUnless(await hub.ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user"), "Only a superuser reads the server's files.");
        // Of this run alone, since the write-ahead log is the whole server's: an account as written and as folded, and a term in the clear.
        var one = hub.Services.GetRequiredService<Ids>().Next("se-noa").ToString("N")[..12];
        var (written, folded, clear) = ($"Kakapo.{one.ToUpperInvariant()}", $"kakapo.{one}", $"moa {one}");
        string[] secrets = [written, folded, "note " + folded, "reference-" + folded];
        var since = await hub.LogFileAsync();
        var body = Bodies.Handle(written, "member-states");
        body["content"]!["note"] = secrets[2];
        body["reference"] = secrets[3];
        body["retention"]!["reviewBy"] = "2027-01-31";
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        using var twice = await hub.As("se-noa").SubmitAsync(body, "once");
        using var other = await hub.As("se-noa").SubmitAsync(Bodies.Handle(folded), "once");
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(clear, "member-states"));
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("account-handle", written));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);

        At("2027-02-01");
        await hub.SweepAsync();

        Assert.Equal(HttpStatusCode.Gone, (await hub.As("se-noa").GotAsync(id)).Status);
        await hub.ExecuteAsync($"create table planted (word text primary key); insert into planted values ('{clear}')");
        await File.WriteAllTextAsync(Path.Combine(server.DataDirectory, "planted.txt"), clear, Requests.Ct);
        var planted = await hub.FindAsync(server.DataDirectory, since, clear);
        Assert.Superset(new HashSet<string>(["planted", "planted_pkey", "planted.txt", "mt_events", "mt_doc_indicator"]), planted.ToHashSet());
        Assert.Contains(planted, Disk.IsLogFile);
        Assert.Empty(await hub.FindAsync(server.DataDirectory, since, secrets));
        Assert.NotEmpty(log.Text);
        Assert.DoesNotContain(one, log.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static JsonObject Reviewed(string term, string day)
    {
        var body = Bodies.Term(term, "member-states");
        body["retention"]!["reviewBy"] = day;
        return body;
    }

    /// <summary>Shortly after the start of a day in UTC.</summary>
    private void At(string day) => hub.Clock.SetUtcNow(DateTimeOffset.Parse(day + "T00:10:00Z", System.Globalization.CultureInfo.InvariantCulture));

    private Task<JsonArray> ReportAsync(string client) => ReportAsync(hub.As(client, purpose: null, @case: null, "auditor"));

    private Task<JsonArray> ReportAsync(ClientKey supervisor) => ReportAsync(hub.As(supervisor, roles: "auditor"));

    private static async Task<JsonArray> ReportAsync(HttpClient auditor) => (await auditor.SendAsync(HttpMethod.Get, "/v1/reports/protected-persons").DoneAsync())["items"]!.AsArray();

    private async Task<List<JsonNode>> ReviewsAsync(string client, int limit = 100)
    {
        var all = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = await hub.As(client).SendAsync(HttpMethod.Get, $"/v1/reviews?limit={limit}{(next is null ? "" : "&cursor=" + next)}").DoneAsync();
            all.AddRange(page["items"]!.AsArray().OfType<JsonNode>());
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return all;
    }
}
