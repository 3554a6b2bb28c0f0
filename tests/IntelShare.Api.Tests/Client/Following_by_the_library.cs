using IntelShare.Api.Tests.Cast;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>A follower that is killed and started again has what it may read, and nothing that it may not.</summary>
public sealed class Following_by_the_library(TestHub hub) : IClassFixture<TestHub>, IDisposable
{
    private static int accounts;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-follow-");

    private string Kept => Path.Combine(folder.FullName, "place.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task misses_nothing_after_a_kill_and_hears_a_page_twice_at_most()
    {
        using var cutting = new Cutting(answers: 2);
        using var france = hub.Library("fr-ofast", cutting);
        await TakenAsync(france, until: change => change is CaughtUp);
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await SubmittedAsync());
        }

        await hub.TideAsync();
        var first = await TakenAsync(france, until: change => change is Told told && told.Id == ids[2]);
        Assert.Equal(ids[..3], first.OfType<Told>().Select(told => told.Id));
        var second = await TakenAsync(france, until: change => change is CaughtUp);
        Assert.Equal(ids[2..], second.OfType<Told>().Select(told => told.Id));
        Assert.Equal([], (await TakenAsync(france, until: change => change is CaughtUp)).OfType<Told>());
    }

    [Fact]
    public async Task is_told_what_to_delete_and_why()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        var made = await sweden.SubmitAsync(Drafts.Account($"library.{Interlocked.Increment(ref accounts)}", "country:FR"), cancellationToken: Requests.Ct);
        await hub.TideAsync();
        Assert.Contains(await TakenAsync(france, until: change => change is CaughtUp), change => change is Told { Indicator: FullView { Content: AccountHandle } } told && told.Id == made.Value.Id);
        var released = await sweden.ReleaseAsync(made.Value.Id, made.ETag!, new() { Full = ["country:DE"] }, Requests.Ct);
        await hub.TideAsync();
        var removed = Assert.IsType<Removed>((await TakenAsync(france, until: change => change is Removed))[^1]);
        Assert.Equal((made.Value.Id, RemovalReason.NoLongerReleased, 1), (removed.Id, removed.Reason, removed.Walk));
        Assert.Contains(removed.Stix, id => id.StartsWith("indicator--", StringComparison.Ordinal));
        Assert.Equal(["country:DE"], released.Value.Release.Full);
    }

    [Fact]
    public async Task begins_anew_where_its_authority_changed_and_keeps_only_what_is_told_again()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        var lost = await SubmittedAsync();
        var stays = (await sweden.SubmitAsync(Drafts.Account($"library.{Interlocked.Increment(ref accounts)}", "country:FR") with { Purposes = [Purpose.CrossChecking, Purpose.StrategicAnalysis] }, cancellationToken: Requests.Ct)).Value.Id;
        await hub.TideAsync();
        var held = new Dictionary<Guid, int>();
        Apply(held, await TakenAsync(france, until: change => change is CaughtUp));
        Assert.Contains(lost, held.Keys);

        // Killed in the middle of the new walk, it stays in it.
        var strategic = new Why(Purpose.StrategicAnalysis, "K-1");
        var begun = await TakenAsync(france, until: change => change is Told, strategic);
        Assert.Equal(new Restarted(2), begun[0]);
        Apply(held, begun);
        var rest = await TakenAsync(france, until: change => change is CaughtUp, strategic);
        Assert.All(rest, change => Assert.Equal(2, change.Walk));
        Assert.DoesNotContain(rest, change => change is Restarted);
        Apply(held, rest);
        Assert.Contains(stays, held.Keys);
        Assert.DoesNotContain(lost, held.Keys);
    }

    [Fact]
    public async Task has_caught_up_though_others_never_stop_writing()
    {
        using var busy = new Busy(async () =>
        {
            await SubmittedAsync();
            await hub.TideAsync();
        });
        using var france = hub.Library("fr-ofast", busy);
        var taken = new List<Change>();
        await foreach (var change in france.ChangesAsync(new FileCursorStore(Kept), Drafts.Why, IndicatorKind.AccountHandle, cancellationToken: Requests.Ct))
        {
            taken.Add(change);
            if (change is CaughtUp || busy.Pages > 3)
            {
                break;
            }
        }

        Assert.IsType<CaughtUp>(taken[^1]);
    }

    [Fact]
    public async Task waits_for_what_comes()
    {
        using var france = hub.Library("fr-ofast");
        await using var walk = france.ChangesAsync(new FileCursorStore(Kept), Drafts.Why, IndicatorKind.AccountHandle, cancellationToken: Requests.Ct).GetAsyncEnumerator(Requests.Ct);
        do
        {
            Assert.True(await walk.MoveNextAsync());
        }
        while (walk.Current is not CaughtUp);

        var next = walk.MoveNextAsync();
        var id = await SubmittedAsync();
        await hub.TideAsync();
        Assert.True(await next);
        Assert.Equal(id, Assert.IsType<Told>(walk.Current).Id);
    }

    [Fact]
    public async Task keeps_its_place_in_a_file_that_is_its_own_and_takes_no_other_for_one()
    {
        var store = new FileCursorStore(Kept);
        Assert.Null(await store.LoadAsync(Requests.Ct));
        foreach (var place in new[] { FeedPlace.Beginning, new FeedPlace(2, "sealed", HasCaughtUp: true) })
        {
            await store.SaveAsync(place, Requests.Ct);
            Assert.Equal(place, await new FileCursorStore(Kept).LoadAsync(Requests.Ct));
        }

        Assert.Equal(["place.json"], folder.GetFiles().Select(file => file.Name));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept));
        }

        await File.WriteAllTextAsync(Kept, "{\"walk\":", Requests.Ct);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.LoadAsync(Requests.Ct).AsTask());
    }

    /// <summary>As the README says that a partner does.</summary>
    private static void Apply(Dictionary<Guid, int> held, IEnumerable<Change> changes)
    {
        foreach (var change in changes)
        {
            switch (change)
            {
                case Told told:
                    held[told.Id] = told.Walk;
                    break;
                case Removed removed:
                    held.Remove(removed.Id);
                    break;
                case CaughtUp caught:
                    foreach (var (id, _) in held.Where(one => one.Value < caught.Walk).ToArray())
                    {
                        held.Remove(id);
                    }

                    break;
            }
        }
    }

    /// <summary>A follower of its own, killed at a change.</summary>
    private async Task<List<Change>> TakenAsync(IntelShareClient client, Func<Change, bool> until, Why? why = null)
    {
        var taken = new List<Change>();
        await foreach (var change in client.ChangesAsync(new FileCursorStore(Kept), why ?? Drafts.Why, IndicatorKind.AccountHandle, pageSize: 2, Requests.Ct))
        {
            taken.Add(change);
            if (until(change))
            {
                break;
            }
        }

        return taken;
    }

    private async Task<Guid> SubmittedAsync()
    {
        using var sweden = hub.Library("se-noa");
        return (await sweden.SubmitAsync(Drafts.Account($"library.{Interlocked.Increment(ref accounts)}", "country:FR"), cancellationToken: Requests.Ct)).Value.Id;
    }

    /// <summary>A way to the hub on which something is written before every page.</summary>
    private sealed class Busy(Func<Task> write) : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Pages { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Pages++;
            await write();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
