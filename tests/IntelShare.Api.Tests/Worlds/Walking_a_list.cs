using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Worlds;

public sealed class Walking_a_list(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task finds_a_record_where_it_was_when_a_second_audience_is_let_in_or_taken_away()
    {
        var first = await hub.As("se-noa").SubmittedAsync(Bodies.Term("first", "country:FR"));
        var second = await hub.As("se-noa").SubmittedAsync(Bodies.Term("second", "country:FR"));

        await ReleaseAsync(first.Id, """{"full":["country:FR","member-states"]}""");
        Assert.Equal([second.Id, first.Id], (await IdsAsync("fr-ofast")).Take(2));
        await ReleaseAsync(first.Id, """{"full":["member-states"]}""");
        Assert.Equal([second.Id, first.Id], (await IdsAsync("fr-ofast")).Take(2));
        await ReleaseAsync(first.Id, """{"full":["country:FR","member-states"],"excluded":["country:DK"]}""");
        Assert.Equal([second.Id, first.Id], (await IdsAsync("fr-ofast")).Take(2));
    }

    [Fact]
    public async Task finds_a_record_where_it_was_when_its_owner_amends_what_only_it_sees()
    {
        var first = await hub.As("se-noa").SubmittedAsync(Bodies.Term("noted", "country:FR"));
        var second = await hub.As("se-noa").SubmittedAsync(Bodies.Term("unnoted", "country:FR"));

        await OkAsync(hub.As("se-noa").SendAsync(HttpMethod.Patch, $"/v1/indicators/{first.Id}", """{"reference":"K-77"}""", ("If-Match", "*")));

        Assert.Equal([second.Id, first.Id], (await IdsAsync("fr-ofast")).Take(2));
        Assert.Equal([first.Id, second.Id], (await IdsAsync("se-noa")).Take(2));
    }

    [Fact]
    public async Task finds_a_record_on_top_whose_exclusion_was_lifted_as_if_it_had_just_been_submitted()
    {
        var body = Bodies.Term("kept from France", "member-states");
        body["release"]!["excluded"] = new JsonArray("country:FR");
        var first = await hub.As("se-noa").SubmittedAsync(body);
        var second = await hub.As("se-noa").SubmittedAsync(Bodies.Term("never kept", "member-states"));

        await ReleaseAsync(first.Id, """{"full":["member-states"]}""");

        Assert.Equal([first.Id, second.Id], (await IdsAsync("fr-ofast")).Take(2));
        Assert.Equal([second.Id, first.Id], (await IdsAsync("de-bka")).Take(2));
    }

    [Fact]
    public async Task finds_a_record_no_more_once_its_reader_is_excluded_and_for_others_where_it_was()
    {
        var first = await hub.As("se-noa").SubmittedAsync(Bodies.Term("soon kept", "member-states", "country:FR"));
        var second = await hub.As("se-noa").SubmittedAsync(Bodies.Term("for all", "member-states"));

        await ReleaseAsync(first.Id, """{"full":["member-states","country:FR"],"excluded":["member:fr-ofast"]}""");
        Assert.DoesNotContain(first.Id, await IdsAsync("fr-ofast"));
        Assert.Equal([second.Id, first.Id], (await IdsAsync("de-bka")).Take(2));

        await ReleaseAsync(first.Id, """{"full":["member-states","country:FR"]}""");
        Assert.Equal([first.Id, second.Id], (await IdsAsync("fr-ofast")).Take(2));
        Assert.Equal([second.Id, first.Id], (await IdsAsync("de-bka")).Take(2));
    }

    [Fact]
    public async Task finds_a_record_once_after_a_thousand_amendments_and_few_rows_beside_it()
    {
        var much = await hub.As("se-noa").SubmittedAsync(Bodies.Term("amended", "country:FR", "member-states", "task-force:grimm"));
        var rows = $"select count(*) from intelshare.posting where indicator = '{much.Id}'";
        var before = await hub.ScalarAsync<long>(rows);
        using var sweden = hub.As("se-noa");
        for (var i = 0; i < 1000; i++)
        {
            var patch = i % 3 == 0
                ? new JsonObject { ["reference"] = "r-" + i.ToString(CultureInfo.InvariantCulture) }
                : new JsonObject { ["purposes"] = i % 2 == 0 ? new JsonArray("cross-checking") : new JsonArray("cross-checking", "strategic-analysis"), ["evaluation"] = new JsonObject { ["source"] = "B", ["information"] = 1 + (i % 4) } };
            await OkAsync(sweden.SendAsync(HttpMethod.Patch, $"/v1/indicators/{much.Id}", patch.ToJsonString(), ("If-Match", "*")));
        }

        Assert.Equal(before, await hub.ScalarAsync<long>(rows));
        Assert.Equal(much.Id, Assert.Single(await IdsAsync("fr-ofast", "limit=7"), id => id == much.Id));
    }

    [Fact]
    public async Task finds_a_record_for_operational_analysis_where_its_task_force_was_let_in()
    {
        var body = Bodies.Term("project later", "country:FR");
        body["purposes"] = new JsonArray("operational-analysis");
        var first = await hub.As("se-noa").SubmittedAsync(body);
        body["release"]!["full"] = new JsonArray("task-force:grimm");
        var second = await hub.As("se-noa").SubmittedAsync(body);

        await ReleaseAsync(first.Id, """{"full":["country:FR","task-force:grimm"]}""");

        using var france = hub.As("fr-ofast", "operational-analysis");
        using var response = await france.SendAsync(HttpMethod.Get, "/v1/indicators?limit=2");
        Assert.Equal([first.Id, second.Id], (await response.JsonAsync())["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task finds_a_record_on_top_for_a_feed_when_feeds_are_opened()
    {
        var body = Bodies.Term("no feeds", "country:FR");
        body["release"]!["feeds"] = false;
        var first = await hub.As("se-noa").SubmittedAsync(body);
        var second = await hub.As("se-noa").SubmittedAsync(Bodies.Term("feeds", "country:FR"));

        await ReleaseAsync(first.Id, """{"full":["country:FR"],"feeds":true}""");

        Assert.Equal([first.Id, second.Id], (await IdsAsync("fr-ofast", "", "feed")).Take(2));
        Assert.Equal([second.Id, first.Id], (await IdsAsync("fr-ofast")).Take(2));
    }

    [Fact]
    public async Task ends_with_the_last_record_that_the_reader_sees_whatever_lies_behind_it()
    {
        var hidden = Bodies.Handle("hidden.one", "member-states");
        hidden["release"]!["excluded"] = new JsonArray("country:FI");
        for (var i = 0; i < 7; i++)
        {
            hidden["content"]!["handle"] = "hidden.one" + i;
            await hub.As("de-bka").SubmittedAsync(hidden);
        }

        for (var i = 0; i < 3; i++)
        {
            await hub.As("de-bka").SubmittedAsync(Bodies.Handle("shown.one" + i, "country:FI"));
        }

        var (full, atEnd) = await PageAsync("fi-krp", "kind=account-handle&limit=3");
        var (_, before) = await PageAsync("fi-krp", "kind=account-handle&limit=2");

        Assert.Equal(3, full.Count);
        Assert.Null(atEnd);
        Assert.NotNull(before);
    }

    [Fact]
    public async Task shows_an_owner_the_newer_version_of_what_it_releases_anew_meanwhile()
    {
        var passed = await hub.As("be-fgp").SubmittedAsync(Bodies.Term("own and passed", "member-states"));
        await hub.As("be-fgp").SubmittedAsync(Bodies.Term("own and first", "member-states"));
        var (_, cursor) = await PageAsync("be-fgp", "limit=2");

        await OkAsync(hub.As("be-fgp").SendAsync(HttpMethod.Put, $"/v1/indicators/{passed.Id}/release", """{"full":["member-states"],"excluded":["country:DK"]}""", ("If-Match", "*")));

        Assert.Contains(passed.Id, await IdsAsync("be-fgp", "limit=40&cursor=" + cursor));
    }

    [Fact]
    public async Task shows_on_each_page_what_the_law_gives_at_that_moment()
    {
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add((await hub.As("dk-nsk").SubmittedAsync(Bodies.Term("amid a walk " + i, i == 5 ? "country:FI" : "country:NO"))).Id);
        }

        var (shown, cursor) = await PageAsync("no-kripos", "limit=2");
        Assert.Equal([ids[4], ids[3]], shown);
        await ChangeAsync(ids[2], """{"full":["country:NO"],"excluded":["member:no-kripos"]}""");
        await ChangeAsync(ids[1], """{"full":[],"hit":["country:NO"]}""");
        await ChangeAsync(ids[4], """{"full":["country:FI"]}""");
        await ChangeAsync(ids[5], """{"full":["country:NO"]}""");
        var rest = await IdsAsync("no-kripos", "limit=2&cursor=" + cursor);

        Assert.Equal([ids[0], ids[5]], rest.Intersect(ids));

        Task ChangeAsync(string id, string release) => OkAsync(hub.As("dk-nsk").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", release, ("If-Match", "*")));
    }

    [Fact]
    public async Task finds_a_record_where_its_owner_admitted_the_purpose()
    {
        var first = await hub.As("se-noa").SubmittedAsync(Bodies.Term("for one purpose", "country:DE"));
        var second = await hub.As("se-noa").SubmittedAsync(Bodies.Term("for one purpose too", "country:DE"));
        var now = hub.Clock.GetUtcNow();

        await hub.TellAsync(Guid.Parse(first.Id), new DisclosureGranted(Guid.AllBitsSet, "de-bka", Asks.OtherPurpose, Purpose.StrategicAnalysis, Fields: null, Secret: null, now.AddDays(1), now));
        Assert.Equal([first.Id], (await StrategicAsync()).Intersect([first.Id, second.Id]));

        await ReleaseAsync(first.Id, """{"full":["country:DE"],"excluded":["member:de-bka"]}""");
        Assert.Empty((await StrategicAsync()).Intersect([first.Id, second.Id]));
        await ReleaseAsync(first.Id, """{"full":["country:DE"]}""");
        Assert.Equal([first.Id], (await StrategicAsync()).Intersect([first.Id, second.Id]));

        async Task<IEnumerable<string>> StrategicAsync()
        {
            using var response = await hub.As("de-bka", "strategic-analysis").SendAsync(HttpMethod.Get, "/v1/indicators?limit=100");
            return (await response.JsonAsync())["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task takes_no_cursor_of_another_reader_or_filter()
    {
        var (_, cursor) = await PageAsync("fr-ofast", "limit=1");

        Assert.Equal("malformed-parameter", await RefusedAsync(hub.As("de-bka"), "limit=1&cursor=" + cursor));
        Assert.Equal("malformed-parameter", await RefusedAsync(hub.As("fr-ofast"), "limit=1&kind=lexicon-entry&cursor=" + cursor));
        Assert.Equal("malformed-parameter", await RefusedAsync(hub.As("fr-ofast"), "limit=1&mine=true&cursor=" + cursor));
        Assert.Equal("malformed-parameter", await RefusedAsync(hub.As("fr-ofast"), "limit=1&cursor=" + cursor![..^2] + (cursor[^2] == 'A' ? "B" : "A") + cursor[^1]));
    }

    [Fact]
    public async Task begins_again_when_the_reader_asks_for_another_purpose_or_in_another_role()
    {
        var (_, cursor) = await PageAsync("fr-ofast", "limit=1");

        Assert.Equal("cursor-restart", await RefusedAsync(hub.As("fr-ofast", "information-exchange"), "limit=1&cursor=" + cursor));
        Assert.Equal("cursor-restart", await RefusedAsync(hub.As("fr-ofast", "cross-checking", "K-1", "feed"), "limit=1&cursor=" + cursor));
    }

    [Fact]
    public async Task begins_again_when_the_reader_has_lost_or_gained_an_audience()
    {
        var (_, within) = await PageAsync("nl-dlio", "limit=1");
        await GrimmAsync(new TaskForceLeft("country:NL", hub.Clock.GetUtcNow()));
        Assert.Equal("cursor-restart", await RefusedAsync(hub.As("nl-dlio"), "limit=1&cursor=" + within));

        var (_, without) = await PageAsync("nl-dlio", "limit=1");
        await GrimmAsync(new TaskForceJoined("country:NL", hub.Clock.GetUtcNow()));
        Assert.Equal("cursor-restart", await RefusedAsync(hub.As("nl-dlio"), "limit=1&cursor=" + without));
    }

    [Fact]
    public void begins_again_at_every_change_of_the_readers_authority()
    {
        var periods = (Participation[])[new("country:FR", PostgresServer.Start.AddYears(-1), Until: null), new("member:fr-ofast", PostgresServer.Start, Until: null)];
        var france = new Reader("fr-ofast", "member:fr-ofast", "country:FR", PartyKind.MemberState, AgreementLevel.Full, new HashSet<Role> { Role.Analyst, Role.Discloser }, Purpose.CrossChecking, "officer", Cleared: false,
            [Seat.In("grimm", periods[0])], [], PostgresServer.Start);
        Reader[] changed =
        [
            france, .. Enum.GetValues<AgreementLevel>().Where(level => level != AgreementLevel.Full).Select(level => france with { Agreement = level }),
            france with { Cleared = true }, france with { Roles = new HashSet<Role> { Role.Analyst } }, france with { Purpose = Purpose.StrategicAnalysis }, france with { PartyKind = PartyKind.SchengenAssociated },
            france with { Seats = [] }, france with { Seats = [Seat.In("frost", periods[0])] },
            france with { Seats = [Seat.In("grimm", [.. periods])] }, france with { Seats = [Seat.In("grimm", periods[1])] },
        ];

        // That some owner authorised its party tells a reader nothing, unless a record shows.
        Assert.Equal(Narrowing.Of(france, mine: false).Fingerprint(incarnation: 0), Narrowing.Of(france with { AuthorisedBy = ["se-noa"] }, mine: false).Fingerprint(incarnation: 0));
        Assert.Equal(changed.Length, changed.Select(reader => Narrowing.Of(reader, mine: false).Fingerprint(incarnation: 0)).Distinct().Count());
        Assert.Equal(Narrowing.Of(france, mine: false).Fingerprint(incarnation: 0), Narrowing.Of(france with { Roles = new HashSet<Role> { Role.Discloser, Role.Analyst } }, mine: false).Fingerprint(incarnation: 0));
    }

    private Task GrimmAsync(object fact) => hub.Services.GetRequiredService<Streams>().RegisterAsync([Registered.Of(RegistryRoom.TaskForce, "grimm", fact)],
        new(new Ids().Next("hub"), hub.Clock.GetUtcNow(), new("hub", "hub", "test", "none", "none"), "task-force-changed", "ok", Purpose: null, Case: null,
            hub.Services.GetRequiredService<RegistryCache>().Current.Version, []), Requests.Ct);

    private Task ReleaseAsync(string id, string release) =>
        OkAsync(hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", release, ("If-Match", "*")));

    private async Task<List<string>> IdsAsync(string client, string query = "", params string[] roles)
    {
        var ids = new List<string>();
        for (var path = query; ;)
        {
            var (page, next) = await PageAsync(client, path, roles);
            ids.AddRange(page);
            if (next is null)
            {
                return ids;
            }

            path = query.Split("cursor=")[0].TrimEnd('&') + (query.Length > 0 ? "&" : "") + "cursor=" + next;
        }
    }

    private async Task<(List<string> Ids, string? Next)> PageAsync(string client, string query, params string[] roles)
    {
        using var response = await hub.As(client, "cross-checking", "K-1", roles).SendAsync(HttpMethod.Get, "/v1/indicators?" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.JsonAsync();
        return ([.. page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())], page["next"]?.GetValue<string>());
    }

    private static async Task<string?> RefusedAsync(HttpClient http, string query)
    {
        using var response = await http.SendAsync(HttpMethod.Get, "/v1/indicators?" + query);
        return await response.CodeAsync();
    }

    private static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
