using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Taxii;

/// <summary>What a TAXII client finds before it polls; what it may not know of does not exist.</summary>
public sealed class Discovering(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task leads_from_the_server_to_every_collection()
    {
        using var france = hub.AsFeed("fr-ofast");
        var server = (await france.TaxiiAsync("/taxii2/")).Body;
        var root = server["default"]!.GetValue<string>();
        Assert.Equal([root], server["api_roots"]!.AsArray().Select(one => one!.GetValue<string>()));
        var described = (await france.TaxiiAsync(root)).Body;
        Assert.Equal(["application/taxii+json;version=2.1"], described["versions"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.True(described["max_content_length"]!.GetValue<int>() > 0);
        var collections = (await france.TaxiiAsync(root + "collections/")).Body["collections"]!.AsArray();
        Assert.Equal(
            ["account-handle", "grimm--account-handle", "grimm--lexicon-entry", "grimm--payment-address", "grimm--recruitment-pattern", "lexicon-entry", "payment-address", "recruitment-pattern"],
            collections.Select(one => one!["alias"]!.GetValue<string>()));
        foreach (var collection in collections)
        {
            Assert.True(collection!["can_read"]!.GetValue<bool>());
            Assert.False(collection["can_write"]!.GetValue<bool>());
            foreach (var name in new[] { "id", "alias" })
            {
                Assert.Equal(collection, (await france.TaxiiAsync($"{root}collections/{collection[name]!.GetValue<string>()}/")).Body, JsonNode.DeepEquals);
            }
        }
    }

    [Fact]
    public async Task shows_no_collection_of_a_task_force_to_whom_takes_no_part()
    {
        await hub.RegisterAsync("task-force/quay", new TaskForceFounded("quay", "QUAY"), new TaskForceJoined("country:NL", hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        using var netherlands = hub.AsFeed("nl-dlio");
        var quay = (await netherlands.TaxiiAsync(Polling.Collections)).Body["collections"]!.AsArray().Select(one => one!).Single(one => one["alias"]!.GetValue<string>() == "quay--lexicon-entry");
        using var outsider = hub.AsFeed("de-bka");
        Assert.DoesNotContain("quay", (await outsider.TaxiiAsync(Polling.Collections)).Body.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        foreach (var of in new[] { "", "objects/", "manifest/", "objects/indicator--00000000-0000-4000-8000-000000000000/", "objects/indicator--00000000-0000-4000-8000-000000000000/versions/" })
        {
            var unknown = await AnswerAsync(outsider, "no-such-thing/" + of);
            Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
            Assert.Equal(unknown, await AnswerAsync(outsider, "quay--lexicon-entry/" + of));
            Assert.Equal(unknown, await AnswerAsync(outsider, quay["id"]!.GetValue<string>() + "/" + of));
        }
    }

    [Fact]
    public async Task tells_whoever_may_not_poll_that_it_may_not()
    {
        using var analyst = hub.As("fr-ofast");
        Assert.All((await analyst.TaxiiAsync(Polling.Collections)).Body["collections"]!.AsArray(), collection => Assert.False(collection!["can_read"]!.GetValue<bool>()));
        Assert.Equal((HttpStatusCode.Forbidden, "role-missing"), await RefusalAsync(analyst, Polling.Collections + "lexicon-entry/objects/"));
    }

    [Theory]
    [InlineData("application/taxii+json;version=2.1", true)]
    [InlineData("application/taxii+json; version=2.1", true)]
    [InlineData("application/taxii+json; version=\"2.1\"", true)]
    [InlineData("application/taxii+json", true)]
    [InlineData("Application/TAXII+JSON;Version=2.1", true)]
    [InlineData("*/*", true)]
    [InlineData("application/*", true)]
    [InlineData("text/html, application/taxii+json;version=2.1;q=0.5", true)]
    [InlineData("application/taxii+json;version=2.0", false)]
    [InlineData("application/json", false)]
    [InlineData("application/vnd.oasis.taxii+json;version=2.0", false)]
    [InlineData("application/taxii+json;version=2.1;q=0", false)]
    public async Task answers_in_the_form_of_the_standard_alone(string accept, bool served)
    {
        using var france = hub.AsFeed("fr-ofast");
        foreach (var path in new[] { "/taxii2/", "/taxii2/intelshare/", Polling.Collections, Polling.Collections + "lexicon-entry/", Polling.Collections + "lexicon-entry/objects/", Polling.Collections + "lexicon-entry/manifest/" })
        {
            using var answer = await france.SendAsync(HttpMethod.Get, path, json: null, ("Accept", accept));
            Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.NotAcceptable, answer.StatusCode);
        }
    }

    [Fact]
    public async Task refuses_in_the_words_of_the_standard()
    {
        using var france = hub.AsFeed("fr-ofast");
        using var nobody = new HttpClient { BaseAddress = hub.Address };
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), await RefusalAsync(nobody, "/taxii2/"));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), await RefusalAsync(france, "/taxii2/other/"));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method-not-allowed"), await RefusalAsync(france, Polling.Collections, HttpMethod.Delete));
        Assert.Equal((HttpStatusCode.BadRequest, "purpose-missing"), await RefusalAsync(hub.As("fr-ofast", purpose: null, "K-1", "feed"), Polling.Collections + "lexicon-entry/objects/"));
        Assert.Equal((HttpStatusCode.BadRequest, "case-missing"), await RefusalAsync(hub.As("fr-ofast", "cross-checking", @case: null, "feed"), Polling.Collections + "account-handle/objects/"));
        foreach (var wrong in new[] { "limit=0", "limit=00000000000", "limit=99999999999x", "limit=-1", "limit=a", "added_after=yesterday", "added_after=2026-12-01", "added_after=2026-12-01T00:00:00%2B01:00", "next=AAAA", "match[version]=newest", "match[id]=", "match[type]=a&match[type]=b", "unheard=of" })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "malformed-parameter"), await RefusalAsync(france, $"{Polling.Collections}lexicon-entry/objects/?{wrong}"));
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> AnswerAsync(HttpClient http, string path)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, Polling.Collections + path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Requests.Ct));
    }

    private static async Task<(HttpStatusCode, string)> RefusalAsync(HttpClient http, string path, HttpMethod? method = null)
    {
        using var answer = await http.SendAsync(method ?? HttpMethod.Get, path);
        Assert.Equal("application/taxii+json", answer.Content.Headers.ContentType!.MediaType);
        var error = await answer.JsonAsync();
        Assert.NotEmpty(error["title"]!.GetValue<string>());
        Assert.Equal(((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), error["http_status"]!.GetValue<string>());
        return (answer.StatusCode, error["error_code"]!.GetValue<string>());
    }
}
