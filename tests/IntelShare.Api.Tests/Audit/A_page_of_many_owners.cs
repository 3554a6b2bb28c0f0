using System.Collections.Concurrent;
using System.Diagnostics;
using IntelShare.Api.Tests.Cast;
using Npgsql;

namespace IntelShare.Api.Tests.Audit;

public sealed class A_page_of_many_owners(TestHub hub) : IClassFixture<TestHub>
{
    private const string Listed = "from intelshare.audit_entry where act = 'indicators-listed'";
    private static readonly string[] Owners = ["se-noa", "be-fgp", "dk-nsk", "fi-krp", "fr-ofast", "de-bka", "nl-dlio", "no-kripos"];

    [Fact]
    public async Task is_one_row_in_one_round_trip()
    {
        for (var i = 0; i < 50; i++)
        {
            await hub.As(Owners[i % Owners.Length]).SubmittedAsync(Bodies.Term($"one of fifty {i}", "country:FR"));
        }

        var before = await hub.EntriesAsync();
        using var trips = new RoundTrips(new NpgsqlConnectionStringBuilder(hub.OwnerConnectionString).Database!);
        using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators?limit=50");
        Assert.Equal(50, (await response.JsonAsync())["items"]!.AsArray().Count);

        // The case that was stated goes with it.
        Assert.Contains("insert into intelshare.audit_detail", Assert.Single(trips.Statements, sql => sql.Contains("intelshare.audit_", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(before + 1, await hub.EntriesAsync());
        Assert.Equal(50, await hub.ScalarAsync<int>("select cardinality(records) " + Listed));
        Assert.Equal(Owners.Length, await hub.ScalarAsync<long>($"select count(distinct owner) from (select unnest(owners) as owner {Listed}) told"));
    }

    /// <summary>What is sent to one database: a batch is one.</summary>
    private sealed class RoundTrips : IDisposable
    {
        private readonly ConcurrentQueue<string> statements = [];
        private readonly ActivityListener listener;

        public RoundTrips(string database)
        {
            listener = new()
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = trip =>
                {
                    if (trip.GetTagItem("db.name") is string name && name == database && trip.GetTagItem("db.statement") is string sql)
                    {
                        statements.Enqueue(sql);
                    }
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IReadOnlyCollection<string> Statements => statements;

        public void Dispose() => listener.Dispose();
    }
}
