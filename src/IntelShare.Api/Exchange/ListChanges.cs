using System.Globalization;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Misp;
using IntelShare.Stix;

namespace IntelShare.Api.Exchange;

/// <summary>What happened to a record for a reader.</summary>
internal enum Change
{
    /// <summary>It became readable, or something in it changed: its view stands beside.</summary>
    Told,

    /// <summary>It is the reader's no more, and what was made from it is to be deleted.</summary>
    Removed,
}

/// <summary>One change of one record, for one reader.</summary>
internal sealed record ChangeView(Guid Id, Change Change, [property: Holds(typeof(IndicatorView))] object? Indicator, RemovalReason? Reason, IReadOnlyList<string>? Stix, IReadOnlyList<Guid>? Misp);

/// <summary>
/// All that became, changed or ceased to be readable, oldest first. Whoever applies one page after the other has what it may read, each
/// record at its latest: a record that changes is told again, at its new place, and what was not yet told of it there only.
/// </summary>
internal static class ListChangesEndpoint
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Published(Problems = ["cursor-restart"])]
    public static async Task<Answer> Get(string? cursor, string? limit, string? kind, string? wait, Visit visit, Follow follow, Sight sight, Line line, Tide tide, Vault vault, TimeProvider clock, CancellationToken ct)
    {
        if (!PageLimit.TryRead(limit, out var most, longest: 1000) || (kind is not null && !Kind.All.ContainsKey(kind)) || !TryReadWait(wait, out var patience))
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 1000; kind: one of the kinds; wait: 0 to 20 seconds.");
        }

        if (visit.Case is null && (kind is null || Kind.All[kind].Personal))
        {
            return Problems.Of("case-missing");
        }

        var narrowing = Narrowing.Of(visit.Reader(), mine: false);
        var cursors = new Cursors(vault, $"changes\n{visit.Member.Id}\n{kind}", narrowing.Fingerprint(visit.Registry.Incarnation), multiple: 256);
        var from = Forward.From(tide.Reached);
        if (cursors.Open(cursor, "cursor: as answered in next, with the same kind.", ref from) is { } unread)
        {
            return unread;
        }

        // Decided again each time: what a grant or a task force opened may have ended while it waited.
        var page = await PageAsync(from);
        for (var until = visit.Began + patience; page.Items.Count == 0 && until - clock.GetUtcNow() is { Ticks: > 0 } left; page = await PageAsync(page.Place))
        {
            await line.CloseAsync();
            if (!await tide.WaitAsync(page.Seen, left, ct))
            {
                break;
            }
        }

        return Answer.Json(StatusCodes.Status200OK, new PageOf<ChangeView>([.. page.Items.Select(View)], cursors.Seal(page.Place)), [.. page.Items.Select(item => item.Told).OfType<Told>()]);

        Task<FollowedPage<object>> PageAsync(Forward after) => follow.PageAsync(visit.Reader, narrowing, kind, after, most, (reader, row) => sight.Full(reader, row.Stored), ct);
    }

    private static ChangeView View(Followed<object> item)
    {
        if (item.View is { } view)
        {
            return new(item.Id, Change.Told, view, Reason: null, Stix: null, Misp: null);
        }

        var origin = RecordOrigin.Of(item.Row.Stored.Record);
        return new(item.Id, Change.Removed, Indicator: null, item.Departure!.Reason, StixIds.All(origin), MispIds.All(origin));
    }

    private static bool TryReadWait(string? given, out TimeSpan wait)
    {
        var read = int.TryParse(given ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        wait = TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
        return read && seconds <= Longest.TotalSeconds;
    }
}
