using IntelShare.Access;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;

namespace IntelShare.Api.Exchange;

/// <summary>One record as a feed tells it to one reader: its view, or its departure.</summary>
internal sealed record Followed(Guid Id, ChangeRow Row, object? View, Told? Told, Departure? Departure);

/// <summary>Items in order, the place behind them, and the last transaction that was looked at.</summary>
internal sealed record FollowedPage(IReadOnlyList<Followed> Items, Forward Place, ulong Seen);

/// <summary>The one way along a feed: rows in order, and of each the law's word on the record as it stands.</summary>
internal sealed class Follow(Changes changes, Sight sight, Tide tide, TimeProvider clock)
{
    /// <summary>The next items for a reader from a place on: each record once, at the row that told this reader last.</summary>
    public async Task<FollowedPage> PageAsync(Visit visit, Narrowing narrowing, string? kind, Forward after, int most, CancellationToken ct)
    {
        var reader = visit.Reader(clock.GetUtcNow());
        var (items, place, seen) = (new List<Followed>(most), after, tide.Reached);
        while (items.Count < most)
        {
            var asked = most - items.Count;
            var rows = await changes.FollowAsync(narrowing, kind, place, asked, ct);
            var departures = await changes.DeparturesAsync(rows.Where(row => row.Gone).Select(row => row.Stored.Record.Id), ct);
            items.AddRange(rows.Select(row => Item(row, departures)).OfType<Followed>());
            place = rows.Count > 0 ? rows[^1].Place : place;
            if (rows.Count < asked)
            {
                break;
            }
        }

        return new(items, place, seen);

        Followed? Item(ChangeRow row, ILookup<Guid, Departure> departures)
        {
            var record = row.Stored.Record;
            return row.Gone
                ? Departure.ToldTo(reader, record, departures[record.Id], visit.Reader) is { } departure && departure.Version == row.Version ? new(record.Id, row, View: null, Told: null, departure) : null
                : AccessPolicy.ToldAt(reader, record) == row.Version && sight.Full(reader, row.Stored) is var (view, told) ? new(record.Id, row, view, told, Departure: null) : null;
        }
    }
}
