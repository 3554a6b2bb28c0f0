using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Taxii;

/// <summary>
/// What TAXII 2.1 (OASIS Standard, 10 June 2021) demands of a server, section by section, as far as <see cref="Discovering"/>,
/// <see cref="Polling_a_collection"/> and <see cref="Posting_objects"/> do not show it at work.
/// </summary>
public sealed class Keeping_to_the_standard(TestHub hub) : IClassFixture<TestHub>
{
    private const string Root = "/taxii2/intelshare/";
    private const string Media = "application/taxii+json;version=2.1";
    private static int terms;
    private const string NoObject = "indicator--11111111-1111-4111-8111-111111111111";
    private static readonly string[] Reads = ["/taxii2/", Root, Root + "collections/", Root + "collections/lexicon-entry/", Of("manifest"), Of("objects"), Of($"objects/{NoObject}"), Of($"objects/{NoObject}/versions"), Root + $"status/{Guid.AllBitsSet}/"];

    [Fact]
    public async Task section_1_6_8_every_answer_with_a_body_names_its_media_type_and_is_utf8()
    {
        using var france = hub.AsFeed("fr-ofast");
        foreach (var path in Reads.Append("/taxii2/nothing/").Append(Of("objects") + "?limit=0"))
        {
            using var answer = await france.SendAsync(HttpMethod.Get, path);
            Assert.Equal(Media, answer.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
            JsonNode.Parse(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(await answer.Content.ReadAsByteArrayAsync(Requests.Ct)));
        }
    }

    [Fact]
    public async Task section_1_6_9_whoever_does_not_say_who_it_is_is_asked_to()
    {
        using var nobody = new HttpClient { BaseAddress = hub.Address };
        foreach (var path in Reads)
        {
            using var answer = await nobody.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(["Bearer", "Basic realm=\"IntelShare\""], answer.Headers.WwwAuthenticate.Select(scheme => scheme.ToString()));
        }

        using var misp = await nobody.SendAsync(HttpMethod.Get, "/misp/manifest.json");
        Assert.Contains(misp.Headers.WwwAuthenticate, scheme => scheme.Scheme == "Basic");
        using var contract = await nobody.SendAsync(HttpMethod.Get, "/v1/me");
        Assert.Equal("Bearer", Assert.Single(contract.Headers.WwwAuthenticate).ToString());
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("basic")]
    [InlineData("BASIC")]
    public async Task section_8_2_2_names_and_passwords_are_taken_in_any_case_of_the_scheme(string scheme)
    {
        using var france = hub.AsFeed("fr-ofast");
        var token = france.DefaultRequestHeaders.Authorization!.Parameter;
        france.DefaultRequestHeaders.Authorization = new(scheme, Convert.ToBase64String(Encoding.ASCII.GetBytes("fr-ofast:" + token)));
        await france.TaxiiAsync("/taxii2/");
        france.DefaultRequestHeaders.Authorization = new(scheme, Convert.ToBase64String(Encoding.ASCII.GetBytes("se-noa:" + token)));
        using var another = await france.SendAsync(HttpMethod.Get, "/taxii2/");
        Assert.Equal(HttpStatusCode.Unauthorized, another.StatusCode);
    }

    [Fact]
    public async Task section_3_1_paths_are_the_same_with_and_without_the_stroke_at_their_end()
    {
        using var france = hub.AsFeed("fr-ofast");
        foreach (var path in Reads)
        {
            using var with = await france.SendAsync(HttpMethod.Get, path);
            using var without = await france.SendAsync(HttpMethod.Get, path.TrimEnd('/'));
            Assert.Equal((with.StatusCode, await with.Content.ReadAsStringAsync(Requests.Ct)), (without.StatusCode, await without.Content.ReadAsStringAsync(Requests.Ct)));
        }
    }

    [Fact]
    public async Task section_3_2_moments_of_the_first_and_the_last_stand_in_every_page()
    {
        await TermAsync();
        using var france = hub.AsFeed("fr-ofast");
        var id = (await france.PollAllAsync("lexicon-entry")).Carriers().First().IdOf();
        foreach (var path in new[] { Of("objects"), Of("manifest"), Of($"objects/{id}"), Of($"objects/{id}/versions") })
        {
            var (_, answer) = await france.TaxiiAsync(path);
            using (answer)
            {
                foreach (var which in new[] { "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last" })
                {
                    Assert.Matches(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\z", Assert.Single(answer.Headers.GetValues(which)));
                }
            }
        }
    }

    [Fact]
    public async Task section_3_4_several_matches_are_all_asked_for_and_several_values_of_one_any()
    {
        await TermAsync();
        using var france = hub.AsFeed("fr-ofast");
        var all = await france.PollAllAsync("lexicon-entry");
        var carrier = all.Carriers().First().IdOf();
        var other = all.First(one => one.IdOf() != carrier).IdOf();
        Assert.Equal(new[] { carrier, other }.Order(StringComparer.Ordinal), (await IdsAsync($"match[id]={carrier},{other}")).Order(StringComparer.Ordinal));
        Assert.Equal([carrier], await IdsAsync($"match[id]={carrier},{other}&match[type]=indicator"));
        Assert.Equal([], await IdsAsync($"match[id]={carrier}&match[type]=identity"));
        Assert.Equal([carrier], await IdsAsync($"match[id]={carrier}&match[spec_version]=2.0,2.1"));
        Assert.Equal([], await IdsAsync($"match[id]={carrier}&match[spec_version]=2.0"));
        Assert.Equal([carrier], await IdsAsync($"match[id]={carrier}&match[version]=first,last"));
        Assert.Equal([], await IdsAsync($"match[id]={carrier}&match[version]=1999-01-01T00:00:00Z"));

        async Task<List<string>> IdsAsync(string query) => [.. (await france.PollAsync("lexicon-entry", "?" + query)).Objects.Select(one => one.IdOf())];
    }

    [Fact]
    public async Task section_3_4_added_after_is_strict_and_of_any_precision()
    {
        await TermAsync();
        using var france = hub.AsFeed("fr-ofast");
        var page = await france.PollAsync("lexicon-entry", "?limit=1000");
        while (page.Next is not null)
        {
            page = await france.PollAsync("lexicon-entry", "?limit=1000&next=" + page.Next);
        }

        Assert.Empty((await france.PollAsync("lexicon-entry", "?added_after=" + page.Last)).Objects);
        var second = DateTimeOffset.Parse(page.Last!, null);
        foreach (var format in new[] { "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.fffZ", "yyyy-MM-ddTHH:mm:ss.ffffffZ" })
        {
            var before = second.AddSeconds(-1).UtcDateTime.ToString(format, null);
            Assert.Equal(page.Objects[^1].IdOf(), (await france.PollAllAsync("lexicon-entry", after: before))[^1].IdOf());
        }
    }

    [Fact]
    public async Task section_3_5_more_and_next_come_together_or_not_at_all_and_a_large_limit_is_capped()
    {
        await TermAsync();
        using var france = hub.AsFeed("fr-ofast");
        var (part, _) = await france.TaxiiAsync(Of("objects") + "?limit=1");
        Assert.Equal((true, 1), (part["more"]!.GetValue<bool>(), part["objects"]!.AsArray().Count));
        Assert.NotEmpty(part["next"]!.GetValue<string>());
        foreach (var large in new[] { "5000", "9999999999", "99999999999999999999999" })
        {
            var (whole, _) = await france.TaxiiAsync(Of("objects") + "?limit=" + large);
            Assert.Equal((null, null), (whole["next"], whole["more"]));
        }

        Assert.Equal((await france.PollAsync("lexicon-entry")).Objects.Count, (await france.PollAsync("lexicon-entry", "?limit=")).Objects.Count);
    }

    [Fact]
    public async Task section_3_4_a_hundred_ids_are_asked_for_beside_the_cursor_that_carries_them()
    {
        using var france = hub.AsFeed("fr-ofast");
        var all = (await france.PollAsync("lexicon-entry", "?limit=100")).Objects.Select(one => one.IdOf()).Take(3).ToList();
        var query = "?limit=2&match[id]=" + Uri.EscapeDataString(string.Join(',', all.Concat(Enumerable.Range(0, 97).Select(i => $"marking-definition--00000000-0000-4000-8000-{i:d12}"))));
        var first = await france.PollAsync("lexicon-entry", query);
        Assert.Equal(all[..2], first.Objects.Select(one => one.IdOf()));
        var second = await france.PollAsync("lexicon-entry", $"{query}&next={first.Next}");
        Assert.Equal(all[2..], second.Objects.Select(one => one.IdOf()));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task section_3_5_one_request_looks_at_so_much_and_no_more_and_the_next_goes_on()
    {
        using var sweden = hub.As("se-noa");
        var rows = Enumerable.Range(0, 2_300).Select(i =>
        {
            var row = Bodies.Term($"looked at {i}", "country:FR");
            (row["reference"], row["release"]!["feeds"]) = ($"looked-at-{i}", true);
            return row.ToJsonString();
        });
        using var file = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', rows))), Headers = { { "Idempotency-Key", "looked-at" } } };
        file.Content.Headers.ContentType = new("application/x-ndjson");
        using var imported = await sweden.SendAsync(file, Requests.Ct);
        Assert.Equal(2_300, (await imported.JsonAsync())["submitted"]!.GetValue<int>());
        await hub.TideAsync();

        using var france = hub.AsFeed("fr-ofast");
        var first = await france.PollAsync("lexicon-entry", "?match[version]=1999-01-01T00:00:00Z");
        Assert.Equal((0, null), (first.Objects.Count, first.Last));
        Assert.Equal((0, null), (await france.PollAsync("lexicon-entry", "?next=" + first.Next!)) is var last ? (last.Objects.Count, last.Next) : default);
        // No record of this kind has such an object.
        Assert.Equal("{}", (await france.TaxiiAsync(Of("objects") + "?match[type]=malware")).Body.ToJsonString());
        Assert.Equal(2_300, (await france.PollAllAsync("lexicon-entry")).Count(one => one.ToJsonString().Contains("looked at ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task section_3_7_nothing_found_is_an_empty_object()
    {
        using var france = hub.AsFeed("fr-ofast");
        foreach (var of in new[] { "objects", "manifest" })
        {
            var (body, answer) = await france.TaxiiAsync(Of(of) + "?added_after=2099-01-01T00:00:00Z");
            using (answer)
            {
                Assert.Equal("{}", body.ToJsonString());
                Assert.False(answer.Headers.Contains("X-TAXII-Date-Added-First"));
            }
        }
    }

    [Fact]
    public async Task section_3_6_what_is_unknown_is_404_and_a_method_of_no_use_405_with_those_of_use()
    {
        using var france = hub.AsFeed("fr-ofast");
        foreach (var path in new[] { "/taxii2/nothing/", Root + "channels/", Root + "collections/nothing/", Of($"objects/{NoObject}"), Of($"objects/{NoObject}/versions"), Of("objects/..%2f.."), Root + "status/none/" })
        {
            using var contributor = hub.As("fr-ofast");
            using var answer = await (path.Contains("status", StringComparison.Ordinal) ? contributor : france).SendAsync(HttpMethod.Get, path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }

        foreach (var (method, path, allowed) in new[] { (HttpMethod.Put, Of("objects"), new[] { "GET", "POST" }), (HttpMethod.Post, Of("manifest"), ["GET"]), (HttpMethod.Patch, Of($"objects/{NoObject}"), ["DELETE", "GET"]) })
        {
            using var answer = await france.SendAsync(method, path);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(allowed, answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task section_5_1_ids_and_aliases_are_of_one_collection_each_and_the_same_for_all_callers()
    {
        using var france = hub.AsFeed("fr-ofast");
        using var sweden = hub.AsFeed("se-noa");
        var collections = await CollectionsAsync(france);
        Assert.Equal(collections.Count, collections.Select(one => one.Id).Distinct().Count());
        Assert.Equal(collections.Count, collections.Select(one => one.Alias).Distinct().Count());
        Assert.All(collections, one => Assert.True(Guid.TryParseExact(one.Id, "D", out _)));
        var both = await CollectionsAsync(sweden);
        Assert.All(collections.Where(one => both.Exists(other => other.Alias == one.Alias)), one => Assert.Contains(one, both));

        static async Task<List<(string Id, string Alias)>> CollectionsAsync(HttpClient http) =>
            [.. (await http.TaxiiAsync(Polling.Collections)).Body["collections"]!.AsArray().Select(one => (one!["id"]!.GetValue<string>(), one["alias"]!.GetValue<string>()))];
    }

    [Fact]
    public async Task section_5_5_a_body_in_chunks_is_taken_and_one_too_deep_is_refused_by_name()
    {
        using var sweden = hub.As("se-noa");
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 5_000)) + "1" + new string('}', 5_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, Of("objects")) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"objects":[{{deep}},{"type":"malware","spec_version":"2.1","id":"malware--11111111-1111-4111-8111-111111111111","created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z","name":"x","is_family":false}]}"""))) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Media);
        request.Headers.TransferEncodingChunked = true;
        using var answer = await sweden.SendAsync(request, Requests.Ct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var status = await answer.JsonAsync();
        Assert.Equal((2, 0, 2), (status["total_count"]!.GetValue<int>(), status["success_count"]!.GetValue<int>(), status["failures"]!.AsArray().Count));
        Assert.Null(status["successes"]);
        Assert.Equal("malware--11111111-1111-4111-8111-111111111111", status["failures"]![1]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task section_5_5_a_body_that_stalls_is_on_record_as_such()
    {
        var before = await OnRecordAsync();
        var answer = await hub.RawAsync("POST " + Of("objects"), ["Authorization: " + hub.As("se-noa").DefaultRequestHeaders.Authorization, "Content-Type: " + Media, "Content-Length: 100"], "{"u8.ToArray());
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal(before + 1, await OnRecordAsync());

        Task<long> OnRecordAsync() => hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where act = 'taxii-objects-posted' and outcome = 'malformed-body'");
    }

    [Fact]
    public async Task section_5_8_versions_are_those_of_the_manifest()
    {
        await TermAsync();
        using var france = hub.AsFeed("fr-ofast");
        var manifest = (await france.PollAsync("lexicon-entry", "?limit=1000", "manifest")).Objects;
        Assert.All(manifest, one => Assert.Equal("application/stix+json;version=2.1", one["media_type"]!.GetValue<string>()));
        foreach (var one in manifest.Take(5))
        {
            var (versions, _) = await france.TaxiiAsync(Of($"objects/{one.IdOf()}/versions"));
            Assert.Equal([one["version"]!.GetValue<string>()], versions["versions"]!.AsArray().Select(version => version!.GetValue<string>()));
        }
    }

    private async Task TermAsync()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term($"standard {Interlocked.Increment(ref terms)}", "country:FR"));
        await hub.TideAsync();
    }

    private static string Of(string what) => $"{Polling.Collections}lexicon-entry/{what}/";
}
