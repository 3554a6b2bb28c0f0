using System.Text.Json;
using IntelShare.Access;
using IntelShare.Indicators;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>The rows by which the feeds tell that a record is somebody's to read no more, queued into the transaction that takes it away.</summary>
internal static class Departures
{
    private const string Add = IndicatorRows.AtPlace +
        """
        , what as (insert into intelshare.departed (indicator, version, departure) values (?, ?, ?::jsonb))
        insert into intelshare.departure (class, indicator, pos, version, since) select row.id, ?, place.pos, ?, row.since from row, place
        """;

    /// <summary>Queues what the step from <paramref name="before"/> to <paramref name="after"/> may take away, from whomever. Postings are hints, and so are these: the law says to whom a departure is told.</summary>
    public static void Queue(IDocumentSession session, Indicator before, Indicator after, params IReadOnlyList<object> facts)
    {
        // Acceptances of H3 are in no class: whoever must accept anew loses the record in the classes that it keeps.
        var anew = after.Handling.Has(HandlingCode.H3) && (!before.Handling.Has(HandlingCode.H3) || after.Acknowledgements.Length < before.Acknowledgements.Length);
        var kept = anew ? [] : Rows(after).Select(row => row.Class.Id()).ToHashSet();
        (PostingClass Class, DateTimeOffset Since)[] left =
        [
            .. Rows(before).Where(row => !kept.Contains(row.Class.Id())),
            .. facts.OfType<DisclosureRevoked>().SelectMany(fact => before.Grants.Where(grant => grant.Request == fact.Request)).Select(grant => IndicatorRows.Disclosed(before, grant.Member)),
        ];
        if (left.Length > 0)
        {
            var departure = JsonSerializer.Serialize(Departure.Of(before, after), Json.Stored);
            session.QueueSqlCommand(Add, IndicatorRows.Json(left.DistinctBy(row => row.Class.Id())), after.Id, after.Version, departure, after.Id, after.Version);
        }
    }

    private static IEnumerable<(PostingClass Class, DateTimeOffset Since)> Rows(Indicator record) =>
        IndicatorRows.Everywhere(record).Concat(record.IsInUse ? IndicatorRows.Disclosed(record) : []);
}
