using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Keeping;

public sealed class A_list_that_was_lost(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task is_written_again_whole()
    {
        using var sweden = hub.As("se-noa");
        var (id, etag) = await sweden.SubmittedAsync(Bodies.Term("torped"));
        using var withdrawn = await sweden.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", etag));
        Assert.True(withdrawn.IsSuccessStatusCode, $"{withdrawn.StatusCode}");
        var (list, vault) = (hub.Services.GetRequiredService<NarrowingList>(), hub.Services.GetRequiredService<Vault>());
        await list.GoAsync(Requests.Ct);
        var listed = await NarrowingList.ReadAsync(list.File, vault, Requests.Ct);
        Assert.Contains(listed, fact => fact.Stream == Guid.Parse(id));

        File.Delete(list.File);
        await list.GoAsync(Requests.Ct);
        Assert.Equal(listed.Select(fact => fact.Id), (await NarrowingList.ReadAsync(list.File, vault, Requests.Ct)).Select(fact => fact.Id));
    }
}
