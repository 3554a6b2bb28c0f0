using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Submitting_an_indicator(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task lets_the_country_it_is_released_to_find_it_and_nobody_else()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("❄️🎿", "country:FR"));

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "❄🎿"));
        Assert.Equal("none", await hub.As("de-bka").OutcomeAsync("lexicon-entry", "❄🎿"));
    }

    [Fact]
    public async Task takes_the_same_key_twice_for_one_record()
    {
        var body = Bodies.Term("twice", "country:FR");
        using var first = await hub.As("se-noa").SubmitAsync(body, "one-key");
        using var second = await hub.As("se-noa").SubmitAsync(body, "one-key");

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Requests.Ct), await second.Content.ReadAsStringAsync(Requests.Ct));
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task refuses_another_body_under_a_used_key()
    {
        using var first = await hub.As("se-noa").SubmitAsync(Bodies.Term("mine", "country:FR"), "used-key");
        using var second = await hub.As("se-noa").SubmitAsync(Bodies.Term("other", "country:FR"), "used-key");

        Assert.Equal("idempotency-key-reused", await second.CodeAsync());
    }
}
