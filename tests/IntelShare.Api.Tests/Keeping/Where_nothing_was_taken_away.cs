using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Keeping;

public sealed class Where_nothing_was_taken_away(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task an_empty_list_stands_beside_the_mark_so_that_a_restored_hub_can_be_opened()
    {
        await hub.Services.GetRequiredService<NarrowingList>().GoAsync(Requests.Ct);
        var plan = await hub.Services.GetRequiredService<Reopening>().PlanAsync([hub.Services.GetRequiredService<Settings>().NarrowingsPath()], Requests.Ct);
        Assert.Empty(plan.OfRegistry);
        Assert.Empty(plan.OfRecords);
    }
}
