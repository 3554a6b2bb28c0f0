using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Keeping;

/// <summary>Others' records, others' recalls, answers taken back, and the same recall sent twice.</summary>
public sealed class Recalling_what_one_may_not(TestHub hub) : IClassFixture<TestHub>
{
    private const string Unknown = "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11";

    [Fact]
    public async Task is_refused_without_telling_why()
    {
        var (own, _) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Term("own word", "country:SE"));
        var (hidden, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("hidden word", "country:DK"));
        var (read, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("read word", "country:FR"));
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + read);
        var answers = new List<string>();
        foreach (var (ids, i) in new[] { new[] { own, hidden }, [own, read], [own, Unknown], [own, own] }.Select((ids, i) => (ids, i)))
        {
            using var response = await hub.As("fr-ofast").RecallAsync($"guess-{i}", ids);
            answers.Add($"{response.StatusCode} {await response.Content.ReadAsStringAsync(Requests.Ct)}");
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("not-own-records", answers[0], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await hub.As("se-noa").StatusAsync("/v1/indicators/" + own));
        Assert.Equal(HttpStatusCode.OK, await hub.As("fr-ofast").StatusAsync("/v1/indicators/" + read));
    }

    [Fact]
    public async Task is_to_a_stranger_as_if_it_were_not_there()
    {
        var recall = await RecalledAsync("strangers", "country:FR");
        foreach (var (client, roles) in new[] { ("dk-nsk", World), ("dk-nsk", ["auditor"]), ("hub", ["auditor"]) })
        {
            Assert.Equal(await BytesAsync(client, HttpMethod.Get, "/v1/recalls/" + Unknown, roles), await BytesAsync(client, HttpMethod.Get, "/v1/recalls/" + recall, roles));
        }

        foreach (var client in new[] { "dk-nsk", "se-noa" })
        {
            Assert.Equal(await BytesAsync(client, HttpMethod.Post, $"/v1/recalls/{Unknown}/answer", World), await BytesAsync(client, HttpMethod.Post, $"/v1/recalls/{recall}/answer", World));
        }

        Assert.DoesNotContain(recall, (await hub.As("dk-nsk").ReadAsync("/v1/recalls?side=received")).ToJsonString(), StringComparison.Ordinal);
        Assert.Null((await hub.As("fr-ofast").RecallAsync(recall))["answer"]);
    }

    [Fact]
    public async Task takes_the_right_role()
    {
        var recall = await RecalledAsync("roles", "country:FR");
        using var issued = await hub.As("se-noa", roles: ["analyst", "discloser"]).RecallAsync("roles", Unknown);
        using var auditor = await hub.As("fr-ofast", roles: "auditor").AnswerAsync(recall, "deleted");
        using var admin = await hub.As("fr-ofast", roles: "agency-admin").SendAsync(HttpMethod.Get, "/v1/recalls/" + recall);
        Assert.Equal(("role-missing", "role-missing", "role-missing"), (await issued.CodeAsync(), await auditor.CodeAsync(), await admin.CodeAsync()));
        foreach (var role in new[] { "contributor", "discloser", "analyst" })
        {
            await hub.As("fr-ofast", roles: role).AnsweredAsync(recall, "restricted");
        }
    }

    [Fact]
    public async Task does_not_take_an_answer_back()
    {
        var recall = await RecalledAsync("backwards", "country:FR");
        var recipient = hub.As("fr-ofast");
        using var baseless = await recipient.AnswerAsync(recall, "kept");
        Assert.Equal("refused", await baseless.CodeAsync());
        await recipient.AnsweredAsync(recall, "kept", "Evidence.");
        await recipient.AnsweredAsync(recall, "kept", "Evidence.");
        using var restricted = await recipient.AnswerAsync(recall, "restricted");
        await recipient.AnsweredAsync(recall, "deleted");
        using var kept = await recipient.AnswerAsync(recall, "kept", "Evidence.");
        Assert.Equal(("answer-stands", "answer-stands"), (await restricted.CodeAsync(), await kept.CodeAsync()));
        Assert.Equal(HttpStatusCode.Conflict, kept.StatusCode);
        Assert.Equal("""{"answer":"deleted","late":false}""", Without((await hub.As("se-noa").RecallAsync(recall))["recipients"]![0]!["answer"]!.AsObject(), "at"));
    }

    [Fact]
    public async Task is_answered_by_all_recipients_at_once()
    {
        string[] readers = ["fr-ofast", "dk-nsk", "de-bka", "fi-krp", "be-fgp"];
        var recall = await RecalledAsync("all at once", "member-states", readers);
        var answers = await Task.WhenAll(readers.SelectMany(reader => new[] { reader, reader }).Select(reader => hub.As(reader).AnswerAsync(recall, "kept", "Evidence.")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All((await hub.As("se-noa").RecallAsync(recall))["recipients"]!.AsArray(), one => Assert.Equal("kept", one!["answer"]!["answer"]!.GetValue<string>()));
        Assert.Equal(6, await hub.ScalarAsync<long>($"select count(*) from es.mt_events where stream_id = '{recall}'"));
    }

    [Fact]
    public async Task again_under_one_key_is_the_same_recall()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("sent twice", "country:FR"));
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + id);
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.As("se-noa").RecallAsync("twice", id)));
        var told = await Task.WhenAll(sent.Select(async one => $"{one.StatusCode} {one.Headers.Location} {await one.Content.ReadAsStringAsync(Requests.Ct)}"));
        Assert.Single(told.Distinct());
        Assert.StartsWith("Created /v1/recalls/", told[0], StringComparison.Ordinal);

        using var later = await hub.As("se-noa").RecallAsync("twice", id);
        using var otherwise = await hub.As("se-noa").RecallAsync("twice", id, Unknown);
        using var keyless = await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/recalls", $$"""{"indicators":["{{id}}"],"reason":"wrong-content"}""");
        Assert.Equal((HttpStatusCode.Created, "idempotency-key-reused", "idempotency-key-missing"), (later.StatusCode, await otherwise.CodeAsync(), await keyless.CodeAsync()));
        var recall = JsonNode.Parse(await later.Content.ReadAsStringAsync(Requests.Ct))!["id"]!.GetValue<string>();
        Assert.Equal("recall", await hub.ToldAsync("fr-ofast", recall));
        Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from es.mt_events where type = 'indicator-withdrawn' and stream_id = '{id}'"));
        Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from es.mt_events where type = 'recall-issued' and data -> 'indicators' ? '{id}'"));
    }

    [Fact]
    public async Task happens_once_for_records_that_two_recall_at_once()
    {
        var (one, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("contested one", "country:FR"));
        var (two, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("contested two", "country:FR"));
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => hub.As("se-noa").RecallAsync($"contested-{i}", i % 2 == 0 ? [one, two] : [two, one])));
        Assert.All(both, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Equal(2, await hub.ScalarAsync<long>($"select count(*) from es.mt_events where type = 'indicator-withdrawn' and stream_id in ('{one}', '{two}')"));
    }

    private static string[] World { get; } = ["contributor", "discloser", "analyst"];

    private async Task<string> RecalledAsync(string term, string audience, params string[] readers)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term(term, audience));
        foreach (var reader in readers is [] ? ["fr-ofast"] : readers)
        {
            await hub.As(reader).ReadAsync("/v1/indicators/" + id);
        }

        return await hub.As("se-noa").RecalledAsync(id);
    }

    private async Task<string> BytesAsync(string client, HttpMethod method, string path, string[] roles)
    {
        using var response = await hub.As(client, roles: roles).SendAsync(method, path, method == HttpMethod.Post ? """{"answer":"deleted"}""" : null);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        return $"{response.Headers.ETag} {await response.Content.ReadAsStringAsync(Requests.Ct)}";
    }

    private static string Without(JsonObject answer, string member)
    {
        answer.Remove(member);
        return answer.ToJsonString();
    }
}
