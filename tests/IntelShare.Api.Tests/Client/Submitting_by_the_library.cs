using IntelShare.Api.Tests.Cast;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

public sealed class Submitting_by_the_library(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task shares_a_record_that_the_other_reads()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        var submitted = await sweden.SubmitAsync(Drafts.Term("shared by the library", "country:FR"), cancellationToken: Requests.Ct);
        var read = await france.GetAsync(submitted.Value.Id, Drafts.Why, cancellationToken: Requests.Ct);
        var view = Assert.IsType<FullView>(read.Value);
        Assert.Equal(("se-noa", "shared by the library", new Evaluation(SourceCode.B, 2)), (view.Owner, Assert.IsType<LexiconEntry>(view.Content).Term, view.Evaluation));
        Assert.NotNull(submitted.ETag);
        Assert.NotNull(read.AuditEntry);
    }
}
