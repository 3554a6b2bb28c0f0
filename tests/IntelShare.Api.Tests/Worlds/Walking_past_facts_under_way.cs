using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using Npgsql;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Facts take their number before they commit, so a later number may be seen before an earlier one.</summary>
public sealed class Walking_past_facts_under_way(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly string[] Audiences = ["country:FR", "country:DK", "country:FI", "country:DE", "country:NL", "country:NO", "member-states", "schengen-associated", "task-force:grimm", "task-force:grimm+"];
    private static readonly string[] Unaddressed = ["country:IT", "country:ES", "country:PT", "country:PL", "country:CZ"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public async Task shows_once_what_took_its_number_first_and_committed_last(int limit)
    {
        var known = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            known.Add((await hub.As("se-noa").SubmittedAsync(Bodies.Term("known", "country:DK"))).Id);
        }

        foreach (var id in known.Take(3))
        {
            await ReleaseAsync(id, """{"full":["country:FR"]}""");
        }

        // Match keys are the last that a submission writes, and a change of release writes none.
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        await using var holding = await source.OpenConnectionAsync(Requests.Ct);
        await using var lockOfKeys = await holding.BeginTransactionAsync(Requests.Ct);
        await ExecuteAsync(holding, "lock table intelshare.match_key in share mode");
        var early = hub.As("se-noa").SubmittedAsync(Bodies.Term("early", "country:FR"));
        while (await hub.ScalarAsync<long>("select count(*) from pg_locks where relation = 'intelshare.match_key'::regclass and not granted") == 0)
        {
            await Task.Yield();
        }

        await ReleaseAsync(known[3], """{"full":["country:FR"]}""");
        var (shown, next) = await PageAsync($"limit={limit}");
        Assert.Equal(known[3], shown[0]);
        await lockOfKeys.CommitAsync(Requests.Ct);
        var late = (await early).Id;
        while (next is not null)
        {
            (var page, next) = await PageAsync($"limit={limit}&cursor={next}");
            shown.AddRange(page);
        }

        if (limit < 20)
        {
            Assert.Single(shown, id => id == late);
        }

        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.Empty(known.Except(shown));
        Assert.Equal([known[3], late], (await PageAsync("limit=2")).Ids);
    }

    [Fact]
    public async Task waits_for_no_transaction_elsewhere()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(hub.OwnerConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await using var elsewhere = await source.OpenConnectionAsync(Requests.Ct);
        await using var open = await elsewhere.BeginTransactionAsync(Requests.Ct);
        await ExecuteAsync(elsewhere, "select pg_current_xact_id()");

        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Insert(0, (await hub.As("se-noa").SubmittedAsync(Bodies.Term("meanwhile", "country:FR"))).Id);
        }

        var (shown, next) = await PageAsync("limit=2");
        Assert.Equal(ids.Take(2), shown);
        await OkAsync(hub.As("se-noa").SendAsync(HttpMethod.Patch, $"/v1/indicators/{ids[4]}", """{"evaluation":{"source":"A","information":1}}""", ("If-Match", "*")));
        var added = (await hub.As("se-noa").SubmittedAsync(Bodies.Term("after the first page", "country:FR"))).Id;
        while (next is not null)
        {
            (var page, next) = await PageAsync($"limit=2&cursor={next}");
            shown.AddRange(page);
        }

        Assert.Equal([ids[0], ids[1], ids[2], ids[3], ids[5]], shown.Take(5));
        Assert.Equal([added, ids[4]], shown.TakeLast(2));
        Assert.Equal(shown.Count, shown.Distinct().Count());
    }

    [Fact]
    public async Task finds_what_facts_at_the_same_time_put_into_the_same_new_classes()
    {
        for (var round = 0; round < 5; round++)
        {
            // Nobody has excluded just these before, so every row needs a new class; each body names them in another order.
            var kept = Unaddressed.Take(round + 1).ToArray();
            var bodies = Enumerable.Range(0, 8).Select(i => Bodies.Term("together", [.. Audiences.Skip(i), .. Audiences.Take(i)])).ToList();
            bodies.ForEach(body => body["release"]!["excluded"] = new JsonArray([.. kept.Select(country => (JsonNode)country)]));
            var submitted = await Task.WhenAll(bodies.Select(body => hub.As("se-noa").SubmittedAsync(body)));

            var (shown, _) = await PageAsync("limit=8");
            Assert.Equal(submitted.Select(record => record.Id).Order(), shown.Order());
        }
    }

    private async Task<(List<string> Ids, string? Next)> PageAsync(string query)
    {
        using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators?kind=lexicon-entry&" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.JsonAsync();
        return ([.. page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())], page["next"]?.GetValue<string>());
    }

    private Task ReleaseAsync(string id, string release) =>
        OkAsync(hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", release, ("If-Match", "*")));

    private static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Requests.Ct);
    }
}
