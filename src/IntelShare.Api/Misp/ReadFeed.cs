using IntelShare.Api.Host.Door;
using IntelShare.Misp;

namespace IntelShare.Api.Misp;

/// <summary>The files of the feed. Each answer names the records that it tells of, like a page of TAXII.</summary>
internal static class ReadFeedEndpoint
{
    public static async Task<Answer> GetManifest(Visit visit, Feed feed, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        var told = await feed.AllAsync(feed.Standing, ct);
        var heads = told.GroupBy(one => EventKey.Of(one.Row.Stored.Record)).Select(@event => feed.Head(@event.Key, @event));
        return Answer.Of("application/json", MispEvents.Manifest(heads.OrderBy(head => head.Id)), [.. told.Select(one => one.Told).OfType<Told>()]);
    }

    public static async Task<Answer> GetHashes(Visit visit, Feed feed, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        var told = await feed.AllAsync(feed.Shared, ct);
        var objects = told.Where(one => one.View is not null).Select(one => (MispIds.Event(EventKey.Of(one.Row.Stored.Record)), feed.Object(one)));
        return Answer.Of("text/csv", MispEvents.Hashes(objects), [.. told.Select(one => one.Told).OfType<Told>()]);
    }

    public static async Task<Answer> GetEvent(string @event, Visit visit, Feed feed, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Guid.TryParseExact(@event, "D", out var id) || await feed.OfAsync(id, ct) is not [var first, ..] told)
        {
            return Problems.NotFound();
        }

        return Answer.Of("application/json", MispEvents.Event(feed.Head(EventKey.Of(first.Row.Stored.Record), told), told.Select(feed.Object)), [.. told.Select(one => one.Told).OfType<Told>()]);
    }
}
