using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Keeping;

/// <summary>An amendment that readers notice is told to whoever had the record in full.</summary>
public sealed class Correcting_what_others_had(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly JsonObject Correction = new() { ["evaluation"] = new JsonObject { ["source"] = "C", ["information"] = 3 } };

    [Fact]
    public async Task is_told_to_those_who_had_it_in_full_and_to_nobody_else()
    {
        var body = Bodies.Handle("corrected.account", "country:FR", "country:DE");
        body["release"]!["hit"] = new JsonArray("country:DK");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + id);
        await hub.As("se-noa").ReadAsync("/v1/indicators/" + id);
        Assert.Equal("hit", await hub.As("dk-nsk").OutcomeAsync("account-handle", "corrected.account"));
        await hub.As("se-noa").AmendedAsync(id, Correction);

        foreach (var (client, told) in new[] { ("fr-ofast", "corrected"), ("dk-nsk", ""), ("de-bka", ""), ("se-noa", "") })
        {
            Assert.Equal((client, told), (client, await hub.ToldAsync(client, id)));
        }

        Assert.Equal("", await hub.ToldAsync("fr-ofast", id, "auditor"));
        Assert.DoesNotContain("corrected.account", await hub.DumpAsync("intelshare.notice"), StringComparison.Ordinal);
        Assert.Equal(4, Guid.Parse(Assert.Single(await hub.NoticesAsync("fr-ofast", id))["id"]!.GetValue<string>()).Version);
    }

    [Fact]
    public async Task stands_once_until_it_is_acknowledged()
    {
        var id = await ReadAsync("corrected again");
        await hub.As("se-noa").AmendedAsync(id, new() { ["evaluation"] = "unassessed" });
        await hub.As("se-noa").AmendedAsync(id, Correction);
        await hub.SettledAsync();
        var notice = Assert.Single(await hub.NoticesAsync("fr-ofast", id));
        await hub.AcknowledgedAsync("fr-ofast", notice);
        Assert.Equal("", await hub.ToldAsync("fr-ofast", id));

        await hub.As("se-noa").AmendedAsync(id, new() { ["evaluation"] = "unassessed" });
        await hub.SettledAsync();
        Assert.NotEqual(notice["id"]!.GetValue<string>(), Assert.Single(await hub.NoticesAsync("fr-ofast", id))["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_told_also_where_the_record_may_not_be_read_any_more()
    {
        var id = await ReadAsync("no longer released");
        await hub.As("se-noa").ReleasedAsync(id, """{"full":["country:DK"]}""");
        Assert.Equal("", await hub.ToldAsync("fr-ofast", id));
        await hub.As("se-noa").AmendedAsync(id, Correction);

        await hub.SettledAsync();
        var notice = Assert.Single(await hub.NoticesAsync("fr-ofast", id));
        Assert.Equal(["about", "at", "id", "kind"], notice.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, await hub.As("fr-ofast").StatusAsync("/v1/indicators/" + id));
    }

    [Fact]
    public async Task is_no_new_evaluation_and_nothing_that_readers_do_not_see()
    {
        var id = await ReadAsync("evaluated anew");
        await hub.As("se-noa").AmendedAsync(id, new() { ["reference"] = "ours alone" });
        await hub.As("se-noa").ChangedAsync(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", """{"evaluation":"unassessed","reason":"Doubt."}""");
        await hub.As("se-noa").ReleasedAsync(id, """{"full":["country:FR","country:DK"]}""");
        Assert.Equal("", await hub.ToldAsync("fr-ofast", id));
    }

    [Fact]
    public async Task is_not_told_to_whom_a_part_is_withheld_since_that_may_be_what_was_corrected()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.HitOnly("narrowly.disclosed", "country:FR"));
        var request = await hub.As("fr-ofast").AskedAsync(Disclosing.ForHit(await hub.As("fr-ofast").HitAsync("account-handle", "narrowly.disclosed")));
        var narrowed = Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1));
        narrowed["fields"] = new JsonArray("subject");
        await hub.As("se-noa").DecidedAsync(request, narrowed);
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + id);
        await hub.As("se-noa").AmendedAsync(id, new() { ["crimeAreas"] = new JsonArray("terrorism") });
        await hub.SettledAsync();
        foreach (var purpose in (string[])["cross-checking", "strategic-analysis"])
        {
            Assert.DoesNotContain(await hub.NoticesAsync("fr-ofast", id, purpose), notice => notice["kind"]!.GetValue<string>() == "corrected");
        }

        await hub.As("se-noa").ReleasedAsync(id, """{"full":["country:FR"]}""");
        Assert.Equal("corrected", await hub.ToldAsync("fr-ofast", id));
    }

    [Fact]
    public async Task is_told_of_what_came_in_a_search_or_a_list()
    {
        var (id, _) = await hub.As("be-fgp").SubmittedAsync(Bodies.Term("found in passing", "country:FI", "country:NL"));
        Assert.Equal("full", await hub.As("fi-krp").OutcomeAsync("lexicon-entry", "found in passing"));
        await hub.As("nl-dlio").ReadAsync("/v1/indicators?kind=lexicon-entry&limit=1");
        await hub.As("be-fgp").AmendedAsync(id, Correction);
        Assert.Equal(("corrected", "corrected"), (await hub.ToldAsync("fi-krp", id), await hub.ToldAsync("nl-dlio", id)));
    }

    private async Task<string> ReadAsync(string term)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term(term, "country:FR"));
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + id);
        return id;
    }
}
