using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Stix;

namespace IntelShare.Api.Taxii;

/// <summary>An object of a collection, its moment there, and the record told by it.</summary>
internal readonly record struct Shelved(StixObject Object, DateTimeOffset Added, Told? Told);

/// <summary>Objects in the order of their moments, and the cursor of those that follow; null where there are none.</summary>
internal sealed record ShelvedPage(IReadOnlyList<Shelved> Objects, string? Next);

/// <summary>
/// A collection as its caller finds it: first what all records refer to, then each agency at the moment of its enrolment and each record's objects at the
/// moment when this reader was last told of it. No two have the same moment, so that a page may end anywhere and "added after" goes on exactly there.
/// </summary>
internal sealed class Shelf(Follow follow, Changes changes, Records records, Sight sight, Vault vault, Tide tide, Visit visit)
{
    /// <summary>Records of which one request makes objects that nobody wants.</summary>
    private const int MostLookedAt = 2_000;

    private const int FewestLookedAt = 250;

    // Agencies that were there before enrolments had moments; room for what all records refer to.
    private static readonly DateTimeOffset Former = StixTime.Created.AddMilliseconds(1);

    // The walk ends where one of the task forces beside it does; a cursor of an earlier version names none.
    private sealed record Stand(DateTimeOffset After, ulong Began, Asked Asked, string[]? Beside);

    /// <summary>A page; an answer instead where there is none to give.</summary>
    public async Task<(ShelvedPage? Page, Answer? Refusal)> PageAsync(Collection collection, Asked asked, string? next, int most, CancellationToken ct)
    {
        Reader Reader(DateTimeOffset at) => collection.Through(visit.Reader(at));
        var narrowing = Narrowing.Of(Reader(visit.Now), mine: false);
        var cursors = new Cursors(vault, $"taxii\n{visit.Member.Id}\n{collection.Alias}", narrowing.Fingerprint(visit.Registry.Incarnation), multiple: 512);
        // Agencies and records up to the same transaction: what comes meanwhile is told by the next request.
        var reached = tide.Reached;
        // What was taken away before a walk from the beginning is not told: it was never there.
        var stand = new Stand(asked.After ?? DateTimeOffset.MinValue, asked.After is null ? reached : 0, asked, []);
        if (cursors.Open(next is "" ? null : next, "next: as answered, for the same collection.", ref stand) is { } unread)
        {
            return (null, unread);
        }

        if (stand.Beside?.Except(narrowing.Beside, StringComparer.Ordinal).Any() == true)
        {
            return (null, Problems.Of("cursor-restart"));
        }

        (var after, var began, asked, _) = stand;
        var place = asked.Ids is null ? await changes.PlaceOfAsync(after, began, ct) : Forward.From(began);
        var found = new List<Shelved>(most + 1);
        Add(SharedObjects.Constant.Select((made, i) => new Shelved(made, StixTime.Created.AddMicroseconds(i + 1), Told: null)));
        Add(await AgenciesAsync(asked, after, place, reached, most, ct));
        // All objects up to here are found; null: all there are.
        var horizon = (DateTimeOffset?)after;
        if (asked.Ids is { } ids)
        {
            var named = await records.MatchingAsync([.. ids.SelectMany(id => visit.Registry.Members.Keys.Select(owner => IndicatorRows.StixKey(vault, owner, id)))], ct);
            var of = named.Select(match => match.Stored.Record).Where(record => record.Kind == collection.Kind).Select(record => record.Id).ToHashSet();
            Told(await follow.OfAsync(Reader, narrowing, of, See, ct));
            horizon = null;
        }

        // Of each record so many objects are wanted; of the first, all may have been told.
        var wanted = StixObjects.Types(collection.Kind).Count(type => asked.Types?.Contains(type) != false);
        for (var looked = 0; horizon is not null && wanted > 0 && Ready() <= most && looked < MostLookedAt;)
        {
            var ask = Math.Max(((most + 1 - Ready()) / wanted) + 2, asked.Versions is null ? 1 : FewestLookedAt);
            var page = await follow.PageAsync(Reader, narrowing, collection.Kind, place, ask, See, ct);
            Told(page.Items);
            (place, looked) = (page.Place, looked + page.Items.Count);
            horizon = page.Items.Count < ask || page.Items[^1].Row.Place.Xid > reached ? null : page.Items[^1].Row.At.AddMicroseconds(Tide.Step - 1);
        }

        horizon = wanted > 0 ? horizon : null;
        var ready = found.Where(shelved => horizon is not { } far || shelved.Added <= far).OrderBy(shelved => shelved.Added).ToList();
        var shown = ready.Count > most ? ready[..most] : ready;
        var until = ready.Count > most ? shown[^1].Added : horizon;
        return (new(shown, until is { } last ? cursors.Seal(stand with { After = last, Beside = narrowing.Beside }) : null), null);

        int Ready() => found.Count(shelved => shelved.Added <= horizon);

        void Told(IEnumerable<Followed<IReadOnlyList<StixObject>>> items) => Add(items.Where(item => item.Row.Place.Xid <= reached).SelectMany(Objects));

        void Add(IEnumerable<Shelved> objects) => found.AddRange(objects.Where(shelved => shelved.Added > after && asked.Wants(shelved.Object)));

        (IReadOnlyList<StixObject> View, Told Told)? See(Reader reader, ChangeRow row) => sight.Shared(reader, row.Stored, row.At) is var (record, told) ? (StixObjects.Of(record), told) : null;
    }

    private static IEnumerable<Shelved> Objects(Followed<IReadOnlyList<StixObject>> item)
    {
        var (at, origin) = (item.Row.At, RecordOrigin.Of(item.Row.Stored.Record));
        var objects = item.View is { } made ? made
            : item.Departure!.Reason == RemovalReason.NoLongerReleased ? StixObjects.Lost(origin, at, at) : StixObjects.Revoked(origin, at);
        return objects.Select((one, i) => new Shelved(one, at.AddMicroseconds(i), item.Told));
    }

    private async Task<IEnumerable<Shelved>> AgenciesAsync(Asked asked, DateTimeOffset after, Forward place, ulong reached, int most, CancellationToken ct)
    {
        const string identity = "identity";
        if (asked.Types?.Contains(identity) == false || asked.Ids?.Any(id => id.StartsWith(identity, StringComparison.Ordinal)) == false)
        {
            return [];
        }

        // Before all that the feeds told the agencies of before go on by their own moments, or the same few would be found again.
        var from = place.Xid > 0 ? place : place with { Pos = Math.Max(0, (after - Former).Ticks / TimeSpan.TicksPerMicrosecond) };
        // One may have been told, the last one shows that there are more; where some are not wanted, all.
        var enrolled = await changes.EnrolledAsync(from, reached, Former, asked is { Ids: null, Versions: null } ? most + 2 : int.MaxValue, ct);
        return from one in enrolled
               where visit.Registry.Members.ContainsKey(one.Member)
               select new Shelved(SharedObjects.Identity(one.Member, visit.Registry.Members[one.Member].Name, StixTime.Created), one.At, Told: null);
    }
}
