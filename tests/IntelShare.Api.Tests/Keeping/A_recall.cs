using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Keeping;

/// <summary>From the moment an owner takes records back until the last recipient has answered.</summary>
public sealed class A_recall(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    private const string Basis = "Evidence in a pending trial.";

    [Fact]
    public async Task withdraws_at_once_and_tells_whoever_had_the_records()
    {
        var (term, account) = await SharedAsync("recalled at once", "recalled.at.once");
        var recall = await hub.As("se-noa").RecalledAsync(term, account);

        foreach (var client in new[] { "fr-ofast", "dk-nsk", "de-bka" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await hub.As(client).StatusAsync("/v1/indicators/" + term));
            Assert.Equal("none", await hub.As(client).OutcomeAsync("lexicon-entry", "recalled at once"));
        }

        Assert.Equal("withdrawn", (await hub.As("se-noa").ReadAsync("/v1/indicators/" + account))["status"]!.GetValue<string>());
        Assert.Equal(("recall", "recall", "", ""), (await hub.ToldAsync("fr-ofast", recall), await hub.ToldAsync("dk-nsk", recall), await hub.ToldAsync("de-bka", recall), await hub.ToldAsync("se-noa", recall)));
        Assert.Equal("", await hub.ToldAsync("fr-ofast", recall, "auditor"));

        // Denmark was told of the term in a search, of the account as a hit: it had one of both.
        var issued = await hub.As("se-noa").RecallAsync(recall);
        Assert.Equal((hub.Clock.GetUtcNow().AddHours(48), "wrong-content"), (issued["due"]!.GetValue<DateTimeOffset>(), issued["reason"]!.GetValue<string>()));
        Assert.Equal(["dk-nsk", "fr-ofast"], issued["recipients"]!.AsArray().Select(one => one!["member"]!.GetValue<string>()));
        Assert.Equal([term], Ids(issued["recipients"]![0]!));
        Assert.Equal(new[] { term, account }.Order(StringComparer.Ordinal), Ids(issued["recipients"]![1]!));
    }

    [Fact]
    public async Task shows_a_recipient_its_own_part_alone()
    {
        var (term, account) = await SharedAsync("own part", "own.part");
        var recall = await hub.As("se-noa").RecalledAsync(term, account);
        await hub.As("fr-ofast").AnsweredAsync(recall, "kept", Basis);

        using var response = await hub.As("dk-nsk").SendAsync(HttpMethod.Get, "/v1/recalls/" + recall);
        var part = await response.JsonAsync();
        Assert.Equal([term], Ids(part));
        Assert.Equal("se-noa", part["owner"]!.GetValue<string>());
        Assert.Null(part["answer"]);
        foreach (var hidden in new[] { "fr-ofast", account, Basis, "recipients" })
        {
            Assert.DoesNotContain(hidden, part.ToJsonString(), StringComparison.Ordinal);
        }

        var own = (await hub.As("fr-ofast").RecallAsync(recall))["answer"]!;
        Assert.Equal(("kept", Basis, false), (own["answer"]!.GetValue<string>(), own["basis"]!.GetValue<string>(), own["late"]!.GetValue<bool>()));
        Assert.Equal(Basis, (await hub.As("se-noa").RecallAsync(recall))["recipients"]![1]!["answer"]!["basis"]!.GetValue<string>());
        var dump = await hub.DumpAsync();
        Assert.DoesNotContain(Basis, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Backstage.Hex(Basis), dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task reminds_after_a_day_and_goes_to_the_auditors_when_it_is_due()
    {
        var (term, account) = await SharedAsync("left lying", "left.lying.about");
        var recall = await hub.As("se-noa").RecalledAsync(term, account);
        await hub.As("fr-ofast").AnsweredAsync(recall, "restricted");

        await hub.PassAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal("recall", await hub.ToldAsync("dk-nsk", recall));
        await hub.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(("recall recall-reminder", "recall"), (await hub.ToldAsync("dk-nsk", recall), await hub.ToldAsync("fr-ofast", recall)));

        await hub.PassAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal("", await hub.ToldAsync("dk-nsk", recall, "auditor"));
        Assert.False((await hub.As("dk-nsk").RecallAsync(recall))["overdue"]!.GetValue<bool>());
        await hub.PassAsync(TimeSpan.FromSeconds(1));
        foreach (var (client, roles, told) in new[]
        {
            ("dk-nsk", Array.Empty<string>(), "recall recall-reminder recall-overdue"), ("dk-nsk", ["auditor"], "recall-overdue"),
            ("se-noa", [], "recall-overdue"), ("se-noa", ["auditor"], "recall-overdue"), ("fr-ofast", [], "recall"), ("fr-ofast", ["auditor"], ""), ("de-bka", ["auditor"], ""),
        })
        {
            Assert.Equal((client, told), (client, await hub.ToldAsync(client, recall, roles)));
        }

        var seen = await hub.As("se-noa", roles: "auditor").RecallAsync(recall);
        Assert.Equal((true, false), (seen["recipients"]![0]!["overdue"]!.GetValue<bool>(), seen["recipients"]![1]!["overdue"]!.GetValue<bool>()));
        await hub.PassAsync(TimeSpan.FromDays(9));
        Assert.Equal("recall recall-reminder recall-overdue", await hub.ToldAsync("dk-nsk", recall));
        Assert.Equal("recall-overdue", await hub.ToldAsync("se-noa", recall));

        var late = await hub.As("dk-nsk").AnsweredAsync(recall, "deleted");
        Assert.Equal((true, false), (late["answer"]!["late"]!.GetValue<bool>(), late["overdue"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task tells_each_once_on_two_nodes_and_after_they_were_down()
    {
        await using var other = await SecondHub.StartAsync(hub, server);
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("two nodes", "member-states"));
        string[] readers = ["fr-ofast", "dk-nsk", "de-bka", "fi-krp", "be-fgp"];
        foreach (var reader in readers)
        {
            await hub.As(reader).ReadAsync("/v1/indicators/" + id);
        }

        var recall = await hub.As("se-noa").RecalledAsync(id);
        hub.Clock.Advance(TimeSpan.FromHours(50));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? hub.Services : other.Services).GetRequiredService<Reminding>().GoAsync(Requests.Ct)));
        await hub.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal("recall=5 recall-overdue=6 recall-reminder=5", await hub.ScalarAsync<string>(
            $"select string_agg(kind || '=' || n, ' ' order by kind) from (select kind, count(*) n from intelshare.notice where about = '{recall}' group by kind) k"));
        Assert.Equal(0, await hub.ScalarAsync<long>($"select count(*) from intelshare.recall_side where id = '{recall}' and waits is not null"));
    }

    [Fact]
    public async Task keeps_its_recipients_and_takes_a_withdrawn_record_too()
    {
        var (term, _) = await SharedAsync("withdrawn before", "withdrawn.before");
        await hub.As("se-noa").ChangedAsync(HttpMethod.Post, $"/v1/indicators/{term}/withdrawal", """{"reason":"wrong"}""");
        var recall = await hub.As("se-noa").RecalledAsync(term);
        var again = await hub.As("se-noa").RecalledAsync(term);

        Assert.Equal(2, (await hub.As("se-noa").RecallAsync(recall))["recipients"]!.AsArray().Count);
        Assert.Equal(2, (await hub.As("se-noa").RecallAsync(again))["recipients"]!.AsArray().Count);
        Assert.Equal("wrong", await hub.ScalarAsync<string>($"select data ->> 'reason' from es.mt_events where stream_id = '{term}' and type = 'indicator-withdrawn'"));
        Assert.Equal(HttpStatusCode.NotFound, await hub.As("nl-dlio").StatusAsync("/v1/recalls/" + recall));
    }

    [Fact]
    public async Task is_listed_on_both_sides_newest_first_page_by_page()
    {
        var recalls = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            var (id, _) = await hub.As("be-fgp").SubmittedAsync(Bodies.Term($"listed {i}", "country:FI"));
            await hub.As("fi-krp").ReadAsync("/v1/indicators/" + id);
            recalls.Insert(0, await hub.As("be-fgp").RecalledAsync(id));
        }

        Assert.Equal(recalls, await ListAsync("be-fgp", "issued"));
        Assert.Equal(recalls, (await ListAsync("fi-krp", "received")).Take(3));
        Assert.Empty(await ListAsync("fi-krp", "issued"));
        var page = await hub.As("be-fgp").ReadAsync("/v1/recalls?side=issued&limit=1");
        using var elsewhere = await hub.As("be-fgp").SendAsync(HttpMethod.Get, "/v1/recalls?side=received&limit=1&cursor=" + page["next"]!.GetValue<string>());
        using var nowhere = await hub.As("be-fgp").SendAsync(HttpMethod.Get, "/v1/recalls");
        Assert.Equal(("malformed-parameter", "malformed-parameter"), (await elsewhere.CodeAsync(), await nowhere.CodeAsync()));
    }

    /// <summary>Sweden's term and account; France reads both, Denmark finds the term and has a hit on the account.</summary>
    private async Task<(string Term, string Account)> SharedAsync(string term, string handle)
    {
        var owner = hub.As("se-noa");
        var shared = Bodies.Handle(handle, "country:FR");
        shared["release"]!["hit"] = new JsonArray("country:DK");
        var (one, two) = ((await owner.SubmittedAsync(Bodies.Term(term, "country:FR", "country:DK", "country:DE"))).Id, (await owner.SubmittedAsync(shared)).Id);
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + one);
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + two);
        Assert.Equal(("full", "hit"), (await hub.As("dk-nsk").OutcomeAsync("lexicon-entry", term), await hub.As("dk-nsk").OutcomeAsync("account-handle", handle)));
        return (one, two);
    }

    private async Task<List<string>> ListAsync(string client, string side)
    {
        var ids = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await hub.As(client).ReadAsync($"/v1/recalls?side={side}&limit=2{cursor}");
            ids.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            if (page["next"] is not { } next)
            {
                return ids;
            }

            cursor = "&cursor=" + next.GetValue<string>();
        }
    }

    private static IEnumerable<string> Ids(JsonNode part) => part["indicators"]!.AsArray().Select(id => id!.GetValue<string>());
}
