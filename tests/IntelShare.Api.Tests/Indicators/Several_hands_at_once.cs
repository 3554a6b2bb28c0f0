using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Several_hands_at_once(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task under_one_key_and_one_body_make_one_record_and_one_answer()
    {
        var before = await hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'indicator-submitted'");
        var entries = await hub.EntriesAsync();
        var replays = await ReplaysAsync();
        var answers = await AtOnceAsync(16, i => hub.As("se-noa").SubmitAsync(Bodies.Term("sixteen hands", "country:FR"), "one-for-all"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var told = await Task.WhenAll(answers.Select(async answer => await answer.Content.ReadAsStringAsync(Requests.Ct) + answer.Headers.ETag + answer.Headers.Location));
        Assert.Single(told.Distinct(StringComparer.Ordinal));
        Assert.Equal(before + 1, await hub.ScalarAsync<long>("select count(*) from es.mt_events where type = 'indicator-submitted'"));
        Assert.Equal(entries + 16, await hub.EntriesAsync());
        Assert.Equal(replays + 15, await ReplaysAsync());
    }

    private Task<long> ReplaysAsync() =>
        hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where act = 'indicator-submitted' and outcome = 'replayed'");

    [Fact]
    public async Task under_one_key_and_two_bodies_make_one_record_and_tell_the_other()
    {
        var answers = await AtOnceAsync(8, i => hub.As("se-noa").SubmitAsync(Bodies.Term("body " + (i % 2)), "two-bodies"));
        var codes = await Task.WhenAll(answers.Select(answer => answer.CodeAsync()));

        Assert.Equal(4, codes.Count(code => code is null));
        Assert.Equal(4, codes.Count(code => code == "idempotency-key-reused"));
    }

    [Fact]
    public async Task of_two_members_may_use_the_same_key()
    {
        var answers = await AtOnceAsync(2, i => hub.As(i == 0 ? "se-noa" : "fi-krp").SubmitAsync(Bodies.Term("same key, two agencies"), "shared"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.NotEqual(await answers[0].Content.ReadAsStringAsync(Requests.Ct), await answers[1].Content.ReadAsStringAsync(Requests.Ct));
    }

    [Theory]
    [InlineData("lexicon-entry")]
    [InlineData("account-handle")]
    public async Task that_amend_one_version_leave_one_amendment(string kind)
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(kind == "account-handle" ? Bodies.Handle("amended.at.once") : Bodies.Term("amended at once"));
        var answers = await AtOnceAsync(6, i => hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, $$"""{"reference":"R-{{i}}"}""", ("If-Match", tag)));

        await OneWonAsync(answers, "version-mismatch");
        Assert.Equal(2, (await HistoryAsync(id)).Count);
    }

    [Fact]
    public async Task that_withdraw_one_version_leave_one_withdrawal()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("withdrawn at once"));
        var answers = await AtOnceAsync(8, i => hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", tag)));

        await OneWonAsync(answers, "version-mismatch");
        Assert.Equal(2, (await HistoryAsync(id)).Count);
    }

    [Fact]
    public async Task that_withdraw_whatever_it_is_leave_one_withdrawal()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("withdrawn whatever"));
        var answers = await AtOnceAsync(8, i => hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", "*")));

        await OneWonAsync(answers, "version-mismatch", "already-withdrawn");
        Assert.Equal(2, (await HistoryAsync(id)).Count);
    }

    [Fact]
    public async Task that_change_a_release_leave_one_of_them_whole()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("released at once"));
        string[] countries = ["FR", "DE", "NL", "BE", "DK", "FI"];
        var answers = await AtOnceAsync(6, i => hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", $$"""{"full":["country:{{countries[i]}}"]}""", ("If-Match", tag)));
        await OneWonAsync(answers, "version-mismatch");

        string[] readers = ["fr-ofast", "de-bka", "nl-dlio", "be-fgp", "dk-nsk", "fi-krp"];
        var outcomes = await Task.WhenAll(readers.Select(reader => hub.As(reader).OutcomeAsync("lexicon-entry", "released at once")));
        Assert.Equal(Array.FindIndex(answers, answer => answer.IsSuccessStatusCode), Array.IndexOf(outcomes, "full"));
        Assert.Single(outcomes, "full");
    }

    private static async Task<HttpResponseMessage[]> AtOnceAsync(int hands, Func<int, Task<HttpResponseMessage>> act) =>
        await Task.WhenAll(Enumerable.Range(0, hands).Select(i => Task.Run(() => act(i), Requests.Ct)));

    private static async Task OneWonAsync(HttpResponseMessage[] answers, params string[] lost)
    {
        var codes = await Task.WhenAll(answers.Select(answer => answer.CodeAsync()));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(codes.Where(code => code is not null), code => Assert.Contains(code, lost));
    }

    private async Task<System.Text.Json.Nodes.JsonArray> HistoryAsync(string id)
    {
        using var response = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history");
        return (await response.JsonAsync())["items"]!.AsArray();
    }
}
