using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Worlds;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Keeping;

/// <summary>Worlds that differ in who holds something about a person, and in what they answer: the intake observes the same bytes at the same moments.</summary>
public sealed class What_an_intake_may_not_know(PostgresServer server)
{
    private const string Handle = "unknown.star";
    private static readonly string[] Intake = ["contributor"];
    private static readonly string[] Auditor = ["auditor"];
    private static readonly string Withhold = Subjects.Withhold.ToJsonString();

    [Fact]
    public async Task is_whether_nothing_is_held_or_everything_withheld_or_left_unanswered()
    {
        var none = await ObserveAsync();
        Assert.Contains(none, exchange => exchange.Body.Contains("\"kind\":\"neutral\"", StringComparison.Ordinal));
        Assert.Contains(none, exchange => exchange.Body.Contains("subject-request-ready", StringComparison.Ordinal));
        foreach (var world in new[] { await ObserveAsync(("se-noa", Withhold)), await ObserveAsync(("se-noa", Withhold), ("de-bka", Withhold), ("dk-nsk", null)), await ObserveAsync(("be-fgp", null)) })
        {
            Assert.Null(Comparison.Difference(none, world, seed: 0));
        }
    }

    [Fact]
    public async Task is_who_withholds_beside_an_owner_that_chose_to_be_known()
    {
        var one = await ObserveAsync(("se-noa", Subjects.Disclose.ToJsonString()));
        var three = await ObserveAsync(("se-noa", Subjects.Disclose.ToJsonString()), ("de-bka", Withhold), ("dk-nsk", null));
        Assert.Null(Comparison.Difference(one, three, seed: 0));

        // That somebody disclosed shows from the one moment on, and would be noticed.
        var none = await ObserveAsync();
        var at = Enumerable.Range(0, none.Count).First(i => none[i].Observed != one[i].Observed);
        Assert.Contains("\"state\":\"ready\"", one[at].Body, StringComparison.Ordinal);
    }

    /// <summary>Everything that the Finnish intake and its auditor observe of one request, from its receipt to its end.</summary>
    private async Task<List<Answered>> ObserveAsync(params (string Owner, string? Answer)[] holders)
    {
        await using var world = await World.BeginAsync(server);
        var seen = new List<Answered>();
        foreach (var (owner, _) in holders)
        {
            Assert.Equal(201, (await world.DoAsync(Deed.Submit(owner, Bodies.Handle(Handle), "held"), aside: true)).Status);
        }

        var taken = await AskAsync(new Request(HttpMethod.Post, "/v1/data-subject-requests", Subjects.Asking(world.Hub.Clock.GetUtcNow(), Handle).ToJsonString()).With("Idempotency-Key", "one"));
        var path = "/v1/data-subject-requests/" + JsonNode.Parse(taken.Body)!["id"];
        await LookAsync();
        await AskAsync(new Request(HttpMethod.Post, path + "/forwarding"));
        await LookAsync();
        foreach (var (owner, answer) in holders.Where(holder => holder.Answer is not null))
        {
            world.Ids.Aside = true;
            Assert.Equal(200, (await world.SendAsync(owner, new Request(HttpMethod.Post, path + "/answer", answer).With("Intel-Case", "K-1"))).Status);
            world.Ids.Aside = false;
        }

        await LookAsync();
        foreach (var wait in new[] { TimeSpan.FromDays(53), TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(40) })
        {
            world.Hub.Clock.Advance(wait);
            await world.Hub.Services.GetRequiredService<SubjectReminding>().GoAsync(Requests.Ct);
            await LookAsync();
        }

        await AskAsync(new Request(HttpMethod.Post, path + "/closing"));
        await LookAsync();
        return seen;

        async Task LookAsync()
        {
            await world.Hub.SettledAsync();
            await AskAsync(new Request(HttpMethod.Get, path));
            await AskAsync(new Request(HttpMethod.Get, path + "?side=owner"));
            await AskAsync(new Request(HttpMethod.Get, "/v1/data-subject-requests?side=intake"));
            await AskAsync(new Request(HttpMethod.Get, "/v1/data-subject-requests?side=owner"));
            await AskAsync(new Request(HttpMethod.Post, path + "/answer", Withhold));
            await AskAsync(new Request(HttpMethod.Get, "/v1/notices?all=true").With("Intel-Purpose", "cross-checking"));
            await AskAsync(new Request(HttpMethod.Get, "/v1/notices?all=true").With("Intel-Purpose", "cross-checking"), Auditor);
            seen.Add(await world.SendAsync("fi-krp", new Request(HttpMethod.Get, "/v1/audit/entries?limit=100"), Auditor));
        }

        async Task<Answered> AskAsync(Request request, string[]? roles = null)
        {
            var answered = await world.SendAsync("fi-krp", request.With("Intel-Case", "K-1"), roles ?? (request.Path.EndsWith("/answer", StringComparison.Ordinal) ? World.Daily : Intake));
            seen.Add(answered);
            return answered;
        }
    }
}
