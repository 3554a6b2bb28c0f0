using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Taxii;

/// <summary>Objects that a partner's system posts become records of its agency, under the law of every submission.</summary>
public sealed class Posting_objects(TestHub hub) : IClassFixture<TestHub>
{
    private const string Handles = Polling.Collections + "account-handle/objects/";

    [Fact]
    public async Task submits_amends_and_withdraws_what_is_posted_under_the_profile_of_its_machine()
    {
        using var finland = await PosterAsync("fi-krp");
        var posted = Indicator("post.one");
        var status = await PostedAsync(finland, Handles, Identity(), posted);
        Assert.Equal(("complete", 2, 2, 0, 0), Counts(status));
        Assert.Equal([IdOf(Identity()), IdOf(posted)], status["successes"]!.AsArray().Select(one => IdOf(one!)));
        Assert.Equal("2026-03-01T10:00:00.000Z", status["successes"]!.AsArray().Single(one => IdOf(one!) == IdOf(posted))!["version"]!.GetValue<string>());
        Assert.Equal(status, (await finland.TaxiiAsync($"/taxii2/intelshare/status/{status["id"]}/")).Body, JsonNode.DeepEquals);
        using var france = hub.As("fr-ofast");
        Assert.Equal("full", await france.OutcomeAsync("account-handle", "post.one"));

        // The same again changes nothing; a newer version does.
        Assert.Equal(["same"], Messages(await PostedAsync(finland, Handles, posted), "successes"));
        posted["confidence"] = 90;
        posted["modified"] = "2026-03-02T10:00:00.000Z";
        Assert.Equal(["amended"], Messages(await PostedAsync(finland, Handles, posted), "successes"));

        var record = await finland.ReadAsync($"/v1/indicators?reference={IdOf(posted)}");
        Assert.Equal(hub.Clock.GetUtcNow().AddDays(180).ToString("yyyy-MM-dd", null), record["items"]![0]!["retention"]!["reviewBy"]!.GetValue<string>());

        posted["revoked"] = true;
        posted["modified"] = "2026-03-03T10:00:00.000Z";
        Assert.Equal(["withdrawn"], Messages(await PostedAsync(finland, Handles, posted), "successes"));
        Assert.Equal("none", await france.OutcomeAsync("account-handle", "post.one"));

        // Final: a resubmission gets a new id.
        posted.Remove("revoked");
        posted["modified"] = "2026-03-04T10:00:00.000Z";
        Assert.Equal(1, (await PostedAsync(finland, Handles, posted))["failure_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task shares_with_the_task_force_whatever_is_posted_to_its_collection()
    {
        using var sweden = await PosterAsync("se-noa");
        var into = Polling.Collections + "grimm--account-handle/objects/";
        Assert.Equal(("complete", 1, 1, 0, 0), Counts(await PostedAsync(sweden, into, Indicator("post.grimm"))));
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        Assert.Contains((await france.PollAllAsync("grimm--account-handle")).Carriers(), one => one.ToJsonString().Contains("post.grimm", StringComparison.Ordinal));
        Assert.DoesNotContain((await france.PollAllAsync("account-handle")).Carriers(), one => one.ToJsonString().Contains("post.grimm", StringComparison.Ordinal));

        // Whom the profile excludes stays out.
        using var finland = await PosterAsync("fi-krp", ""","excluded":["member:fr-ofast"]""");
        await PostedAsync(finland, into, Indicator("post.excluded"));
        Assert.Equal(("none", "full"), (await hub.As("fr-ofast").OutcomeAsync("account-handle", "post.excluded"), await hub.As("se-noa").OutcomeAsync("account-handle", "post.excluded")));
        using var netherlands = hub.As("nl-dlio");
        using var unknown = await PostAsync(netherlands, Polling.Collections + "nothing--account-handle/objects/", Envelope(Indicator("post.x")));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task names_each_object_that_is_refused_and_why()
    {
        using var finland = await PosterAsync("fi-krp");
        var lexicon = Indicator("post.other");
        lexicon["pattern_type"] = "pcre";
        lexicon["pattern"] = "snow";
        var unreadable = Indicator("post.none");
        unreadable["id"] = "none";
        var unsaid = Indicator("post.unsaid");
        unsaid.Remove("confidence");
        var status = await PostedAsync(finland, Handles, lexicon, unreadable, unsaid, Indicator("post.fine"));
        Assert.Equal(("complete", 4, 1, 3, 0), Counts(status));
        Assert.Equal(["other-collection", "id-malformed", "required"], Messages(status, "failures").Select(message => message.Split(' ')[0]));
        Assert.DoesNotContain("post.", string.Concat(Messages(status, "failures")), StringComparison.Ordinal);

        // A revoked object ends none of another collection.
        var revoked = Indicator("post.fine");
        (revoked["revoked"], revoked["modified"]) = (true, "2026-03-02T10:00:00.000Z");
        Assert.StartsWith("other-collection", Messages(await PostedAsync(finland, Polling.Collections + "lexicon-entry/objects/", revoked), "failures").Single(), StringComparison.Ordinal);

        // Nobody else's status, and no status of a day ago.
        Assert.Equal(HttpStatusCode.NotFound, (await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/taxii2/intelshare/status/{status["id"]}/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await finland.SendAsync(HttpMethod.Get, $"/taxii2/intelshare/status/{Guid.AllBitsSet}/")).StatusCode);
    }

    [Fact]
    public async Task takes_a_bundle_for_an_envelope_and_refuses_what_is_none()
    {
        using var finland = await PosterAsync("fi-krp");
        var bundle = $$"""{"type":"bundle","id":"bundle--{{Guid.AllBitsSet}}","objects":[{{Indicator("post.bundle").ToJsonString()}}]}""";
        using (var answer = await PostAsync(finland, Handles, bundle))
        {
            Assert.Equal((HttpStatusCode.Accepted, "application/taxii+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }

        using (var empty = await PostAsync(finland, Handles, "{}"))
        {
            Assert.Equal(("complete", 0, 0, 0, 0), Counts(await empty.JsonAsync()));
        }

        foreach (var (body, type, status, code) in new[]
        {
            ("{", "application/taxii+json;version=2.1", HttpStatusCode.BadRequest, "malformed-body"),
            ("[]", "application/taxii+json;version=2.1", HttpStatusCode.UnprocessableEntity, "refused"),
            ("""{"objects":1}""", "application/taxii+json;version=2.1", HttpStatusCode.UnprocessableEntity, "refused"),
            ($$"""{"objects":[{{string.Join(',', Enumerable.Repeat(0, 10_001))}}]}""", "application/taxii+json;version=2.1", HttpStatusCode.UnprocessableEntity, "refused"),
            (bundle, "application/json", HttpStatusCode.UnsupportedMediaType, "wrong-media-type"),
            (bundle, "application/taxii+json;version=2.0", HttpStatusCode.UnsupportedMediaType, "wrong-media-type"),
            ($$"""{"objects":[],"x":"{{new string(' ', 10 * 1024 * 1024)}}"}""", "application/taxii+json;version=2.1", HttpStatusCode.RequestEntityTooLarge, "body-too-large"),
        })
        {
            using var answer = await PostAsync(finland, Handles, body, type);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/taxii+json", answer.Content.Headers.ContentType!.MediaType);
            if (code != "refused")
            {
                Assert.Equal(code, (await answer.JsonAsync())["error_code"]!.GetValue<string>());
            }
        }

        using var reader = hub.As("fi-krp", "cross-checking", "K-1", "feed");
        using var forbidden = await PostAsync(reader, Handles, bundle);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal((true, false), await MayAsync(reader));
        Assert.Equal((false, true), await MayAsync(finland));

        static async Task<(bool, bool)> MayAsync(HttpClient http) =>
            (await http.TaxiiAsync(Polling.Collections + "account-handle/")).Body is var collection ? (collection["can_read"]!.GetValue<bool>(), collection["can_write"]!.GetValue<bool>()) : default;
    }

    [Fact]
    public async Task keeps_the_status_of_thousands_of_objects()
    {
        using var netherlands = await PosterAsync("nl-dlio");
        var status = await PostedAsync(netherlands, Handles, [.. Enumerable.Range(0, 1_500).Select(i => Indicator($"post.many.{i}"))]);
        Assert.Equal(("complete", 1_500, 1_500, 0, 0), Counts(status));
        Assert.Equal(status, (await netherlands.TaxiiAsync($"/taxii2/intelshare/status/{status["id"]}/")).Body, JsonNode.DeepEquals);
    }

    [Fact]
    public async Task takes_terms_under_a_profile_that_says_whom_accounts_are_about()
    {
        using var finland = await PosterAsync("fi-krp");
        var term = Indicator("post.term");
        (term["pattern_type"], term["pattern"], term["lang"], term["description"]) = ("pcre", "snow\\+ski|neve", "en-GB", "Cocaine.");
        var unsaid = Indicator("post.unexplained");
        (unsaid["pattern_type"], unsaid["pattern"]) = ("pcre", "powder");
        var status = await PostedAsync(finland, Polling.Collections + "lexicon-entry/objects/", term, unsaid);
        Assert.Equal("submitted", Assert.Single(Messages(status, "successes")));
        Assert.StartsWith("required /content/concept", Assert.Single(Messages(status, "failures")), StringComparison.Ordinal);
        var record = (await finland.ReadAsync($"/v1/indicators?reference={IdOf(term)}"))["items"]![0]!;
        Assert.Equal(("snow+ski", "other", "Cocaine.", "en"), (Said("term"), Said("concept"), Said("meaning"), Said("language")));
        Assert.Null(record["subject"]);

        // What the standard says of a pattern is neither a task nor a role.
        var pattern = new JsonObject { ["type"] = "attack-pattern", ["spec_version"] = "2.1", ["id"] = $"attack-pattern--{Guid.AllBitsSet}", ["created"] = "2026-03-01T10:00:00.000Z", ["modified"] = "2026-03-01T10:00:00.000Z", ["name"] = "Quick money", ["description"] = "Offers of quick money.", ["confidence"] = 70 };
        Assert.StartsWith("required /content/task", Assert.Single(Messages(await PostedAsync(finland, Polling.Collections + "recruitment-pattern/objects/", pattern), "failures")), StringComparison.Ordinal);

        string? Said(string member) => record["content"]![member]?.GetValue<string>();
    }

    [Fact]
    public async Task names_a_marking_by_the_moment_it_was_made()
    {
        using var finland = await PosterAsync("fi-krp");
        var marking = new JsonObject { ["type"] = "marking-definition", ["spec_version"] = "2.1", ["id"] = $"marking-definition--{Guid.AllBitsSet}", ["created"] = "2026-02-01T10:00:00.000Z", ["definition_type"] = "statement", ["definition"] = new JsonObject { ["statement"] = "Ours." } };
        Assert.Equal("2026-02-01T10:00:00.000Z", (await PostedAsync(finland, Handles, marking))["successes"]![0]!["version"]!.GetValue<string>());
    }

    [Fact]
    public async Task deletes_own_objects_alone()
    {
        using var poster = await PosterAsync("fi-krp");
        var posted = Indicator("post.deleted");
        await PostedAsync(poster, Handles, posted);
        // Section 5.7: whoever may not read a collection deletes nothing of it.
        using (var forbidden = await poster.SendAsync(HttpMethod.Delete, Handles + IdOf(posted) + "/"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        }

        using var finland = hub.As("fi-krp", "cross-checking", "K-1", "contributor", "feed");
        using var sweden = hub.As("se-noa", "cross-checking", "K-1", "contributor", "feed");
        foreach (var (who, path) in new[] { (sweden, Handles + IdOf(posted) + "/"), (finland, Polling.Collections + $"lexicon-entry/objects/{IdOf(posted)}/"), (finland, Handles + IdOf(posted) + "/?match[version]=2020-01-01T00:00:00Z"), (finland, Handles + $"indicator--{Guid.AllBitsSet}/") })
        {
            using var none = await who.SendAsync(HttpMethod.Delete, path);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("account-handle", "post.deleted"));
        using var deleted = await finland.SendAsync(HttpMethod.Delete, Handles + IdOf(posted) + "/");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("account-handle", "post.deleted"));
        using var again = await finland.SendAsync(HttpMethod.Delete, Handles + IdOf(posted) + "/");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task takes_its_turn_where_several_post_at_once()
    {
        using var finland = await PosterAsync("fi-krp");
        var same = Indicator("post.race");
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PostedAsync(finland, Handles, same, Indicator($"post.race.{i}"))));
        Assert.Equal(9, all.SelectMany(status => Messages(status, "successes")).Count(message => message == "submitted"));
        Assert.Equal(7, all.SelectMany(status => Messages(status, "successes")).Count(message => message == "same"));
    }

    /// <summary>A machine of the agency with a profile: what its objects leave unsaid.</summary>
    private async Task<HttpClient> PosterAsync(string member, string release = "")
    {
        var defaults =
            $$$"""
            {"evaluation":{"source":"B"},"handling":{"codes":["H1"]},"release":{"full":["country:FR"],"feeds":true{{{release}}}},"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],
             "retention":{"basis":"national police law"},"subject":{"categories":["suspect"],"age":"adult"}}
            """;
        await hub.RegisterAsync("member/" + member, new ClientChanged(member, [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed], [Purpose.CrossChecking], [], Standing: null) { Posting = new(JsonElement.Parse(defaults), 180) });
        await hub.LearnAsync();
        return hub.As(member, "cross-checking", "K-1", "contributor", "discloser");
    }

    private static JsonObject Indicator(string login) => new()
    {
        ["type"] = "indicator",
        ["spec_version"] = "2.1",
        ["id"] = $"indicator--{new Guid(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(login)).AsSpan(0, 16))}",
        ["created"] = "2026-03-01T10:00:00.000Z",
        ["modified"] = "2026-03-01T10:00:00.000Z",
        ["pattern_type"] = "stix",
        ["pattern"] = $"[user-account:account_type = 'tiktok' AND user-account:account_login = '{login}']",
        ["valid_from"] = "2026-03-01T00:00:00Z",
        ["confidence"] = 70,
    };

    private static JsonObject Identity() => new()
    {
        ["type"] = "identity",
        ["spec_version"] = "2.1",
        ["id"] = "identity--00000000-0000-4000-8000-000000000001",
        ["created"] = "2026-01-01T00:00:00.000Z",
        ["modified"] = "2026-01-01T00:00:00.000Z",
        ["name"] = "Ours",
    };

    private static string IdOf(JsonNode one) => one["id"]!.GetValue<string>();

    private static string Envelope(params IEnumerable<JsonNode> objects) => new JsonObject { ["objects"] = new JsonArray([.. objects.Select(one => one.DeepClone())]) }.ToJsonString();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string body, string type = "application/taxii+json;version=2.1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await http.SendAsync(request, Requests.Ct);
    }

    private static async Task<JsonNode> PostedAsync(HttpClient http, string path, params JsonNode[] objects)
    {
        using var answer = await PostAsync(http, path, Envelope(objects));
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Requests.Ct));
        return await answer.JsonAsync();
    }

    private static (string, int, int, int, int) Counts(JsonNode status) =>
        (status["status"]!.GetValue<string>(), status["total_count"]!.GetValue<int>(), status["success_count"]!.GetValue<int>(), status["failure_count"]!.GetValue<int>(), status["pending_count"]!.GetValue<int>());

    private static IEnumerable<string> Messages(JsonNode status, string of) => (status[of]?.AsArray() ?? []).Select(one => one!["message"]!.GetValue<string>());
}
