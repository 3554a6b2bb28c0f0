using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Scan;

/// <summary>How specific a term is, before an entry says so.</summary>
public sealed class Counting_terms(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task tells_in_how_many_texts_each_stands_as_scans_find_it()
    {
        var counted = await CountedAsync(["snö", "❄", "vit snö", "#snö"], diacritics: null, "Snö! SNÖ, snö.", "vit  snö ❄️", "s n ö", "#snö", "sno");
        Assert.Equal((5, "snö 5, ❄ 1, vit snö 1, #snö 1"), (counted["texts"]!.GetValue<int>(), string.Join(", ", counted["items"]!.AsArray().Select(item => $"{item!["term"]} {item["found"]}"))));
        Assert.Equal(3, (await CountedAsync(["snö"], "exact", "Snö! SNÖ, snö.", "vit  snö ❄️", "s n ö", "#snö", "sno"))["items"]![0]!["found"]!.GetValue<int>());
    }

    [Fact]
    public async Task looks_nothing_up_and_puts_no_record_in_the_trail()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("counted word", "country:FR"));
        Assert.Equal(1, (await CountedAsync(["counted word"], diacritics: null, "A counted word."))["items"]![0]!["found"]!.GetValue<int>());
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where act = 'terms-counted' and cardinality(owners) > 0"));
    }

    [Theory]
    [InlineData("""{}""", "term-count /terms", "text-count /texts")]
    [InlineData("""{"terms":["",null,"?","雪"],"texts":[{"id":"1","text":"x"}]}""", "required /terms/0", "required /terms/1", "empty-after-folding /terms/2", "too-short /terms/3")]
    [InlineData("""{"terms":["x"],"texts":[{"id":"1"}]}""", "required /texts/0/text")]
    public async Task refuses_to_count_nothing(string body, params string[] refusals)
    {
        using var answer = await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/scans/counts", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(refusals, (await answer.JsonAsync())["problems"]!.AsArray().Select(problem => $"{problem!["code"]} {problem["pointer"]}"));
    }

    private Task<JsonNode> CountedAsync(string[] terms, string? diacritics, params string[] texts) =>
        hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/scans/counts", JsonSerializer.Serialize(new { terms, diacritics, texts = texts.Select((text, i) => new { id = $"{i}", text }) })).DoneAsync();
}
