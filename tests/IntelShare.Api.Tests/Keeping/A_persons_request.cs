using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Keeping;

public sealed class A_persons_request(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    private const string Unknown = "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11";

    [Fact]
    public async Task lives_from_its_receipt_to_the_answer()
    {
        var (swedish, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("whole.life"));
        var intake = hub.As("fi-krp", purpose: null, "FI-7", "contributor");
        var request = await intake.TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "whole.life", "nothing.here"));
        var taken = await intake.SubjectRequestAsync(request);
        Assert.Equal(("received", "FI-7", "It is my account.", false, false), (Text(taken, "state"), Text(taken, "case"), Text(taken, "note"), taken["forwardOverdue"]!.GetValue<bool>(), taken["answerOverdue"]!.GetValue<bool>()));
        Assert.Equal(("", "not-found"), (await hub.RemindedOfAsync("se-noa", request), await hub.As("se-noa").AnswerAsync(request, Subjects.Disclose).RefusedAsync()));

        var forwarded = await intake.ForwardAsync(request).DoneAsync();
        Assert.Equal(("forwarded", null, "subject-request"), (Text(forwarded, "state"), forwarded["outcome"], await hub.RemindedOfAsync("se-noa", request)));
        Assert.Equal(hub.Clock.GetUtcNow().AddDays(60), forwarded["outcomeAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(("already-forwarded", "outcome-pending"), (await intake.ForwardAsync(request).RefusedAsync(), await intake.CloseAsync(request).RefusedAsync()));

        var owner = hub.As("se-noa", purpose: null, "SE-1", "discloser");
        var consulted = await owner.SubjectRequestAsync(request);
        Assert.Equal($$"""[{"kind":"account-handle","value":"whole.life","platform":"tiktok","indicators":["{{swedish}}"]}]""", consulted["identifiers"]!.ToJsonString());
        Assert.Equal(("open", "fi-krp"), (Text(consulted, "state"), Text(consulted, "intake")));
        Assert.DoesNotContain("FI-7", consulted.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("answered", Text(await owner.AnswerAsync(request, Subjects.Disclose).DoneAsync(), "state"));
        Assert.Equal("already-answered", await owner.AnswerAsync(request, Subjects.Withhold).RefusedAsync());
        Assert.Equal(["owner-consulted ", "owner-answered se-noa-officer"], Steps(await owner.SubjectRequestAsync(request)));
        Assert.Null((await intake.SubjectRequestAsync(request))["outcome"]);

        hub.Clock.Advance(TimeSpan.FromDays(60));
        var ready = await hub.As("fi-krp").SubjectRequestAsync(request);
        Assert.Equal("ready", Text(ready, "state"));
        var told = Assert.Single(ready["outcome"]!["owners"]!.AsArray())!;
        Assert.Equal(("communicated", "se-noa", "disclose", null), (Text(ready["outcome"]!, "kind"), Text(told, "owner"), Text(told, "answer"), ready["outcome"]!["statement"]));
        Assert.NotNull(told["desk"]!["contact"]);
        var closed = await hub.As("fi-krp").CloseAsync(request).DoneAsync();
        Assert.Equal(("answered", false), (Text(closed, "state"), closed["answerOverdue"]!.GetValue<bool>()));
        Assert.Equal("already-answered", await hub.As("fi-krp").CloseAsync(request).RefusedAsync());
        Assert.Equal(["subject-request-received fi-krp-officer", "subject-request-forwarded fi-krp-officer", "subject-request-answered fi-krp-officer"], Steps(await hub.As("fi-krp").SubjectRequestAsync(request)));
    }

    [Fact]
    public async Task shows_each_owner_its_own_alone_and_the_intake_that_holds_something_both_sides()
    {
        var (swedish, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("shared.star"));
        var (french, tag) = await hub.As("fr-ofast").SubmittedAsync(Bodies.Handle("shared.star"));
        using var withdrawn = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{french}/withdrawal", """{"reason":"old"}""", ("If-Match", tag));
        var (danish, _) = await hub.As("dk-nsk").SubmittedAsync(Bodies.Handle("danish.star"));
        var request = await hub.As("dk-nsk").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "shared.star", "danish.star"));
        await hub.As("dk-nsk").ForwardAsync(request).DoneAsync();

        foreach (var (client, own, value) in new[] { ("se-noa", swedish, "shared.star"), ("fr-ofast", french, "shared.star"), ("dk-nsk", danish, "danish.star") })
        {
            var view = (await hub.As(client).SubjectRequestAsync(request, "?side=owner"))["identifiers"]!.AsArray();
            Assert.Equal((value, $"[\"{own}\"]"), (Text(Assert.Single(view)!, "value"), view[0]!["indicators"]!.ToJsonString()));
        }

        var intake = await hub.As("dk-nsk").SubjectRequestAsync(request);
        Assert.Equal((2, null), (intake["identifiers"]!.AsArray().Count, intake["identifiers"]![0]!["indicators"]));
        Assert.Equal(HttpStatusCode.NotFound, await hub.As("se-noa").StatusAsync($"/v1/data-subject-requests/{request}?side=intake"));
        Assert.Equal("answered", Text(await hub.As("dk-nsk").AnswerAsync(request, Subjects.Disclose).DoneAsync(), "state"));
        Assert.Equal("open", Text(await hub.As("se-noa").SubjectRequestAsync(request), "state"));
    }

    [Fact]
    public async Task is_not_there_for_anybody_else()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle("strangers.star"));
        var request = await hub.As("fi-krp").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "strangers.star"));
        await hub.As("fi-krp").ForwardAsync(request).DoneAsync();
        foreach (var method in new[] { "GET ", "POST /forwarding", "POST /answer", "POST /closing" })
        {
            var (verb, end) = (new HttpMethod(method.Split(' ')[0]), method.Split(' ')[1]);
            var body = end == "/answer" ? Subjects.Disclose.ToJsonString() : null;
            using var there = await hub.As("be-fgp").SendAsync(verb, $"/v1/data-subject-requests/{request}{end}", body);
            using var nowhere = await hub.As("be-fgp").SendAsync(verb, $"/v1/data-subject-requests/{Unknown}{end}", body);
            Assert.Equal((HttpStatusCode.NotFound, await nowhere.Content.ReadAsStringAsync(Requests.Ct)), (there.StatusCode, await there.Content.ReadAsStringAsync(Requests.Ct)));
        }

        // Nor does a side act for the other.
        Assert.Equal(("not-found", "not-found"), (await hub.As("se-noa").ForwardAsync(request).RefusedAsync(), await hub.As("se-noa").CloseAsync(request).RefusedAsync()));
        Assert.Equal(("not-found", ""), (await hub.As("fi-krp").AnswerAsync(request, Subjects.Disclose).RefusedAsync(), await hub.RemindedOfAsync("be-fgp", request)));
    }

    [Fact]
    public async Task takes_a_case_and_the_role_of_each_act()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle("roles.star"));
        var body = Subjects.Asking(hub.Clock.GetUtcNow(), "roles.star");
        var request = await hub.As("fi-krp").TakenAsync(body);
        var (intake, owner) = (hub.As("fi-krp", @case: null), hub.As("se-noa", @case: null));
        Assert.Equal("case-missing", await intake.TakeAsync(body).RefusedAsync());
        Assert.Equal("case-missing", await intake.ForwardAsync(request).RefusedAsync());
        Assert.Equal("case-missing", await intake.CloseAsync(request).RefusedAsync());
        Assert.Equal("case-missing", await owner.AnswerAsync(request, Subjects.Disclose).RefusedAsync());
        Assert.Equal("case-missing", await intake.SendAsync(HttpMethod.Get, "/v1/data-subject-requests/" + request).RefusedAsync());
        Assert.Equal("case-missing", await intake.SendAsync(HttpMethod.Get, "/v1/data-subject-requests?side=intake").RefusedAsync());
        var (discloser, contributor) = (hub.As("fi-krp", roles: ["discloser", "analyst"]), hub.As("se-noa", roles: ["contributor", "analyst"]));
        Assert.Equal("role-missing", await discloser.TakeAsync(body).RefusedAsync());
        Assert.Equal("role-missing", await discloser.ForwardAsync(request).RefusedAsync());
        Assert.Equal("role-missing", await discloser.CloseAsync(request).RefusedAsync());
        Assert.Equal("role-missing", await contributor.AnswerAsync(request, Subjects.Disclose).RefusedAsync());
    }

    [Fact]
    public async Task is_taken_in_once_under_its_key()
    {
        var body = Subjects.Asking(hub.Clock.GetUtcNow(), "replayed.star");
        using var first = await hub.As("fi-krp").TakeAsync(body, "once");
        hub.Clock.Advance(TimeSpan.FromDays(2));
        using var again = await hub.As("fi-krp").TakeAsync(body, "once");
        Assert.Equal(await first.Content.ReadAsStringAsync(Requests.Ct), await again.Content.ReadAsStringAsync(Requests.Ct));
        Assert.Equal((HttpStatusCode.Created, first.Headers.Location), (again.StatusCode, again.Headers.Location));
        Assert.Equal("idempotency-key-reused", await hub.As("fi-krp").TakeAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "another.star"), "once").RefusedAsync());
        using var keyless = await hub.As("fi-krp").SendAsync(HttpMethod.Post, "/v1/data-subject-requests", body.ToJsonString());
        Assert.Equal("idempotency-key-missing", await keyless.CodeAsync());
        body["receivedOn"] = "2031-01-01";
        Assert.Equal("received-in-the-future", await hub.As("fi-krp").TakeAsync(body).RefusedAsync());
    }

    [Fact]
    public async Task stands_in_the_queue_of_each_side_newest_first_page_by_page()
    {
        await hub.As("nl-dlio").SubmittedAsync(Bodies.Handle("queued.star"));
        var requests = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            requests.Insert(0, await hub.As("no-kripos").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "queued.star")));
            await hub.As("no-kripos").ForwardAsync(requests[0]).DoneAsync();
        }

        Assert.Equal(requests, await QueueAsync("no-kripos", "side=intake&limit=2"));
        Assert.Equal(requests, await QueueAsync("nl-dlio", "side=owner&limit=1"));
        Assert.Empty(await QueueAsync("no-kripos", "side=owner"));
        Assert.Empty(await QueueAsync("nl-dlio", "side=intake"));
        var next = (await hub.As("no-kripos").ReadAsync("/v1/data-subject-requests?side=intake&limit=2"))["next"]!.GetValue<string>();
        foreach (var (client, query) in new[] { ("no-kripos", "side=owner&cursor=" + next), ("nl-dlio", "side=intake&cursor=" + next), ("nl-dlio", "limit=5"), ("nl-dlio", "side=both"), ("nl-dlio", "side=owner&limit=0") })
        {
            Assert.Equal("malformed-parameter", await hub.As(client).SendAsync(HttpMethod.Get, "/v1/data-subject-requests?" + query).RefusedAsync());
        }
    }

    [Fact]
    public async Task is_answered_by_several_owners_at_once()
    {
        string[] owners = ["se-noa", "be-fgp", "dk-nsk", "de-bka"];
        foreach (var owner in owners)
        {
            await hub.As(owner).SubmittedAsync(Bodies.Handle("at.once"));
        }

        var request = await hub.As("fi-krp").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "at.once"));
        await hub.As("fi-krp").ForwardAsync(request).DoneAsync();
        var answers = await Task.WhenAll(owners.Concat(owners).Select(owner => hub.As(owner).AnswerAsync(request, Subjects.Withhold)));
        Assert.Equal([200, 200, 200, 200, 409, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
    }

    [Fact]
    public async Task reminds_each_side_of_its_limits_once_on_two_nodes()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        await hub.As("de-bka").SubmittedAsync(Bodies.Handle("late.star"));
        var request = await hub.As("fi-krp").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "late.star"));
        var limits = await hub.As("fi-krp").SubjectRequestAsync(request);
        var (forwardBy, answerBy) = (limits["forwardBy"]!.GetValue<DateTimeOffset>(), limits["answerBy"]!.GetValue<DateTimeOffset>());
        await AtAsync(forwardBy.AddDays(-7).AddTicks(-10), "", "");
        await AtAsync(forwardBy.AddDays(-7), "subject-request-due", "");
        await AtAsync(forwardBy, "subject-request-due subject-request-due", "subject-request-overdue");

        var forwarded = await hub.As("fi-krp").ForwardAsync(request).DoneAsync();
        Assert.True(forwarded["forwardOverdue"]!.GetValue<bool>());
        var outcomeAt = forwarded["outcomeAt"]!.GetValue<DateTimeOffset>();
        Assert.Equal(answerBy.AddDays(-7), outcomeAt);
        await AtAsync(outcomeAt.AddDays(-7), "subject-request-due subject-request-due", "subject-request-overdue");
        Assert.Equal(("subject-request subject-request-due", ""), (await hub.RemindedOfAsync("de-bka", request), await hub.RemindedOfAsync("de-bka", request, "auditor")));
        await AtAsync(outcomeAt, "subject-request-due subject-request-due subject-request-ready", "subject-request-overdue");
        Assert.Equal(("subject-request subject-request-due", "subject-request-overdue"), (await hub.RemindedOfAsync("de-bka", request), await hub.RemindedOfAsync("de-bka", request, "auditor")));
        Assert.Equal("outcome-fixed", await hub.As("de-bka").AnswerAsync(request, Subjects.Disclose).RefusedAsync());
        Assert.Equal("lapsed", Text(await hub.As("de-bka").SubjectRequestAsync(request), "state"));
        await AtAsync(answerBy, "subject-request-due subject-request-due subject-request-ready subject-request-due", "subject-request-overdue subject-request-overdue");
        Assert.True((await hub.As("fi-krp").CloseAsync(request).DoneAsync())["answerOverdue"]!.GetValue<bool>());
        Assert.Equal(0, await hub.ScalarAsync<long>($"select count(*) from intelshare.subject_due where request = '{request}'"));

        async Task AtAsync(DateTimeOffset moment, string toOfficers, string toAuditors)
        {
            hub.Clock.SetUtcNow(moment);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? hub.Services : second.Services).GetRequiredService<SubjectReminding>().GoAsync(Requests.Ct)));
            Assert.Equal((toOfficers, toAuditors), (await hub.RemindedOfAsync("fi-krp", request), await hub.RemindedOfAsync("fi-krp", request, "auditor")));
        }
    }

    [Fact]
    public async Task reminds_nobody_who_acted_in_time()
    {
        await hub.As("de-bka").SubmittedAsync(Bodies.Handle("early.star"));
        var request = await hub.As("fi-krp").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), "early.star"));
        await hub.As("fi-krp").ForwardAsync(request).DoneAsync();
        await hub.As("de-bka").AnswerAsync(request, Subjects.Withhold).DoneAsync();
        hub.Clock.Advance(TimeSpan.FromDays(60));
        await hub.As("fi-krp").CloseAsync(request).DoneAsync();
        hub.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(("subject-request", ""), (await hub.RemindedOfAsync("de-bka", request), await hub.RemindedOfAsync("de-bka", request, "auditor")));
        Assert.Equal("", await hub.RemindedOfAsync("fi-krp", request, "auditor"));
    }

    [Fact]
    public async Task leaves_nothing_of_the_person_in_the_clear()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle("sealed.star"));
        var body = Subjects.Asking(hub.Clock.GetUtcNow(), "sealed.star");
        body["note"] = "Passport of a Northstar.";
        var request = await hub.As("fi-krp", purpose: null, "CASE-SEALED").TakenAsync(body);
        await hub.As("fi-krp").ForwardAsync(request).DoneAsync();
        await hub.As("se-noa").AnswerAsync(request, JsonNode.Parse("""{"answer":"withhold","ground":"rights-of-others","reason":"Informant Southstar."}""")!).DoneAsync();
        var dump = await hub.DumpAsync();
        foreach (var secret in new[] { "sealed.star", "Northstar", "CASE-SEALED", "Southstar" })
        {
            Assert.DoesNotContain(secret, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Backstage.Hex(secret), dump, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string? Text(JsonNode view, string member) => view[member]?.GetValue<string>();

    private static IEnumerable<string> Steps(JsonNode view) => view["history"]!.AsArray().Select(step => $"{step!["step"]} {step["officer"]}");

    /// <summary>The ids of a whole queue, page by page.</summary>
    private async Task<List<string>> QueueAsync(string client, string query)
    {
        var ids = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await hub.As(client).ReadAsync($"/v1/data-subject-requests?{query}{cursor}");
            ids.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            if (page["next"] is not { } next)
            {
                return ids;
            }

            cursor = "&cursor=" + next.GetValue<string>();
        }
    }
}
