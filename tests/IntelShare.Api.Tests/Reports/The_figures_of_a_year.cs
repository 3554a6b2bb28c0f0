using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Reports;

public sealed class The_figures_of_a_year(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task are_an_agencys_own_and_to_a_supervisor_the_totals()
    {
        var (sweden, france) = (hub.As("se-noa"), hub.As("fr-ofast"));
        var seeded = Number(await YearAsync(hub.As("se-noa", null, null, "auditor")), "submissions");
        var record = (await sweden.SubmittedAsync(Bodies.Term("counted", "country:FR"))).Id;
        await sweden.SubmittedAsync(Bodies.Term("counted too"));
        await hub.As("de-bka").SubmittedAsync(Bodies.Term("elsewhere"));
        using (await france.SearchAsync("lexicon-entry", "counted", "nobody has it"))
        {
        }

        await sweden.SubmittedAsync(Bodies.HitOnly("asked.for", "country:FR"));
        await france.AskedAsync(Disclosing.ForHit(await france.HitAsync("account-handle", "asked.for")));
        await sweden.RecalledAsync(record);
        await sweden.EraseAsync((await sweden.SubmittedAsync(Bodies.Term("gone"))).Id).DoneAsync();

        var (own, theirs) = (await YearAsync(hub.As("se-noa", null, null, "auditor")), await YearAsync(hub.As("fr-ofast", null, null, "agency-admin")));
        Assert.Equal(("se-noa", 4, 0, 1, 1, 1), (own["member"]!.GetValue<string>(), Number(own, "submissions") - seeded, Number(own, "asked", "requests"), Number(own, "received", "unanswered"), Number(own, "recalls", "issued"), Number(own, "erasures", "byOwner")));
        Assert.Equal((0, 2, 3, 2, 1, 0, 1), (Number(theirs, "submissions"), Number(theirs, "searches", "searches"), Number(theirs, "searches", "values"), Number(theirs, "searches", "withOutcome"), Number(theirs, "asked", "requests"), Number(theirs, "received", "requests"), Number(theirs, "recalls", "received")));

        var edps = await hub.EnrolAsync("org:edps", PartyKind.Supervisor, "edps");
        var totals = await YearAsync(hub.As(edps, "cross-checking", "auditor"));
        Assert.Equal((null, null, 5, 2, 1), (totals["member"], totals["asked"], Number(totals, "submissions") - seeded, Number(totals, "searches", "searches"), Number(totals, "received", "requests")));
        Assert.Equal(0, Number(await YearAsync(hub.As("se-noa", null, null, "auditor"), "?year=2025"), "submissions"));
    }

    [Fact]
    public async Task count_transfers_under_the_basis_then_in_force_for_their_owner()
    {
        var dea = await hub.EnrolAsync("US", PartyKind.ThirdCountry, "us-dea");
        await hub.RegisterAsync("party/US", new AgreementConcluded("Agreement of 2001", AgreementLevel.Full, hub.Clock.GetUtcNow().AddDays(-1), hub.Clock.GetUtcNow().AddDays(1)), new AgreementConcluded("Agreement of 2026", AgreementLevel.Full, hub.Clock.GetUtcNow().AddDays(1), null));
        await hub.LearnAsync();
        var record = (await hub.As("se-noa").SubmittedAsync(Bodies.Term("transferred", "country:US", "country:FR"))).Id;
        await hub.As(dea).ReadAsync("/v1/indicators/" + record);
        await hub.As("fr-ofast").ReadAsync("/v1/indicators/" + record);
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await hub.As(dea).ReadAsync("/v1/indicators/" + record);

        Assert.Equal("""[{"party":"US","legalBasis":"Agreement of 2001","records":1},{"party":"US","legalBasis":"Agreement of 2026","records":1}]""", (await YearAsync(hub.As("se-noa", null, null, "auditor")))["transfers"]!.ToJsonString());
        Assert.Empty((await YearAsync(hub.As("de-bka", null, null, "auditor")))["transfers"]!.AsArray());
    }

    [Theory]
    [InlineData("2015")]
    [InlineData("2027")]
    [InlineData("-1")]
    [InlineData("this")]
    [InlineData("")]
    public async Task are_those_of_a_year_that_has_begun(string year) =>
        Assert.Equal("malformed-parameter", await hub.As("se-noa", null, null, "auditor").SendAsync(HttpMethod.Get, "/v1/reports/yearly?year=" + year).RefusedAsync());

    private static Task<JsonNode> YearAsync(HttpClient http, string query = "") => http.SendAsync(HttpMethod.Get, "/v1/reports/yearly" + query).DoneAsync();

    private static int Number(JsonNode report, params string[] path) => path.Aggregate(report, (node, name) => node[name]!).GetValue<int>();
}
