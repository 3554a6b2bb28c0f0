using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Denmark leaves and the Netherlands own its records, or nobody does; France observes the same whether or not there was one that it never read.</summary>
public sealed class What_others_hand_over(PostgresServer server)
{
    private static readonly Guid Unknown = Guid.Parse("11111111-1111-4111-8111-111111111111");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task leaves_no_trace_of_what_a_third_agency_may_not_know(bool succeeded)
    {
        var difference = await DifferenceAsync("country:DE", succeeded);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public async Task would_be_noticed_by_whoever_reads_the_record() => Assert.NotNull(await DifferenceAsync("country:FR", succeeded: true));

    private async Task<string?> DifferenceAsync(string audience, bool succeeded)
    {
        await using var first = await World.BeginAsync(server);
        await using var second = await World.BeginAsync(server);
        foreach (var world in new[] { first, second })
        {
            await world.DoAsync(Deed.Submit("dk-nsk", Bodies.Term("torped", "country:FR"), "both"));
            await world.DoAsync(Deed.Submit("nl-dlio", Bodies.Term("jappning", "country:FR"), "successor"));
        }

        await second.DoAsync(Deed.Submit("dk-nsk", Bodies.Term("jappning", audience), "hidden"), aside: true);
        foreach (var world in new[] { first, second })
        {
            await LeaveAsync(world, succeeded);
        }

        Guid[] ids = [.. first.Records.Union(second.Records), .. second.Asides, Unknown];
        return Comparison.Difference(await Curious.ObserveAsync(first, "fr-ofast", ids), await Curious.ObserveAsync(second, "fr-ofast", ids), seed: 0);
    }

    private static async Task LeaveAsync(World world, bool succeeded)
    {
        var (hub, now) = (world.Hub, world.Hub.Clock.GetUtcNow());
        await hub.RegisterAsync("member/dk-nsk",
        [
            new MemberWithdrawn("The unit was merged.", DateOnly.FromDateTime(now.UtcDateTime).AddDays(1)),
            .. succeeded ? [new SuccessorNamed("nl-dlio", "Takes over the unit.", now), new SuccessionAccepted("nl-dlio", now)] : Array.Empty<object>(),
        ]);
        await hub.LearnAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.Services.GetRequiredService<HandingOver>().GoAsync(Requests.Ct);
        await world.MatchAsync();
    }
}
