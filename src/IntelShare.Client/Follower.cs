using System.Runtime.CompilerServices;

namespace IntelShare.Client;

/// <summary>Walks the change feed without end, and keeps its place.</summary>
internal static class Follower
{
    /// <summary>Seconds for which the hub holds a request to which there is nothing to answer yet; its most.</summary>
    private const int Wait = 20;

    /// <summary>What is told, in order, from the place that is kept.</summary>
    /// <param name="read">Reads the page behind a cursor, waiting so many seconds for it to have something.</param>
    /// <param name="pageSize">Items of a full page: one that has fewer is the last.</param>
    /// <param name="store">Where the place is kept.</param>
    /// <param name="ct">Ends the walk.</param>
    public static async IAsyncEnumerable<Change> WalkAsync(Func<string?, int, CancellationToken, Task<PageOf<ChangeView>>> read, int pageSize, ICursorStore store, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var place = await store.LoadAsync(ct) ?? FeedPlace.Beginning; ;)
        {
            // Whoever asks for the next change has taken the one before: what follows a yield is said of what was taken.
            if (await PageAsync(place) is not { } page)
            {
                place = new(place.Walk + 1, Cursor: null, HasCaughtUp: false);
                yield return new Restarted(place.Walk);
                await store.SaveAsync(place, ct);
                continue;
            }

            foreach (var change in page.Items)
            {
                if (change is { Change: ChangeKind.Told, Indicator: { } told })
                {
                    yield return new Told(place.Walk, change.Id, told);
                }
                else if (change.Change == ChangeKind.Removed)
                {
                    yield return new Removed(place.Walk, change.Id, change.Reason ?? RemovalReason.Unlisted, change.Stix ?? [], change.Misp ?? []);
                }

                // What only a newer hub has to tell is neither.
            }

            place = place with { Cursor = page.Next };
            if (page.Items.Count > 0)
            {
                await store.SaveAsync(place, ct);
            }

            if (page.Items.Count < pageSize && !place.HasCaughtUp)
            {
                yield return new CaughtUp(place.Walk);
                place = place with { HasCaughtUp = true };
                await store.SaveAsync(place, ct);
            }
        }

        async Task<PageOf<ChangeView>?> PageAsync(FeedPlace place)
        {
            try
            {
                return await read(place.Cursor, place.HasCaughtUp ? Wait : 0, ct);
            }
            catch (ProblemException refused) when (refused.Code == "cursor-restart" && place.Cursor is not null)
            {
                return null;
            }
        }
    }
}
