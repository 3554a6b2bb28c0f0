using System.Net;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Two French agencies read the same Swedish record; the log, the trail and all else that one observes is the same whatever the other does.</summary>
public sealed class What_an_agency_of_the_same_country_does(PostgresServer server)
{
    private static readonly string[] Contributor = ["contributor"];

    [Fact]
    public async Task leaves_no_byte_in_what_its_neighbour_observes()
    {
        await using var first = await World.BeginAsync(server);
        await using var second = await World.BeginAsync(server);
        var neighbours = (await BeginAsync(first), await BeginAsync(second));
        await ActAsync(second, neighbours.Item2, first.Records[0]);

        Guid[] ids = [.. first.Records];
        var (without, with) = (await Curious.ObserveAsync(first, "fr-ofast", ids), await Curious.ObserveAsync(second, "fr-ofast", ids));
        var difference = Comparison.Difference(without, with, seed: 0);
        Assert.True(difference is null, difference);
        Assert.Contains(with, exchange => exchange.Path.StartsWith("/v1/audit/logs/fr-ofast/leaves", StringComparison.Ordinal) && exchange.Body.Contains("indicator-read", StringComparison.Ordinal));

        // The owner is told, of course.
        var readings = await Task.WhenAll(new[] { first, second }.Select(async world => (await world.Hub.LeavesAsync("se-noa"))["leaves"]!.AsArray().Count(leaf => leaf!.GetValue<string>().Contains("fr-pj", StringComparison.Ordinal))));
        Assert.Equal([0, 10], readings);
    }

    private static async Task<ClientKey> BeginAsync(World world)
    {
        Role[] roles = [Role.Contributor, Role.Analyst];
        var key = ClientKey.Create("fr-pj", "fr-pj", "urn:intelshare:hub:local", "guest-");
        await world.Hub.RegisterAsync("member/fr-pj", new MemberEnrolled("fr-pj", "FR", "Police judiciaire", new("desk", "urgent"), roles), new ClientAdded("fr-pj", roles, Enum.GetValues<Purpose>()), new KeyAdded("fr-pj", key.Kid, key.PublicJwk()));
        await world.Hub.LearnAsync();
        await world.DoAsync(Deed.Submit("se-noa", Bodies.Term("torped", "country:FR"), "both"));
        Assert.Equal(200, (await world.DoAsync(Deed.Read("fr-ofast", of => of.Records[0]))).Status);
        return key;
    }

    private static async Task ActAsync(World world, ClientKey key, Guid record)
    {
        world.Ids.Aside = true;
        using var analyst = world.Hub.As(key);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await analyst.StatusAsync($"/v1/indicators/{record}"));
            Assert.Equal("full", await analyst.OutcomeAsync("lexicon-entry", "torped"));
        }

        await world.Hub.As(key, "cross-checking", Contributor).SubmittedAsync(Bodies.Term("seen by nobody else"));
        await world.MatchAsync();
        world.Ids.Aside = false;
    }
}
