using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>
/// Positive controls of the two worlds: with each known channel put back by the test, both worlds run the same leaking hub and differ only
/// in what France may not see, and the comparison finds it. Without one it finds nothing. Timing is measured in the bench, not here.
/// </summary>
public sealed class A_known_leak(PostgresServer server)
{
    private const string Reader = "fr-ofast";
    private static readonly Guid Unknown = Guid.Parse("11111111-1111-4111-8111-111111111111");

    public static TheoryData<string> Channels => [.. Leaks.All.Keys];

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task is_caught(string channel) => Assert.NotNull(await DifferenceAsync(Leaks.All[channel]));

    [Fact]
    public async Task is_not_imagined()
    {
        var difference = await DifferenceAsync(leak: null);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void has_at_least_ten_forms() => Assert.InRange(Leaks.All.Count, 10, int.MaxValue);

    private async Task<string?> DifferenceAsync(Action<IServiceCollection>? leak)
    {
        await using var first = await World.BeginAsync(server, leak);
        await using var second = await World.BeginAsync(server, leak);
        foreach (var world in new[] { first, second })
        {
            await SubmitAsync(world, "se-noa", "torped", "country:FR");
            await SubmitAsync(world, "de-bka", "kurir", "country:FR");
            await SubmitAsync(world, "se-noa", "❄️🎿", "country:FR");
            await SubmitAsync(world, "be-fgp", "lax", "member-states");
        }

        // What is hidden stands between what is seen, and pages of three end behind it.
        await OkAsync(second.DoAsync(Deed.Submit("se-noa", Bodies.Handle("snow.king", "country:DK"), "hidden"), aside: true), 201);
        foreach (var world in new[] { first, second })
        {
            for (var i = 0; i < 4; i++)
            {
                await OkAsync(world.DoAsync(Deed.Submit("de-bka", Bodies.Handle("runner." + i, "country:FR"), "runner-" + i)), 201);
            }
        }

        await AsideAsync(second);
        Guid[] ids = [.. first.Records, .. second.Asides, Unknown];
        return Comparison.Difference(await Curious.ObserveAsync(first, Reader, ids), await Curious.ObserveAsync(second, Reader, ids), seed: 0);
    }

    /// <summary>A second audience, a private reference, a reading, a newcomer: nothing that France may see.</summary>
    private static async Task AsideAsync(World world)
    {
        await OkAsync(world.DoAsync(Deed.Release("se-noa", _ => world.Records[0], new JsonObject { ["full"] = new JsonArray("country:FR", "member-states") }), aside: true));
        await OkAsync(world.DoAsync(Deed.Amend("se-noa", _ => world.Records[2], new JsonObject { ["reference"] = "K-77" }), aside: true));
        await OkAsync(world.DoAsync(Deed.Read("no-kripos", _ => world.Records[3]), aside: true), 404, 403);
        await world.Hub.RegisterAsync("task-force/grimm", new TaskForceJoined("member:be-fgp", world.Hub.Clock.GetUtcNow()));
        await world.Hub.LearnAsync();
    }

    /// <summary>The demonstration's lexicon holds some of these: where values are unique, that is the same in both worlds.</summary>
    private static Task SubmitAsync(World world, string owner, string term, string full) =>
        OkAsync(world.DoAsync(Deed.Submit(owner, Bodies.Term(term, full), $"{owner}-{term.Length}")), 201, 409);

    private static async Task OkAsync(Task<Answered> done, params int[] statuses)
    {
        var answered = await done;
        Assert.True((statuses is [] ? [200] : statuses).Contains(answered.Status), $"{answered.Asked} answered {answered.Status} {answered.Body}");
    }
}
