using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Notices;

/// <summary>Two agencies submit the same value: each is told what the law lets it see of the other's record, afterwards.</summary>
public sealed class Holding_what_another_holds(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task tells_both_owners_in_full_where_both_may_read()
    {
        var (sweden, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("both read", "country:FR"));
        var (france, _) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("Both  READ", "country:SE"));
        await hub.MatchedAsync();

        var toSweden = Assert.Single(await hub.NoticesAsync("se-noa", sweden));
        var toFrance = Assert.Single(await hub.NoticesAsync("fr-ofast", france));
        Assert.Equal(("cross-match", france), (toSweden["kind"]!.GetValue<string>(), Only(toSweden)));
        Assert.Equal(("cross-match", sweden), (toFrance["kind"]!.GetValue<string>(), Only(toFrance)));
        Assert.Null(toSweden["match"]!["hit"]);
    }

    [Fact]
    public async Task tells_a_hit_exactly_as_a_search_does()
    {
        var (sweden, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("only.hit"));
        await hub.As("fr-ofast").SubmittedAsync(Hit(Bodies.Handle("only.hit"), "country:SE"));
        await hub.MatchedAsync();

        var match = Assert.Single(await hub.NoticesAsync("se-noa", sweden))["match"]!;
        using var searched = await hub.As("se-noa").SearchAsync("account-handle", "https://www.tiktok.com/@only.hit");
        Assert.Empty(match["indicators"]!.AsArray());
        Assert.Equal((await searched.JsonAsync())["results"]![0]!["hits"]![0]!.ToJsonString(), match["hit"]!.ToJsonString());
    }

    [Fact]
    public async Task tells_the_finder_of_a_hidden_record_nothing_and_its_owner_what_it_may_see()
    {
        var (sweden, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("kept quiet"));
        var before = (await hub.As("fr-ofast").InboxAsync()).Body;
        var (france, _) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("kept quiet", "country:SE"));
        await hub.MatchedAsync();

        Assert.Equal(before, (await hub.As("fr-ofast").InboxAsync()).Body);
        Assert.Equal(france, Only(Assert.Single(await hub.NoticesAsync("se-noa", sweden))));
    }

    [Fact]
    public async Task tells_nobody_else()
    {
        var (german, _) = await hub.As("de-bka").SubmittedAsync(Bodies.Term("three hold it", "member-states"));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("three hold it", "member-states"));
        await hub.MatchedAsync();
        await hub.AcknowledgedAsync("de-bka", Assert.Single(await hub.NoticesAsync("de-bka", german)));
        var bystander = (await hub.As("dk-nsk").InboxAsync()).Body;

        var (france, _) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("three hold it", "member-states"));
        await hub.MatchedAsync();

        // Germany hears of France, and not of Sweden again.
        Assert.Equal(france, Only(Assert.Single(await hub.NoticesAsync("de-bka", german))));
        Assert.Equal(2, (await hub.NoticesAsync("fr-ofast", france)).Count);
        Assert.Equal(bystander, (await hub.As("dk-nsk").InboxAsync()).Body);
    }

    [Fact]
    public async Task tells_once_however_many_records_match()
    {
        var (belgian, _) = await hub.As("be-fgp").SubmittedAsync(Bodies.Term("flooded", "country:FI"));
        for (var i = 0; i < 200; i++)
        {
            await hub.As("fi-krp").SubmittedAsync(Bodies.Term("flooded", "country:BE"));
            if (i % 50 == 0)
            {
                await hub.MatchedAsync();
            }
        }

        await hub.MatchedAsync();
        Assert.Equal(20, Assert.Single(await hub.NoticesAsync("be-fgp", belgian))["match"]!["indicators"]!.AsArray().Count);
        Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from intelshare.notice where about = '{belgian}'"));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from intelshare.cross_match_due"));
    }

    [Fact]
    public async Task tells_once_however_often_a_record_is_amended()
    {
        var (norwegian, _) = await hub.As("no-kripos").SubmittedAsync(Bodies.Term("amended on and on"));
        var (danish, _) = await hub.As("dk-nsk").SubmittedAsync(Bodies.Term("something else", "country:NO"));
        for (var i = 0; i < 100; i++)
        {
            await hub.As("dk-nsk").AmendedAsync(danish, Content(i % 2 == 0 ? "amended on and on" : "something else", i));
            if (i % 10 == 0)
            {
                await hub.MatchedAsync();
            }
        }

        await hub.As("dk-nsk").AmendedAsync(danish, Content("amended on and on", 100));
        await hub.MatchedAsync();
        Assert.Equal(danish, Only(Assert.Single(await hub.NoticesAsync("no-kripos", norwegian))));
        Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from intelshare.notice where about = '{norwegian}'"));
    }

    [Fact]
    public async Task tells_anew_what_comes_after_an_acknowledgement_and_not_what_was_seen()
    {
        var (own, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("seen once"));
        var (first, _) = await hub.As("de-bka").SubmittedAsync(Bodies.Term("seen once", "country:SE"));
        await hub.MatchedAsync();
        await hub.AcknowledgedAsync("se-noa", Assert.Single(await hub.NoticesAsync("se-noa", own)));

        // What Sweden could read already, and what others are let in to, is no news.
        await hub.As("de-bka").AmendedAsync(first, Content("seen once", 1));
        await hub.As("de-bka").ReleasedAsync(first, """{"full":["country:SE","country:DK"]}""");
        await hub.MatchedAsync();
        Assert.Empty(await hub.NoticesAsync("se-noa", own));

        var (second, _) = await hub.As("de-bka").SubmittedAsync(Bodies.Term("seen once", "country:SE"));
        await hub.MatchedAsync();
        Assert.Contains(second, Assert.Single(await hub.NoticesAsync("se-noa", own))["match"]!["indicators"]!.AsArray().Select(id => id!.GetValue<string>()));
    }

    [Fact]
    public async Task tells_of_no_second_record_behind_a_hit_that_was_acknowledged()
    {
        var (own, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("hit behind hit"));
        await hub.As("de-bka").SubmittedAsync(Hit(Bodies.Term("hit behind hit"), "country:SE"));
        await hub.MatchedAsync();
        await hub.AcknowledgedAsync("se-noa", Assert.Single(await hub.NoticesAsync("se-noa", own)));

        await hub.As("de-bka").SubmittedAsync(Hit(Bodies.Term("hit behind hit"), "country:SE"));
        await hub.MatchedAsync();

        Assert.Empty(await hub.NoticesAsync("se-noa", own));
    }

    [Fact]
    public async Task is_decided_anew_at_each_reading()
    {
        var (own, _) = await hub.As("nl-dlio").SubmittedAsync(Bodies.Term("shut again"));
        var before = (await hub.As("nl-dlio").InboxAsync()).Body;
        var (other, _) = await hub.As("fi-krp").SubmittedAsync(Bodies.Term("shut again", "country:NL"));
        await hub.MatchedAsync();
        Assert.Equal(other, Only(Assert.Single(await hub.NoticesAsync("nl-dlio", own))));

        await hub.As("fi-krp").ReleasedAsync(other, """{"full":["country:NL"],"excluded":["country:NL"]}""");
        Assert.Equal(before, (await hub.As("nl-dlio").InboxAsync()).Body);

        await hub.As("fi-krp").ReleasedAsync(other, """{"hit":["country:NL"]}""");
        Assert.NotNull(Assert.Single(await hub.NoticesAsync("nl-dlio", own))["match"]!["hit"]);
        Assert.Empty(await hub.NoticesAsync("nl-dlio", own, "strategic-analysis"));

        await hub.As("fi-krp").ChangedAsync(HttpMethod.Post, $"/v1/indicators/{other}/withdrawal", """{"reason":"over"}""");
        Assert.Equal(before, (await hub.As("nl-dlio").InboxAsync()).Body);
    }

    [Fact]
    public async Task comes_with_a_later_release_and_not_with_a_withdrawal_or_a_protected_person()
    {
        var (own, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("later.known"));
        var (other, _) = await hub.As("be-fgp").SubmittedAsync(Bodies.Handle("later.known"));
        var minor = Bodies.Handle("later.known", "country:SE");
        minor["subject"] = new JsonObject { ["categories"] = new JsonArray("suspect"), ["age"] = "minor", ["necessity"] = "recruited" };
        await hub.As("dk-nsk").SubmittedAsync(minor);
        await hub.MatchedAsync();
        Assert.Empty(await hub.NoticesAsync("se-noa", own));

        await hub.As("be-fgp").ReleasedAsync(other, """{"full":["country:SE"]}""");
        await hub.MatchedAsync();
        Assert.Equal(other, Only(Assert.Single(await hub.NoticesAsync("se-noa", own))));

        await hub.As("se-noa").ChangedAsync(HttpMethod.Post, $"/v1/indicators/{own}/withdrawal", """{"reason":"over"}""");
        await hub.MatchedAsync();
        Assert.Empty(await hub.NoticesAsync("se-noa", own));
        Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from intelshare.notice where about = '{own}'"));
    }

    [Fact]
    public async Task is_on_record_with_the_other_owner_when_it_is_read()
    {
        var (own, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("read on record"));
        var (other, _) = await hub.As("no-kripos").SubmittedAsync(Bodies.Term("read on record", "member-states"));
        await hub.MatchedAsync();
        Assert.DoesNotContain(await Readers(), reader => reader == "se-noa notices-read");

        Assert.Single(await hub.NoticesAsync("se-noa", own));
        Assert.Contains("se-noa notices-read", await Readers());

        async Task<string[]> Readers() => [.. (await hub.TrailAsync("no-kripos", $"?indicator={other}")).Select(entry => $"{entry!["member"]} {entry["act"]}")];
    }

    private static string Only(JsonNode notice) => Assert.Single(notice["match"]!["indicators"]!.AsArray())!.GetValue<string>();

    private static JsonObject Hit(JsonObject body, params string[] audiences)
    {
        body["release"] = new JsonObject { ["hit"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]) };
        return body;
    }

    private static JsonObject Content(string term, int note)
    {
        var content = Bodies.Term(term)["content"]!.DeepClone();
        content["context"] = string.Create(CultureInfo.InvariantCulture, $"note {note}");
        return new() { ["content"] = content };
    }
}
