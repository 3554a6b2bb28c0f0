using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Indicators;

/// <summary>A sighting, to the record's owner and to its author's agency. Which officer saw it, its agency knows.</summary>
internal sealed record SightingView(Guid Id, string Member, DateOnly SeenAt, int? Count, string? Platform, string? Country, string? Note, DateTimeOffset ReportedAt);

/// <summary>The owner gets all sightings of its record. A reader with Full gets its own agency's, whatever else there is: none, to one that reported none.</summary>
internal static class ListSightingsEndpoint
{
    public static async Task<Answer> Get(string id, string? cursor, string? limit, Visit visit, Records records, Sightings sightings, Vault vault, CancellationToken ct)
    {
        var bound = $"sightings\n{visit.Member.Id}\n{id}";
        if (!PageLimit.TryRead(limit, out var most) || Place.Read(vault, bound, cursor) is not { } after)
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; cursor: as answered in next, for the same record.");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record)
            || await records.FindAsync(record, ct) is not { Record: var stored }
            || AccessPolicy.Decide(visit.Reader(), stored).Level != Level.Full)
        {
            return Problems.NotFound();
        }

        var found = await sightings.OfAsync(record, stored.Owner == visit.Member.Id ? null : visit.Member.Id, after, most + 1, ct);
        var page = found.Take(most).Select(one => one.Sighting).ToList();
        return Answer.Json(
            StatusCodes.Status200OK,
            new PageOf<SightingView>(
                [
                    .. found.Take(most).Select(one => new SightingView(one.Sighting.Id, one.Sighting.Member, one.Sighting.SeenAt, one.Sighting.Count, one.Sighting.Platform, one.Sighting.Country,
                        vault.Open(one.Sighting.Id, one.Sighting.Secret, one.WrappedKey)?.Open?.Words, one.Sighting.At)),
                ],
                found.Count > most ? new Place(page[^1].At, page[^1].Id).Seal(vault, bound) : null),
            new Told(stored.Owner, record, Level.Full));
    }
}
