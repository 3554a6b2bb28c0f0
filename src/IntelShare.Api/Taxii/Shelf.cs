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
/// A collection as its caller finds it: first what all records refer to, then each record's objects at the moment when this reader was last told of it.
/// No two have the same moment, so that a page may end anywhere and "added after" goes on exactly there.
/// </summary>
internal sealed class Shelf(Follow follow, Changes changes, Records records, Sight sight, Vault vault, Tide tide, Visit visit)
{
    // The walk ends where one of the task forces beside it does; a cursor of an earlier version names none.
    private sealed record Stand(DateTimeOffset After, ulong Began, Asked Asked, string[]? Beside);

    /// <summary>A page; an answer instead where there is none to give.</summary>
    public async Task<(ShelvedPage? Page, Answer? Refusal)> PageAsync(Collection collection, Asked asked, string? next, int most, CancellationToken ct)
    {
        Reader Reader(DateTimeOffset at) => collection.Through(visit.Reader(at));
        var narrowing = Narrowing.Of(Reader(visit.Now), mine: false);
        var cursors = new Cursors(vault, $"taxii\n{visit.Member.Id}\n{collection.Alias}", narrowing.Fingerprint(visit.Registry.Incarnation), multiple: 512);
        // What was taken away before a walk from the beginning is not told: it was never there.
        var stand = new Stand(asked.After ?? DateTimeOffset.MinValue, asked.After is null ? tide.Reached : 0, asked, []);
        if (cursors.Open(next is "" ? null : next, "next: as answered, for the same collection.", ref stand) is { } unread)
        {
            return (null, unread);
        }

        if (stand.Beside?.Except(narrowing.Beside, StringComparer.Ordinal).Any() == true)
        {
            return (null, Problems.Of("cursor-restart"));
        }

        (var after, var began, asked, _) = stand;

        var found = new List<Shelved>(most + 1);
        found.AddRange(Shared().Where(shelved => shelved.Added > after && asked.Wants(shelved.Object)).Take(most + 1));
        if (asked.Ids is { } ids)
        {
            var named = await records.MatchingAsync([.. ids.SelectMany(id => visit.Registry.Members.Keys.Select(owner => IndicatorRows.StixKey(vault, owner, id)))], ct);
            var of = named.Select(match => match.Stored.Record).Where(record => record.Kind == collection.Kind).Select(record => record.Id).ToHashSet();
            Add(await follow.OfAsync(Reader, narrowing, of, See, ct));
        }
        else
        {
            for (var place = await changes.PlaceOfAsync(after, began, ct); found.Count <= most;)
            {
                var page = await follow.PageAsync(Reader, narrowing, collection.Kind, place, most + 1 - found.Count, See, ct);
                Add(page.Items);
                if (page.Items.Count == 0)
                {
                    break;
                }

                place = page.Place;
            }
        }

        var shown = found.Count > most ? found[..most] : found;
        return (new(shown, found.Count > most ? cursors.Seal(stand with { After = shown[^1].Added, Beside = narrowing.Beside }) : null), null);

        void Add(IEnumerable<Followed<IReadOnlyList<StixObject>>> items) => found.AddRange(
            from item in items
            from shelved in Objects(item)
            where shelved.Added > after && asked.Wants(shelved.Object)
            select shelved);

        (IReadOnlyList<StixObject> View, Told Told)? See(Reader reader, ChangeRow row) => sight.Shared(reader, row.Stored, row.At) is var (record, told) ? (StixObjects.Of(record), told) : null;
    }

    private static IEnumerable<Shelved> Objects(Followed<IReadOnlyList<StixObject>> item)
    {
        var (at, origin) = (item.Row.At, RecordOrigin.Of(item.Row.Stored.Record));
        var objects = item.View is { } made ? made
            : item.Departure!.Reason == RemovalReason.NoLongerReleased ? StixObjects.Lost(origin, at, at) : StixObjects.Revoked(origin, at);
        return objects.Select((one, i) => new Shelved(one, at.AddMicroseconds(i), item.Told));
    }

    /// <summary>What records refer to, before all of them: the same for everybody, then every agency.</summary>
    private IEnumerable<Shelved> Shared() => SharedObjects.Constant
        .Concat(visit.Registry.Members.Values.OrderBy(member => member.Id, StringComparer.Ordinal).Select(member => SharedObjects.Identity(member.Id, member.Name, StixTime.Created)))
        .Select((made, i) => new Shelved(made, StixTime.Created.AddMicroseconds(i + 1), Told: null));
}
