using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Sweden recalls what Denmark read; France, to which the record was never released, observes the same as without it.</summary>
public sealed class What_others_recall(PostgresServer server)
{
    private static readonly Guid Unknown = Guid.Parse("11111111-1111-4111-8111-111111111111");

    [Fact]
    public async Task leaves_no_trace_in_anything_a_third_agency_observes()
    {
        await using var first = await BeginAsync();
        await using var second = await BeginAsync();
        var recall = await RecallAsync(second, second.Records[1]);
        Guid[] ids = [.. first.Records, recall, Unknown];

        var (without, with) = (await Curious.ObserveAsync(first, "fr-ofast", ids), await Curious.ObserveAsync(second, "fr-ofast", ids));
        var difference = Comparison.Difference(without, with, seed: 0);
        Assert.True(difference is null, difference);
        Assert.Contains(with, exchange => exchange.Path == $"/v1/recalls/{recall}" && exchange.Status == 404);
    }

    [Fact]
    public async Task would_be_noticed_by_whoever_had_the_record()
    {
        await using var first = await BeginAsync();
        await using var second = await BeginAsync();
        var recall = await RecallAsync(second, second.Records[0]);
        Guid[] ids = [.. first.Records, recall, Unknown];
        Assert.NotNull(Comparison.Difference(await Curious.ObserveAsync(first, "fr-ofast", ids), await Curious.ObserveAsync(second, "fr-ofast", ids), seed: 0));
    }

    /// <summary>A record that France and Denmark read, and one that Denmark alone does.</summary>
    private async Task<World> BeginAsync()
    {
        var world = await World.BeginAsync(server);
        await world.DoAsync(Deed.Submit("se-noa", Bodies.Term("torped", "country:FR", "country:DK"), "both"));
        await world.DoAsync(Deed.Submit("se-noa", Bodies.Term("torped", "country:DK"), "hidden"));
        foreach (var (reader, record) in new[] { ("fr-ofast", 0), ("dk-nsk", 0), ("dk-nsk", 1) })
        {
            Assert.Equal(200, (await world.DoAsync(Deed.Read(reader, of => of.Records[record]))).Status);
        }

        await world.MatchAsync();
        return world;
    }

    private static async Task<Guid> RecallAsync(World world, Guid record)
    {
        var done = await world.DoAsync(new Deed("se-noa", _ => record, id => new Request(HttpMethod.Post, "/v1/recalls", $$"""{"indicators":["{{id}}"],"reason":"wrong-recipient"}""").With("Idempotency-Key", "recall")), aside: true);
        var recall = JsonNode.Parse(done.Body)!["id"]!.GetValue<Guid>();
        Assert.Equal(200, (await world.DoAsync(new Deed("dk-nsk", _ => recall, id => new Request(HttpMethod.Post, $"/v1/recalls/{id}/answer", """{"answer":"deleted"}""")), aside: true)).Status);
        await world.MatchAsync();
        return recall;
    }
}
