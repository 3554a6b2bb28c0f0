using IntelShare.Access;
using IntelShare.Api.Host.Door;

namespace IntelShare.Api.Host.Store;

/// <summary>One record as a feed tells it to one reader: what it may read of it, or that it has it no more.</summary>
internal sealed record Followed<T>(ChangeRow Row, T? View, Told? Told, Departure? Departure)
{
    public Guid Id => Row.Stored.Record.Id;
}

/// <summary>Items in order, the place behind them, and the last transaction that was looked at.</summary>
internal sealed record FollowedPage<T>(IReadOnlyList<Followed<T>> Items, Forward Place, ulong Seen);

/// <summary>The one way along a feed: rows in order, and of each the law's word on the record as it stands.</summary>
internal sealed class Follow(Changes changes, Tide tide, TimeProvider clock)
{
    /// <summary>The next items for a reader from a place on: each record once, at the row that told this reader last.</summary>
    /// <param name="reader">Who asks, at a moment.</param>
    /// <param name="narrowing">Of the same.</param>
    /// <param name="kind">Records of this kind alone; null: all.</param>
    /// <param name="after">Where to go on.</param>
    /// <param name="most">Items at most.</param>
    /// <param name="see">What a reader may read of a row's record; null where nothing.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<FollowedPage<T>> PageAsync<T>(Func<DateTimeOffset, Reader> reader, Narrowing narrowing, string? kind, Forward after, int most, Func<Reader, ChangeRow, (T View, Told Told)?> see, CancellationToken ct) where T : class
    {
        var (items, place, seen) = (new List<Followed<T>>(most), after, tide.Reached);
        for (var ended = false; items.Count < most && !ended;)
        {
            // Some rows tell this reader nothing.
            var (rows, wanted) = (0, most - items.Count);
            var asked = wanted + (wanted / 32) + 1;
            var found = new Found<T>(reader, see, clock);
            await foreach (var row in changes.FollowAsync(narrowing, kind, place, asked, ct))
            {
                (rows, place) = (rows + 1, row.Place);
                found.Add(row);
                if (found.Count == wanted)
                {
                    break;
                }
            }

            items.AddRange(await ToldAsync(found, ct));
            ended = rows < asked && found.Count < wanted;
        }

        return new(items, place, seen);
    }

    /// <summary>All that is told of some records, in order.</summary>
    public async Task<IEnumerable<Followed<T>>> OfAsync<T>(Func<DateTimeOffset, Reader> reader, Narrowing narrowing, IReadOnlyCollection<Guid> records, Func<Reader, ChangeRow, (T View, Told Told)?> see, CancellationToken ct) where T : class
    {
        var found = new Found<T>(reader, see, clock);
        await foreach (var row in changes.OfAsync(narrowing, records, ct))
        {
            found.Add(row);
        }

        return await ToldAsync(found, ct);
    }

    private async Task<IEnumerable<Followed<T>>> ToldAsync<T>(Found<T> found, CancellationToken ct) where T : class =>
        found.Told(await changes.DeparturesAsync(found.Gone, ct));

    /// <summary>What the law says of rows as they come: views at once, since the store works on meanwhile; of what was taken away once all were read.</summary>
    private sealed class Found<T>(Func<DateTimeOffset, Reader> reader, Func<Reader, ChangeRow, (T View, Told Told)?> see, TimeProvider clock) where T : class
    {
        private readonly List<Followed<T>> items = [];

        // Not before the rows are there: the law would not yet know of what became true since.
        private Reader? now;

        public int Count => items.Count;

        public IEnumerable<Guid> Gone => items.Where(item => item.Row.Gone).Select(item => item.Id);

        public void Add(ChangeRow row)
        {
            now ??= reader(clock.GetUtcNow());
            if (row.Gone)
            {
                items.Add(new(row, View: null, Told: null, Departure: null));
            }
            else if (!row.Later && AccessPolicy.ToldAt(now, row.Stored.Record) == row.Version && see(now, row) is var (view, told))
            {
                items.Add(new(row, view, told, Departure: null));
            }
        }

        public IEnumerable<Followed<T>> Told(ILookup<Guid, Departure> departures) => items.Select(item => item.Row.Gone ? Taken(item, departures[item.Id]) : item).OfType<Followed<T>>();

        private Followed<T>? Taken(Followed<T> item, IEnumerable<Departure> departures) =>
            Departure.ToldTo(now!, item.Row.Stored.Record, departures, reader) is { } departure && departure.Version == item.Row.Version ? item with { Departure = departure } : null;
    }
}
