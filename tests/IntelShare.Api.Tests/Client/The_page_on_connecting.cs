using System.Runtime.CompilerServices;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Contract;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

public sealed class The_page_on_connecting(TestHub hub) : IClassFixture<TestHub>
{
    [Theory]
    [InlineData("work")]
    [InlineData("follow")]
    public void shows_the_code_that_runs_here(string mark)
    {
        var lines = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "Sample.cs")).Split('\n');
        var (from, to) = (Array.FindIndex(lines, line => line.Trim() == $"// <{mark}>"), Array.FindIndex(lines, line => line.Trim() == $"// </{mark}>"));
        var code = string.Join('\n', lines[(from + 1)..to].Select(line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains($"```csharp\n{code}\n```", File.ReadAllText(Path.Combine(ContractDocument.Folder, "connect.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task shares_a_record_and_leaves_nothing_behind_that_ceased()
    {
        var id = await Sample.WorkAsync(hub.Address, Path.Combine(hub.DataDirectory, "demo", "se-noa.jwk.json"), new() { Clock = hub.Clock });
        using var sweden = hub.Library("se-noa");
        var own = new OwnCopy();
        var place = new Shelf();
        await FollowAsync(place, Drafts.Why, own);
        Assert.Contains(id, own.Walks.Keys);

        var reference = (await sweden.SubmitAsync(Drafts.Account("recalled", "country:FR"), cancellationToken: Requests.Ct)).Value.Id;
        await FollowAsync(place, Drafts.Why, own);
        Assert.Contains(reference, own.Walks.Keys);
        await sweden.WithdrawAsync(reference, "*", "The source recanted.", Requests.Ct);
        await FollowAsync(place, Drafts.Why, own);
        Assert.DoesNotContain(reference, own.Walks.Keys);
        Assert.Contains(id, own.Walks.Keys);

        // Under another purpose it is another reader.
        await FollowAsync(place, new(Purpose.StrategicAnalysis, "K-1"), own);
        Assert.DoesNotContain(id, own.Walks.Keys);
    }

    /// <summary>Follows until nothing more is told.</summary>
    private async Task FollowAsync(Shelf place, Why why, OwnCopy own)
    {
        await hub.TideAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        using var waiting = new Waiting(stop.CancelAsync);
        using var france = hub.Library("fr-ofast", waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sample.FollowAsync(france, place, why, own, stop.Token));
    }

    private static string Here([CallerFilePath] string path = "") => path;

    /// <summary>Stops a follower that has been told something and now asks the hub to hold its request.</summary>
    private sealed class Waiting(Func<Task> stop) : DelegatingHandler(new SocketsHttpHandler())
    {
        private bool hasAsked;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isPatient = request.RequestUri!.Query.Contains("wait=20", StringComparison.Ordinal);
            if (isPatient && hasAsked)
            {
                await stop();
            }

            hasAsked = true;
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A place in memory.</summary>
    private sealed class Shelf : ICursorStore
    {
        private FeedPlace? kept;

        public ValueTask<FeedPlace?> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(kept);

        public ValueTask SaveAsync(FeedPlace place, CancellationToken cancellationToken)
        {
            kept = place;
            return ValueTask.CompletedTask;
        }
    }
}
