using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

public sealed class Match_keys_of_an_older_folding(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task are_made_anew_and_searches_find_again()
    {
        var (term, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("oldfold", "country:FR"));
        var (handle, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("old.fold", "country:FR"));
        await AgeAsync(term);
        await AgeAsync(handle);
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "oldfold"));

        Assert.Equal(2, await RunAsync());

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "oldfold"));
        Assert.Equal("full", await OutcomeAsync("old.fold"));
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task do_not_come_back_for_a_record_whose_key_is_gone()
    {
        var (handle, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("gone.away", "country:FR"));
        await AgeAsync(handle);
        await Sql.ExecuteAsync(hub.OwnerConnectionString, $"delete from intelshare.record_key where indicator = '{handle}'");

        await RunAsync();

        Assert.Equal(0, await Sql.ReadAsync<long>(hub.OwnerConnectionString, $"select count(*) from intelshare.match_key where indicator = '{handle}'"));
        Assert.Equal("none", await OutcomeAsync("gone.away"));
    }

    [Fact]
    public async Task are_left_alone_under_another_master_key()
    {
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => KeyProof.CheckAsync(source, new Vault(new byte[32]), Requests.Ct));
        Assert.Contains("not the one this database was written with", refusal.Message, StringComparison.Ordinal);
    }

    private Task AgeAsync(string record) => Sql.ExecuteAsync(hub.OwnerConnectionString,
        $"update intelshare.match_key set fold = 0, key = sha256(key) where indicator = '{record}'");

    private async Task<int> RunAsync()
    {
        await using var source = Database.Open(PostgresServer.AsApp(hub.OwnerConnectionString));
        return await new Rekey(source, new Vault(PostgresServer.MasterKey)).RunAsync(Requests.Ct);
    }

    private async Task<string> OutcomeAsync(string handle)
    {
        using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/searches",
            $$"""{"queries":[{"kind":"account-handle","value":"{{handle}}","platform":"tiktok"}]}""");
        return (await response.JsonAsync())["results"]![0]!["outcome"]!.GetValue<string>();
    }
}
