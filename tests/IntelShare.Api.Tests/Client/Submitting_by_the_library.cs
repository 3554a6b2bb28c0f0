using IntelShare.Api.Tests.Cast;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>What the library does where the way to the hub is bad: each write once, and no word that is not so.</summary>
public sealed class Submitting_by_the_library(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task shares_a_record_that_the_other_reads()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        var submitted = await sweden.SubmitAsync(Drafts.Term("shared by the library", "country:FR"), cancellationToken: Requests.Ct);
        var read = await france.GetAsync(submitted.Value.Id, Drafts.Why, cancellationToken: Requests.Ct);
        var view = Assert.IsType<FullView>(read.Value);
        Assert.Equal(("se-noa", "shared by the library", new Evaluation(SourceCode.B, 2)), (view.Owner, Assert.IsType<LexiconEntry>(view.Content).Term, view.Evaluation));
        Assert.NotNull(submitted.ETag);
        Assert.NotNull(read.AuditEntry);
    }

    [Fact]
    public async Task is_done_once_however_often_the_answer_is_lost()
    {
        using var cutting = new Cutting(answers: 3);
        using var sweden = hub.Library("se-noa", cutting);
        var before = await CountAsync();
        var submitted = await sweden.SubmitAsync(Drafts.Term("cut"), cancellationToken: Requests.Ct);
        Assert.Equal(before + 1, await CountAsync());
        Assert.Equal(4, cutting.Sent.Count);
        Assert.Single(cutting.Sent.Distinct(StringComparer.Ordinal));
        Assert.IsType<OwnerView>((await sweden.GetAsync(submitted.Value.Id, Drafts.Why, cancellationToken: Requests.Ct)).Value);
    }

    [Fact]
    public async Task goes_on_after_a_crash_under_a_key_of_the_callers_own()
    {
        using var cutting = new Cutting(answers: 5);
        using var sweden = hub.Library("se-noa", cutting);
        var (before, draft) = (await CountAsync(), Drafts.Term("cut for good"));
        await Assert.ThrowsAsync<HttpRequestException>(() => sweden.SubmitAsync(draft, "K-2026-17/1", Requests.Ct));
        Assert.Equal(5, cutting.Sent.Count);
        var again = await sweden.SubmitAsync(draft, "K-2026-17/1", Requests.Ct);
        Assert.Equal(before + 1, await CountAsync());
        Assert.Equal(again.Value, (await sweden.SubmitAsync(draft, "K-2026-17/1", Requests.Ct)).Value);
    }

    [Fact]
    public async Task says_that_a_change_may_be_the_own_one()
    {
        using var sweden = hub.Library("se-noa");
        var made = await sweden.SubmitAsync(Drafts.Term("amended twice"), cancellationToken: Requests.Ct);
        using var cutting = new Cutting(answers: 1);
        using var cut = hub.Library("se-noa", cutting);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => cut.AmendAsync(made.Value.Id, made.ETag!, new() { Evaluation = Evaluation.Unassessed }, Requests.Ct));
        Assert.Equal(("version-mismatch", 412, true), (refused.Code, refused.Status, refused.MayHaveHappened));
        Assert.Equal(Evaluation.Unassessed, Assert.IsType<OwnerView>((await sweden.GetAsync(made.Value.Id, Drafts.Why, cancellationToken: Requests.Ct)).Value).Evaluation);
        var stale = await Assert.ThrowsAsync<ProblemException>(() => sweden.WithdrawAsync(made.Value.Id, made.ETag!, "The source recanted.", Requests.Ct));
        Assert.False(stale.MayHaveHappened);
    }

    [Fact]
    public async Task repeats_nothing_that_could_happen_twice()
    {
        using var sweden = hub.Library("se-noa");
        var made = await sweden.SubmitAsync(Drafts.Term("sent once"), cancellationToken: Requests.Ct);
        using var cutting = new Cutting(answers: 3);
        using var cut = hub.Library("se-noa", cutting);
        await Assert.ThrowsAsync<HttpRequestException>(() => cut.SearchAsync([new(IndicatorKind.LexiconEntry, "sent once")], Drafts.Why, Requests.Ct));
        await Assert.ThrowsAsync<HttpRequestException>(() => cut.AmendAsync(made.Value.Id, "*", new() { Reference = "K-1" }, Requests.Ct));
        await Assert.ThrowsAsync<HttpRequestException>(() => cut.SendAsync(HttpMethod.Post, "/v1/recalls", cancellationToken: Requests.Ct));
        Assert.Equal(3, cutting.Sent.Count);
    }

    [Fact]
    public async Task tells_everything_that_is_wrong_and_where_it_stands_on_record()
    {
        using var sweden = hub.Library("se-noa");
        var draft = Drafts.Term("wrong") with { Purposes = [], Release = new() { Full = ["everybody"] } };
        var refused = await Assert.ThrowsAsync<ProblemException>(() => sweden.SubmitAsync(draft, cancellationToken: Requests.Ct));
        Assert.Equal(("refused", 422), (refused.Code, refused.Status));
        Assert.Superset(new HashSet<string>(["/purposes", "/release/full/0"]), refused.Problems.Select(problem => problem.Pointer).ToHashSet(StringComparer.Ordinal));
        Assert.NotNull(refused.AuditEntry);

        using var stranger = new IntelShareClient(hub.Address, Forge.Rogue("se-noa", "se-noa"), options: new() { Clock = hub.Clock });
        var unknown = await Assert.ThrowsAsync<ProblemException>(() => stranger.WhoAmIAsync(Requests.Ct));
        Assert.Equal(("unauthenticated", 401, null), (unknown.Code, unknown.Status, unknown.AuditEntry));
    }

    [Fact]
    public async Task waits_for_no_budget_that_begins_anew_tomorrow()
    {
        using var passing = new Cutting(answers: 0);
        using var denmark = hub.Library("dk-nsk", passing);
        for (var i = 0; i < 5; i++)
        {
            await denmark.SearchAsync([.. Enumerable.Range(0, 1000).Select(value => new LookUp(IndicatorKind.LexiconEntry, $"{i} {value}"))], Drafts.Why, Requests.Ct);
        }

        var refused = await Assert.ThrowsAsync<ProblemException>(() => denmark.SubmitAsync(Drafts.Term("beyond the budget"), cancellationToken: Requests.Ct));
        Assert.Equal(("query-budget-exhausted", 429, 6), (refused.Code, refused.Status, passing.Sent.Count));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task signs_anew_before_a_token_ends()
    {
        using var sweden = hub.Library("se-noa");
        var first = (await sweden.WhoAmIAsync(Requests.Ct)).Value;
        Assert.Equal(("se-noa", "se-noa-officer"), (first.Client, first.Officer));
        Assert.Equal(first.TokenId, (await sweden.WhoAmIAsync(Requests.Ct)).Value.TokenId);
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.NotEqual(first.TokenId, (await sweden.WhoAmIAsync(Requests.Ct)).Value.TokenId);
    }

    [Fact]
    public async Task asks_for_a_token_of_an_agencys_own_before_each_attempt()
    {
        var signed = 0;
        using var cutting = new Cutting(answers: 2);
        using var sweden = new IntelShareClient(hub.Address, _ => ValueTask.FromResult(hub.Key("se-noa").Sign(hub.Clock.GetUtcNow(), [Roles.Analyst], id: $"own-{++signed}")), new() { Clock = hub.Clock, Transport = cutting, Retries = new() { First = TimeSpan.Zero } });
        Assert.Equal("own-3", (await sweden.WhoAmIAsync(Requests.Ct)).Value.TokenId);
    }

    private Task<long> CountAsync() => hub.ScalarAsync<long>("select count(*) from doc.mt_doc_indicator");
}
