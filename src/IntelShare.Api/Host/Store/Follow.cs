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
        while (items.Count < most)
        {
            var asked = most - items.Count;
            var rows = await changes.FollowAsync(narrowing, kind, place, asked, ct);
            items.AddRange(await ToldAsync(reader, rows, see, ct));
            place = rows.Count > 0 ? rows[^1].Place : place;
            if (rows.Count < asked)
            {
                break;
            }
        }

        return new(items, place, seen);
    }

    /// <summary>All that is told of some records, in order.</summary>
    public async Task<IReadOnlyList<Followed<T>>> OfAsync<T>(Func<DateTimeOffset, Reader> reader, Narrowing narrowing, IReadOnlyCollection<Guid> records, Func<Reader, ChangeRow, (T View, Told Told)?> see, CancellationToken ct) where T : class =>
        await ToldAsync(reader, await changes.OfAsync(narrowing, records, ct), see, ct);

    private async Task<List<Followed<T>>> ToldAsync<T>(Func<DateTimeOffset, Reader> reader, List<ChangeRow> rows, Func<Reader, ChangeRow, (T View, Told Told)?> see, CancellationToken ct) where T : class
    {
        var now = reader(clock.GetUtcNow());
        var departures = await changes.DeparturesAsync(rows.Where(row => row.Gone).Select(row => row.Stored.Record.Id), ct);
        return [.. rows.Select(Item).OfType<Followed<T>>()];

        Followed<T>? Item(ChangeRow row)
        {
            var record = row.Stored.Record;
            return row.Gone
                ? Departure.ToldTo(now, record, departures[record.Id], reader) is { } departure && departure.Version == row.Version ? new(row, View: null, Told: null, departure) : null
                : !row.Later && AccessPolicy.ToldAt(now, record) == row.Version && see(now, row) is var (view, told) ? new(row, view, told, Departure: null) : null;
        }
    }
}
