using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>
/// Records the caller may read in full, newest first; <c>mine=true</c> for its own alone. A walk of several pages shows the
/// records of its first page's moment, then those that changed meanwhile: nothing is lost, and nothing stands twice at one version.
/// </summary>
internal static class ListIndicatorsEndpoint
{
    [Published(Problems = ["cursor-restart"])]
    public static async Task<Answer> Get(string? cursor, string? limit, string? kind, string? mine, string? reference, Visit visit, Records records, Sight sight, Vault vault, CancellationToken ct)
    {
        if (!PageLimit.TryRead(limit, out var most) || (kind is not null && !Kind.All.ContainsKey(kind)) || mine is not (null or "true" or "false") || Text.Optional(reference, "", 200).Any()
            || (reference is not null && (cursor ?? limit ?? mine) is not null))
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; kind: one of the kinds; mine: true or false; reference: at most 200 code points, beside kind alone.");
        }

        if (visit.Case is null && (kind is null || Kind.All[kind].Personal))
        {
            return Problems.Of("case-missing");
        }

        var reader = visit.Reader();
        if (reference is not null)
        {
            // A reference names few records, all the caller's own: one page.
            var own = (await records.MatchingAsync([IndicatorRows.ReferenceKey(vault, reader.Member, reference)], ct))
                .Where(match => kind is null || match.Stored.Record.Kind == kind).Select(match => sight.Full(reader, match.Stored)).OfType<(object View, Told Told)>().ToList();
            return Answer.Json(StatusCodes.Status200OK, new PageOf<object>([.. own.Select(item => item.View)], Next: null), [.. own.Select(item => item.Told)]);
        }

        var narrowing = Narrowing.Of(reader, mine == "true");
        var cursors = new Cursors(vault, $"indicators\n{reader.Member}\n{kind}\n{mine == "true"}", narrowing.Fingerprint(visit.Registry.Incarnation), multiple: 512);
        var walk = Walk.From(since: null);
        if (cursors.Open(cursor, "cursor: as answered in next, with the same filters.", ref walk) is { } unread)
        {
            return unread;
        }

        var page = await FillAsync(records, sight, reader, narrowing, kind, walk, most, ct);
        var next = page.Count > most ? cursors.Seal(page[most - 1].At) : null;
        page = page[..Math.Min(most, page.Count)];
        return Answer.Json(StatusCodes.Status200OK, new PageOf<object>([.. page.Select(item => item.View)], next), [.. page.Select(item => item.Told)]);
    }

    /// <summary>The next items from a place on, one more than asked for: whether there is a next page may depend only on what the reader sees.</summary>
    public static async Task<List<(Walk At, object View, Told Told)>> FillAsync(Records records, Sight sight, Reader reader, Narrowing narrowing, string? kind, Walk walk, int most, CancellationToken ct)
    {
        var found = new List<(Walk, object, Told)>(most + 1);

        // Without a snapshot nothing has been shown yet, so nothing can have changed since.
        var began = walk.Until is null;
        while (true)
        {
            var rows = await records.WalkAsync(narrowing, kind, walk, most + 1, ct);
            foreach (var row in rows)
            {
                walk = row.At;
                if (AccessPolicy.ToldAt(reader, row.Stored.Record) == row.Version && sight.Full(reader, row.Stored) is var (view, told))
                {
                    found.Add((row.At, view, told));
                }
            }

            if (found.Count > most)
            {
                return found;
            }

            if (rows.Count <= most)
            {
                if (began)
                {
                    return found;
                }

                (walk, began) = (Walk.From(since: walk.Until), true);
            }
        }
    }
}
