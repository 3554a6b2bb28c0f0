using System.Collections.Immutable;
using IntelShare.Access;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Misp;
using IntelShare.Stix;

namespace IntelShare.Api.Misp;

/// <summary>
/// The feed as its caller finds it: what owners released with feeds and the caller may read in full, and what it had and has no more, since MISP keeps whatever it
/// is not told to delete. Its own records are in none of its events.
/// </summary>
internal sealed class Feed(Follow follow, Sight sight, Visit visit)
{
    private const int PageLength = 1000;

    /// <summary>Between the clocks of two nodes: no row of the feeds gets a moment that lies further back.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>Everything that the feed tells, in the order in which it was told, as <paramref name="see"/> sees it.</summary>
    public async Task<IReadOnlyList<Followed<T>>> AllAsync<T>(Func<Reader, ChangeRow, (T View, Told Told)?> see, CancellationToken ct) where T : class
    {
        var (all, narrowing) = (new List<Followed<T>>(), Narrowing.Of(Machine(visit.Now), mine: false));
        // As of nobody's beginning: whoever fetches has no cursor, so each removal is told for good.
        for (var page = await NextAsync(Forward.From(0)); page.Items.Count > 0; page = await NextAsync(page.Place))
        {
            all.AddRange(page.Items.Where(IsOthers));
        }

        return all;

        Task<FollowedPage<T>> NextAsync(Forward after) => follow.PageAsync(Machine, narrowing, kind: null, after, PageLength, see, ct);
    }

    /// <summary>What one event tells; nothing of an event that the caller may not know of, which takes the same walk.</summary>
    public async Task<IReadOnlyList<Followed<SharedRecord>>> OfAsync(Guid id, CancellationToken ct)
    {
        return [.. (await AllAsync((reader, row) => IsOf(row) ? Shared(reader, row) : null, ct)).Where(one => IsOf(one.Row))];

        bool IsOf(ChangeRow row) => MispIds.Event(EventKey.Of(row.Stored.Record)) == id;
    }

    /// <summary>That a record is there, without a look into it.</summary>
    public (Indicator Sealed, Told Told)? Standing(Reader reader, ChangeRow row) => sight.Shares(reader, row.Stored) is { } told ? (row.Stored.Record, told) : null;

    /// <summary>A record with what it says.</summary>
    public (SharedRecord Record, Told Told)? Shared(Reader reader, ChangeRow row) => sight.Shared(reader, row.Stored, row.At);

    /// <summary>The announcement of an event.</summary>
    public MispHead Head<T>(EventKey key, IEnumerable<Followed<T>> told) where T : class => new(key, visit.Registry.Members.GetValueOrDefault(key.FirstOwner)?.Name ?? key.FirstOwner, told.Max(Stamp));

    public MispObject Object(Followed<SharedRecord> one) => one.View is { } record ? MispObjects.Of(record, Stamp(one)) : MispObjects.Gone(RecordOrigin.Of(one.Row.Stored.Record), Stamp(one));

    private long Stamp<T>(Followed<T> one) where T : class => MispEvents.Stamp(one.Row.At, visit.Now - Leeway);

    private bool IsOthers<T>(Followed<T> one) where T : class => one.Row.Stored.Record.Owner != visit.Member.Id;

    /// <summary>The caller as a machine, through all of its audiences: what others share, and nothing of its own.</summary>
    private Reader Machine(DateTimeOffset at)
    {
        var reader = visit.Reader(at);
        return reader with { Roles = ImmutableHashSet.Create(Role.Feed), Through = [.. reader.Audiences()] };
    }
}
