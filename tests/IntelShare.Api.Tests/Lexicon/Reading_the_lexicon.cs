using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Lexicon;

public sealed class Reading_the_lexicon(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task tells_who_agrees_and_who_disputes_with_each_evaluation_beside_the_others()
    {
        await hub.As("se-noa").SubmittedAsync(Term("glass", "SE", "country:FR"));
        var other = Term("GLASS", "NL", "country:FR");
        other["evaluation"] = "unassessed";
        await hub.As("nl-dlio").SubmittedAsync(other);
        var disputing = Term("glass", "DK", "country:FR");
        disputing["content"]!["stance"] = "disputes";
        await hub.As("dk-nsk").SubmittedAsync(disputing);

        var sense = Assert.Single((await TermAsync("fr-ofast", "term=Gl%C3%A1ss"))["senses"]!.AsArray())!;
        Assert.Equal(["nl-dlio", "se-noa"], Texts(sense["agrees"]));
        Assert.Equal(["dk-nsk"], Texts(sense["disputes"]));
        Assert.Equal(["NL", "SE"], Texts(sense["countries"]));
        Assert.Equal(["dk-nsk disputes B", "nl-dlio asserts unassessed", "se-noa asserts B"], sense["assertions"]!.AsArray().Select(one => $"{one!["owner"]} {one["stance"]} {(one["evaluation"] is JsonObject grade ? grade["source"] : one["evaluation"])}"));
    }

    [Fact]
    public async Task answers_what_stands_for_a_concept_in_a_country()
    {
        foreach (var (term, country) in new[] { ("brun", "SE"), ("smack", "GB"), ("häst", "SE") })
        {
            var body = Term(term, country, "country:FR");
            body["content"]!["concept"] = "drug.heroin";
            await hub.As("se-noa").SubmittedAsync(body);
        }

        // Who looked there and found none has not seen it.
        var denied = Term("smack", "SE", "country:FR");
        (denied["content"]!["concept"], denied["content"]!["stance"]) = ("drug.heroin", "disputes");
        await hub.As("dk-nsk").SubmittedAsync(denied);

        Assert.Equal(["brun", "hast"], await TermsAsync("fr-ofast", "concept=drug.heroin&country=SE"));
        var (walked, path) = (new List<string>(), "concept=drug.heroin&limit=1");
        for (var next = ""; next is not null;)
        {
            var page = await hub.As("fr-ofast").ReadAsync($"/v1/lexicon?{path}{(next.Length > 0 ? "&cursor=" + next : "")}");
            walked.AddRange(page["items"]!.AsArray().Select(item => item!["term"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }

        // The starter lexicon is there too.
        Assert.Equal(["brun", "hast", "smack"], walked.Where(term => term[0] < 0x80));
        Assert.Equal(walked.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), walked);
    }

    [Fact]
    public async Task tells_the_same_of_a_term_whether_it_is_asked_for_or_its_concept()
    {
        var word = Term("ros", "SE", "country:BE");
        (word["content"]!["concept"], word["content"]!["variants"]) = ("drug.hydrocodone", new JsonArray("🌺"));
        var flower = Term("🌺", "NL", "country:BE");
        flower["content"]!["concept"] = "drug.hydrocodone";
        await hub.As("se-noa").SubmittedAsync(word);
        await hub.As("nl-dlio").SubmittedAsync(flower);

        var items = (await hub.As("be-fgp").ReadAsync("/v1/lexicon?concept=drug.hydrocodone"))["items"]!.AsArray().ToDictionary(item => item!["term"]!.GetValue<string>(), item => item!.ToJsonString(), StringComparer.Ordinal);
        foreach (var term in new[] { "ros", "🌺" })
        {
            Assert.Equal((await TermAsync("be-fgp", "term=" + Uri.EscapeDataString(term))).ToJsonString(), items[term]);
        }
    }

    [Theory]
    [InlineData("name=Schneemann%20ohne%20Schneeflocken")]
    [InlineData("name=sn%C3%B6gubbe%20utan%20sn%C3%B6")]
    [InlineData("term=%E2%9B%84%EF%B8%8F")]
    public async Task finds_an_emoji_by_its_name_in_several_languages(string query)
    {
        await hub.As("se-noa").SubmittedAsync(Term("⛄", "SE", "country:FI"));
        var term = await TermAsync("fi-krp", query);
        Assert.Equal(("⛄", "snowman without snow"), (term["term"]!.GetValue<string>(), term["names"]!["en"]!.GetValue<string>()));
    }

    [Fact]
    public async Task leaves_no_trace_of_what_the_reader_may_not_see()
    {
        var (alone, hidden) = ("tvål", "såpa");
        foreach (var term in new[] { alone, hidden })
        {
            await hub.As("se-noa").SubmittedAsync(Term(term, "SE", "country:FR"));
        }

        var unseen = Term(hidden, "NL", "country:DK");
        unseen["content"]!["stance"] = "disputes";
        await hub.As("nl-dlio").SubmittedAsync(unseen);
        var only = Term("skum", "NL");
        only["release"] = new JsonObject { ["hit"] = new JsonArray("country:FR") };
        await hub.As("nl-dlio").SubmittedAsync(only);
        var (withdrawn, tag) = await hub.As("nl-dlio").SubmittedAsync(Term("lödder", "NL", "country:FR"));
        using var taken = await hub.As("nl-dlio").SendAsync(HttpMethod.Post, $"/v1/indicators/{withdrawn}/withdrawal", """{"reason":"wrong"}""", ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);

        var (one, other) = (await TermAsync("fr-ofast", "term=" + Uri.EscapeDataString(alone)), await TermAsync("fr-ofast", "term=" + Uri.EscapeDataString(hidden)));
        Assert.Equal(Bare(one), Bare(other));
        var nothing = await BytesAsync("fr-ofast", "term=never%20heard");
        Assert.Equal(nothing, await BytesAsync("fr-ofast", "term=skum"));
        Assert.Equal(nothing, await BytesAsync("fr-ofast", "term=l%C3%B6dder"));
        Assert.Equal(nothing, await BytesAsync("nl-dlio", "term=l%C3%B6dder"));
        Assert.Equal("""{"items":[],"next":null}""", Encoding.UTF8.GetString(nothing));

        static string Bare(JsonNode term)
        {
            var senses = term["senses"]!.AsArray();
            Assert.Single(senses.Single()!["assertions"]!.AsArray())!.AsObject().Remove("indicator");
            return senses.ToJsonString();
        }
    }

    [Fact]
    public async Task counts_the_sightings_of_own_records_and_those_that_the_agency_reported()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Term("damm", "SE", "country:FR", "country:DE"));
        await SeeAsync("fr-ofast", id, """{"seenAt":"2026-11-05","count":4}""");
        await SeeAsync("de-bka", id, """{"seenAt":"2026-10-31"}""");
        Assert.Equal(["2026-10-01 1", "2026-11-01 4"], await TrendAsync("se-noa"));
        Assert.Equal(["2026-11-01 4"], await TrendAsync("fr-ofast"));
        Assert.Equal(["2026-10-01 1"], await TrendAsync("de-bka"));

        async Task<string[]> TrendAsync(string member) =>
            [.. (await TermAsync(member, "term=damm"))["senses"]![0]!["sightings"]!.AsArray().Select(month => $"{month!["month"]} {month["count"]}")];
    }

    [Fact]
    public async Task is_on_record_in_one_entry_that_names_what_was_told()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Term("is", "SE", "country:FR"));
        await hub.As("nl-dlio").SubmittedAsync(Term("is", "NL", "country:DK"));
        foreach (var format in new[] { "json", "html", "stix" })
        {
            using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/lexicon?term=is&format=" + format);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var entry = hub.Services.GetRequiredService<Trail>().EntryNamed(response.Headers.GetValues(Counter.Receipt).Single(), "fr-ofast");
            Assert.Equal($"lexicon-read se-noa {id} full", await hub.ScalarAsync<string>(
                $"select act || ' ' || array_to_string(owners, ',') || ' ' || array_to_string(records, ',') || ' ' || array_to_string(levels, ',') from intelshare.audit_entry where id = '{entry}'"));
        }
    }

    [Fact]
    public async Task gives_a_page_to_be_printed_that_runs_nothing()
    {
        await hub.As("se-noa").SubmittedAsync(Term("<script>snö</script>", "SE", "country:FR"));
        using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/lexicon?term=%3Cscript%3Esn%C3%B6%3C%2Fscript%3E&format=html");
        var page = await response.Content.ReadAsStringAsync(Requests.Ct);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("se-noa B2 H0", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task gives_the_records_in_stix_as_an_export_does()
    {
        await hub.As("se-noa").SubmittedAsync(Term("flingor", "SE", "country:NO"));
        await hub.TideAsync();
        var bundle = await hub.As("no-kripos").ReadAsync("/v1/lexicon?term=flingor&format=stix");
        using var export = await hub.As("no-kripos").SendAsync(HttpMethod.Get, "/v1/exports?format=stix&kind=lexicon-entry");
        Assert.Equal(Indicators((await export.JsonAsync())!), Indicators(bundle));

        static string[] Indicators(JsonNode bundle) =>
            [.. bundle["objects"]!.AsArray().Where(one => one!["type"]!.GetValue<string>() == "indicator" && one["name"]!.GetValue<string>() == "flingor").Select(one => one!.ToJsonString())];
    }

    [Fact]
    public async Task names_the_next_page_of_a_sheet_in_a_header()
    {
        foreach (var term in new[] { "kristall", "krita" })
        {
            var body = Term(term, "BE", "country:BE");
            body["content"]!["concept"] = "drug.methamphetamine";
            await hub.As("se-noa").SubmittedAsync(body);
        }

        var pages = new List<string>();
        for (string? path = "/v1/lexicon?concept=drug.methamphetamine&limit=1&format=html"; path is not null;)
        {
            using var page = await hub.As("be-fgp").SendAsync(HttpMethod.Get, path);
            pages.Add(await page.Content.ReadAsStringAsync(Requests.Ct));
            path = page.Headers.TryGetValues("Link", out var link) ? link.Single()[1..link.Single().IndexOf('>', StringComparison.Ordinal)] : null;
        }

        Assert.Single(pages, page => page.Contains("<td>kristall</td>", StringComparison.Ordinal));
        Assert.Single(pages, page => page.Contains("<td>krita</td>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("term=a&name=b")]
    [InlineData("term=a&country=SE")]
    [InlineData("term=a&limit=5")]
    [InlineData("term=")]
    [InlineData("term=sn%00")]
    [InlineData("term=12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("concept=drug.nothing")]
    [InlineData("concept=drug.cocaine&country=UK")]
    [InlineData("concept=drug.cocaine&cursor=forged")]
    [InlineData("concept=drug.cocaine&limit=101")]
    [InlineData("term=a&format=pdf")]
    public async Task is_refused_what_it_cannot_read(string query)
    {
        using var refused = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/lexicon?" + query);
        Assert.Equal("malformed-parameter", await refused.CodeAsync());
    }

    [Theory]
    [InlineData("%EF%B7%BA%F0%9F%91%A9%F0%9F%8F%BD%E2%80%8D%F0%9F%8C%BE")]
    [InlineData("%21%21")]
    [InlineData("%F3%A0%81%A7a%E2%80%AE")]
    public async Task takes_any_character(string term) => Assert.Empty((await hub.As("fr-ofast").ReadAsync("/v1/lexicon?term=" + term))["items"]!.AsArray());

    [Fact]
    public async Task asks_purpose_and_role_before_it_looks()
    {
        using var aimless = await hub.As("fr-ofast", purpose: null).SendAsync(HttpMethod.Get, "/v1/lexicon?term=a");
        Assert.Equal("purpose-missing", await aimless.CodeAsync());
        using var auditor = await hub.As("fr-ofast", purpose: "cross-checking", @case: null, "auditor").SendAsync(HttpMethod.Get, "/v1/lexicon?term=a");
        Assert.Equal("role-missing", await auditor.CodeAsync());
        using var caseless = await hub.As("fr-ofast", purpose: "cross-checking", @case: null).SendAsync(HttpMethod.Get, "/v1/lexicon?term=a");
        Assert.Equal(HttpStatusCode.OK, caseless.StatusCode);
    }

    private static JsonObject Term(string term, string country, params string[] full)
    {
        var body = Bodies.Term(term, full);
        body["content"]!["countries"] = new JsonArray(country);
        return body;
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(one => one!.GetValue<string>());

    private async Task<JsonNode> TermAsync(string member, string query) => Assert.Single((await hub.As(member).ReadAsync("/v1/lexicon?" + query))["items"]!.AsArray())!;

    private async Task<IEnumerable<string>> TermsAsync(string member, string query) => (await hub.As(member).ReadAsync("/v1/lexicon?" + query))["items"]!.AsArray().Select(item => item!["term"]!.GetValue<string>());

    private async Task<byte[]> BytesAsync(string member, string query)
    {
        using var response = await hub.As(member).SendAsync(HttpMethod.Get, "/v1/lexicon?" + query);
        return await response.Content.ReadAsByteArrayAsync(Requests.Ct);
    }

    private async Task SeeAsync(string member, string id, string body)
    {
        using var response = await hub.As(member).SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/sightings", body, ("Idempotency-Key", member + id[..8]));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}
