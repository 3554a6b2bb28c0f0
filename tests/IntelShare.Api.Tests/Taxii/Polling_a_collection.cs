using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Taxii;

/// <summary>A client that polls has each object at its latest, by whichever way it goes on; it learns what it has no more, and nothing of anything else.</summary>
public sealed class Polling_a_collection(TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    [Fact]
    public async Task gives_the_same_by_next_by_date_and_in_one_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await SubmittedAsync();
        }

        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var whole = await AllAsync(limit: 1000);
        Assert.Equal(whole.Count, whole.Distinct(StringComparer.Ordinal).Count());
        // Whoever goes by date from the first object on may have been told before of what is gone meanwhile; whoever begins was not.
        var start = (await france.PollAsync("account-handle", "?limit=1")).First!;
        var later = await AllAsync(limit: 1000, start);
        Assert.Empty(whole.Skip(1).Except(later));
        foreach (var limit in new[] { 1, 3, 7 })
        {
            Assert.Equal(whole, await AllAsync(limit));
            Assert.Equal(later, await AllAsync(limit, start));
            Assert.Equal(later, await ByDateAsync(france, limit, start, cut: false));
        }

        // OpenCTI keeps milliseconds, cut: an object may come again, and none is lost.
        Assert.Equal(later.ToHashSet(StringComparer.Ordinal), (await ByDateAsync(france, 1000, start, cut: true)).ToHashSet(StringComparer.Ordinal));

        async Task<List<string>> AllAsync(int limit, string? after = null) => [.. (await france.PollAllAsync("account-handle", limit, after)).Select(one => one.ToJsonString())];
    }

    [Fact]
    public async Task has_moments_that_rise_and_are_never_the_same()
    {
        await SubmittedAsync();
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var manifest = new List<JsonNode>();
        for (var page = await france.PollAsync("account-handle", "?limit=3", "manifest"); ; page = await france.PollAsync("account-handle", "?limit=3&next=" + page.Next, "manifest"))
        {
            Assert.Equal((page.Objects[0]["date_added"]!.GetValue<string>(), page.Objects[^1]["date_added"]!.GetValue<string>()), (page.First, page.Last));
            manifest.AddRange(page.Objects);
            if (page.Next is null)
            {
                break;
            }
        }

        var moments = manifest.Select(one => one["date_added"]!.GetValue<string>()).ToList();
        Assert.Equal(moments.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), moments);
        Assert.All(moments, moment => Assert.Matches(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z\z", moment));
        Assert.Equal((await france.PollAllAsync("account-handle")).Select(one => one.IdOf()), manifest.Select(one => one.IdOf()));
    }

    [Fact]
    public async Task goes_on_from_a_cursor_as_often_as_it_is_sent_and_takes_an_empty_one_for_none()
    {
        await SubmittedAsync();
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var first = await france.PollAsync("account-handle", "?limit=2&match[type]=identity&next=&added_after=");
        Assert.Equal(["identity", "identity"], first.Objects.Select(one => one["type"]!.GetValue<string>()));
        var second = await france.PollAsync("account-handle", "?limit=2&next=" + first.Next);
        Assert.Equal(["identity", "identity"], second.Objects.Select(one => one["type"]!.GetValue<string>()));
        Assert.Equal(second.Objects.Select(one => one.IdOf()), (await france.PollAsync("account-handle", "?limit=2&next=" + first.Next)).Objects.Select(one => one.IdOf()));
        Assert.Equal(first.Next, (await france.PollAsync("account-handle", "?limit=2&match[type]=identity")).Next);
        foreach (var (client, collection) in new[] { ("de-bka", "account-handle"), ("fr-ofast", "lexicon-entry") })
        {
            using var answer = await hub.AsFeed(client).SendAsync(HttpMethod.Get, $"{Polling.Collections}{collection}/objects/?next={first.Next}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        using var restart = await hub.AsFeed("fr-ofast", "strategic-analysis").SendAsync(HttpMethod.Get, $"{Polling.Collections}account-handle/objects/?next={first.Next}");
        Assert.Equal(HttpStatusCode.Gone, restart.StatusCode);
    }

    [Fact]
    public async Task goes_on_where_its_agency_joins_a_task_force_and_begins_anew_where_it_leaves_one()
    {
        await SubmittedAsync();
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        using var operational = hub.AsFeed("fr-ofast", "operational-analysis");
        var (named, grimm, analysing) = (await NextAsync(france, "account-handle"), await NextAsync(france, "grimm--account-handle"), await NextAsync(operational, "account-handle"));
        await hub.RegisterAsync("task-force/pier", new TaskForceFounded("pier", "PIER"), new TaskForceJoined("country:FR", hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(france, "account-handle", named), await StatusAsync(france, "grimm--account-handle", grimm)));
        // Which happens within task forces: one more opens what stands before this place.
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(operational, "account-handle", analysing));

        var (since, pier) = (await NextAsync(france, "account-handle"), await NextAsync(france, "pier--account-handle"));
        await hub.RegisterAsync("task-force/pier", new TaskForceLeft("country:FR", hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), (await StatusAsync(france, "account-handle", since), await StatusAsync(france, "grimm--account-handle", grimm)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(france, "pier--account-handle", pier));

        // What was disclosed in that time counts again.
        var between = await NextAsync(france, "account-handle");
        await hub.RegisterAsync("task-force/pier", new TaskForceJoined("country:FR", hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (await StatusAsync(france, "account-handle", between), await StatusAsync(france, "pier--account-handle", pier)));

        static async Task<string> NextAsync(HttpClient http, string collection) => (await http.PollAsync(collection, "?limit=1")).Next!;

        static async Task<HttpStatusCode> StatusAsync(HttpClient http, string collection, string next)
        {
            using var answer = await http.SendAsync(HttpMethod.Get, $"{Polling.Collections}{collection}/objects/?limit=1&next={next}");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task names_an_agency_that_is_enrolled_later_to_whoever_goes_on()
    {
        using var france = hub.AsFeed("fr-ofast");
        var before = await ManifestAsync();
        var last = await LastAsync(france);
        await hub.RegisterAsync("member/aa-first", new MemberEnrolled("aa-first", "FR", "First of the alphabet", new("desk", "urgent"), [Role.Analyst]));
        await hub.LearnAsync();
        await hub.TideAsync();
        await SubmittedAsync();
        await hub.TideAsync();
        var later = await france.PollAllAsync("account-handle", after: last);
        // Before it may stand what was taken away after the last object that a poller from the beginning is told of.
        var first = Assert.Single(later, one => one["type"]!.GetValue<string>() == "identity");
        Assert.Equal("First of the alphabet", first["name"]!.GetValue<string>());
        // No other moved, and what it shares can only follow.
        var after = await ManifestAsync();
        Assert.Equal(before, after.Take(before.Count));
        Assert.Single((await france.PollAsync("account-handle", "?match[id]=" + first.IdOf())).Objects);
        foreach (var limit in new[] { 1, 3 })
        {
            Assert.Equal((await france.PollAllAsync("account-handle")).Select(one => one.IdOf()), (await france.PollAllAsync("account-handle", limit)).Select(one => one.IdOf()));
        }

        // As one that was there before enrolments had moments.
        await hub.ExecuteAsync("update intelshare.enrolment set xid = '0', pos = 1 where member = 'aa-first'");
        var former = await france.PollAllAsync("account-handle", limit: 1);
        Assert.Equal(first.IdOf(), former.First(one => one["type"]!.GetValue<string>() == "identity" && one["name"]!.GetValue<string>() != "IntelShare").IdOf());
        Assert.Single(former, one => one.IdOf() == first.IdOf());

        // As where all were.
        await hub.ExecuteAsync("update intelshare.enrolment e set xid = '0', pos = n.pos from (select member, row_number() over (order by member) as pos from intelshare.enrolment) n where n.member = e.member");
        var whole = (await france.PollAllAsync("account-handle")).Select(one => one.IdOf()).ToList();
        Assert.Equal(whole, (await france.PollAllAsync("account-handle", limit: 1)).Select(one => one.IdOf()));
        Assert.Equal(whole, (await france.PollAllAsync("account-handle", limit: 3)).Select(one => one.IdOf()));

        async Task<List<(string, string)>> ManifestAsync() =>
            [.. (await france.PollAsync("account-handle", "?limit=1000&match[type]=identity", "manifest")).Objects.Select(one => (one.IdOf(), one["date_added"]!.GetValue<string>()))];
    }

    [Theory]
    [InlineData("PUT /release", """{"full":["country:DE"],"feeds":true}""", false)]
    [InlineData("PUT /release", """{"full":["country:FR"],"feeds":false}""", false)]
    [InlineData("POST /withdrawal", """{"reason":"The source recanted."}""", true)]
    [InlineData("POST /erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""", true)]
    public async Task tells_what_is_gone_without_content_and_as_final_where_it_is(string act, string body, bool final)
    {
        using var france = hub.AsFeed("fr-ofast");
        using var denmark = hub.AsFeed("dk-nsk");
        var (id, handle) = await SubmittedAsync();
        await hub.TideAsync();
        var last = await LastAsync(france);
        var nothing = await LastAsync(denmark);
        var told = (await france.PollAllAsync("account-handle")).Carriers().Single(one => one.ToJsonString().Contains(handle, StringComparison.Ordinal));
        await ChangedAsync(id, act, body);
        await hub.TideAsync();

        var gone = await france.PollAllAsync("account-handle", after: last);
        Assert.DoesNotContain(handle, string.Concat(gone.Select(one => one.ToJsonString())), StringComparison.Ordinal);
        var carrier = Assert.Single(gone.Carriers());
        Assert.Equal((told.IdOf(), told["created"]!.ToString()), (carrier.IdOf(), carrier["created"]!.ToString()));
        Assert.True(told["modified"]!.GetValue<DateTimeOffset>() < carrier["modified"]!.GetValue<DateTimeOffset>());
        Assert.Equal(final, carrier["revoked"]?.GetValue<bool>() == true);
        Assert.Equal(final, carrier["valid_until"] is null);
        Assert.Empty(await denmark.PollAllAsync("account-handle", after: nothing));
        // Whoever begins now was never told of it.
        Assert.DoesNotContain(told.IdOf(), (await france.PollAllAsync("account-handle")).Select(one => one.IdOf()));
    }

    [Fact]
    public async Task tells_a_record_again_that_was_given_back_as_a_later_version()
    {
        using var france = hub.AsFeed("fr-ofast");
        var (id, handle) = await SubmittedAsync();
        await ChangedAsync(id, "PUT /release", """{"full":["country:DE"],"feeds":true}""");
        await hub.TideAsync();
        var last = await LastAsync(france);
        await ChangedAsync(id, "PUT /release", """{"full":["country:FR"],"feeds":true}""");
        await hub.TideAsync();
        // Beside it may stand what was taken away after the last object that a poller from the beginning is told of.
        var carrier = Assert.Single((await france.PollAllAsync("account-handle", after: last)).Carriers(), one => one.ToJsonString().Contains(handle, StringComparison.Ordinal));
        Assert.True(DateTimeOffset.Parse(last, CultureInfo.InvariantCulture) < carrier["modified"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task finds_one_object_by_its_id_and_its_versions()
    {
        using var france = hub.AsFeed("fr-ofast");
        var (_, handle) = await SubmittedAsync();
        await hub.TideAsync();
        var all = await france.PollAllAsync("account-handle");
        var carrier = all.Carriers().Single(one => one.ToJsonString().Contains(handle, StringComparison.Ordinal));
        var account = all.Single(one => one["type"]!.GetValue<string>() == "user-account" && one.ToJsonString().Contains(handle, StringComparison.Ordinal));
        foreach (var wanted in new[] { carrier, account, all[0] })
        {
            Assert.Equal([wanted.ToJsonString()], (await france.PollAsync("account-handle", of: "objects/" + wanted.IdOf())).Objects.Select(one => one.ToJsonString()));
            Assert.Equal([wanted.ToJsonString()], (await france.PollAsync("account-handle", "?match[id]=" + wanted.IdOf())).Objects.Select(one => one.ToJsonString()));
            Assert.Empty((await france.PollAsync("account-handle", "?match[spec_version]=2.0&match[id]=" + wanted.IdOf())).Objects);
            var versions = (await france.TaxiiAsync($"{Polling.Collections}account-handle/objects/{wanted.IdOf()}/versions/")).Body["versions"]!.AsArray();
            Assert.Single(versions);
        }

        Assert.Equal([carrier["modified"]!.ToString()], (await france.TaxiiAsync($"{Polling.Collections}account-handle/objects/{carrier.IdOf()}/versions/")).Body["versions"]!.AsArray().Select(one => one!.ToString()));
        foreach (var stranger in new[] { hub.AsFeed("dk-nsk"), hub.AsFeed("no-kripos") })
        {
            using var hidden = await stranger.SendAsync(HttpMethod.Get, $"{Polling.Collections}account-handle/objects/{carrier.IdOf()}/");
            using var none = await stranger.SendAsync(HttpMethod.Get, $"{Polling.Collections}account-handle/objects/indicator--00000000-0000-4000-8000-000000000000/");
            Assert.Equal((HttpStatusCode.NotFound, await none.Content.ReadAsStringAsync(Requests.Ct)), (hidden.StatusCode, await hidden.Content.ReadAsStringAsync(Requests.Ct)));
        }
    }

    [Fact]
    public async Task keeps_what_comes_by_a_task_force_in_a_collection_of_its_own()
    {
        using var france = hub.AsFeed("fr-ofast");
        var (byGrimm, byBoth) = ($"poll.grimm{Interlocked.Increment(ref keys)}", $"poll.both{Interlocked.Increment(ref keys)}");
        await SubmittedAsync(byGrimm, "task-force:grimm");
        var (both, _) = await SubmittedAsync(byBoth, "task-force:grimm", "country:FR");
        await hub.TideAsync();
        Assert.Equal((false, true), (await HoldsAsync("account-handle", byGrimm), await HoldsAsync("grimm--account-handle", byGrimm)));
        Assert.Equal((true, true), (await HoldsAsync("account-handle", byBoth), await HoldsAsync("grimm--account-handle", byBoth)));
        var last = await LastAsync(france);
        await ChangedAsync(both, "PUT /release", """{"full":["task-force:grimm"],"feeds":true}""");
        await hub.TideAsync();
        Assert.Single((await france.PollAllAsync("account-handle", after: last)).Carriers());
        Assert.Equal((false, true), (await HoldsAsync("account-handle", byBoth), await HoldsAsync("grimm--account-handle", byBoth)));
        await ChangedAsync(both, "PUT /release", """{"full":["task-force:grimm","member-states"],"feeds":true}""");
        await hub.TideAsync();
        Assert.Equal((true, true), (await HoldsAsync("account-handle", byBoth), await HoldsAsync("grimm--account-handle", byBoth)));

        async Task<bool> HoldsAsync(string collection, string handle) => (await france.PollAllAsync(collection)).Any(one => one.ToJsonString().Contains(handle, StringComparison.Ordinal));
    }

    [Fact]
    public async Task holds_what_its_owner_admitted_for_another_purpose_where_the_record_came_from()
    {
        var (id, handle) = await SubmittedAsync($"poll.admitted{Interlocked.Increment(ref keys)}", "task-force:grimm");
        var now = hub.Clock.GetUtcNow();
        using var france = hub.AsFeed("fr-ofast", "strategic-analysis");
        await hub.TideAsync();
        Assert.DoesNotContain(handle, string.Concat((await france.PollAllAsync("grimm--account-handle")).Select(one => one.ToJsonString())), StringComparison.Ordinal);
        await hub.TellAsync(Guid.Parse(id), new DisclosureGranted(Guid.AllBitsSet, "fr-ofast", Asks.OtherPurpose, Purpose.StrategicAnalysis, Fields: null, Secret: null, now.AddDays(1), now));
        await hub.TideAsync();
        Assert.Contains(handle, string.Concat((await france.PollAllAsync("grimm--account-handle")).Select(one => one.ToJsonString())), StringComparison.Ordinal);
        Assert.DoesNotContain(handle, string.Concat((await france.PollAllAsync("account-handle")).Select(one => one.ToJsonString())), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> ByDateAsync(HttpClient http, int limit, string start, bool cut)
    {
        var all = new List<string>();
        for (var after = start; ;)
        {
            var page = await http.PollAsync("account-handle", string.Create(CultureInfo.InvariantCulture, $"?limit={limit}&added_after={after}"));
            all.AddRange(page.Objects.Select(one => one.ToJsonString()));
            if (page.Next is null)
            {
                return all;
            }

            after = cut ? page.Last![..23] + "Z" : page.Last!;
        }
    }

    private static async Task<string> LastAsync(HttpClient http)
    {
        string? last = null;
        for (var page = await http.PollAsync("account-handle", "?limit=1000"); ; page = await http.PollAsync("account-handle", "?limit=1000&next=" + page.Next))
        {
            last = page.Last ?? last;
            if (page.Next is null)
            {
                return last!;
            }
        }
    }

    private async Task<(string Id, string Handle)> SubmittedAsync(string? handle = null, params string[] full)
    {
        handle ??= $"poll.{Interlocked.Increment(ref keys)}x";
        var body = Bodies.Handle(handle, full.Length > 0 ? full : ["country:FR", "country:DE"]);
        body["release"]!["feeds"] = true;
        return ((await hub.As("se-noa").SubmittedAsync(body)).Id, handle);
    }

    private Task<JsonNode> ChangedAsync(string id, string act, string body) =>
        hub.As("se-noa").SendAsync(new HttpMethod(act.Split(' ')[0]), $"/v1/indicators/{id}{act.Split(' ')[1]}", body, ("If-Match", "*")).DoneAsync();
}
