using IntelShare.Indicators;
using IntelShare.Misp;
using Marten;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>Which records stand in which event of the MISP feed: told from their first fact on, and never otherwise.</summary>
internal sealed class Months(Line line)
{
    private const string Add = "insert into intelshare.submitted (owner, kind, month, indicator) select * from unnest(?::text[], ?::text[], ?::date[], ?::uuid[])";

    private const string All = "select distinct owner, kind, month from intelshare.submitted";

    private const string Of = "select indicator from intelshare.submitted where owner = $1 and kind = $2 and month = $3";

    /// <summary>Queues the places of records that begin.</summary>
    public static void Begin(IDocumentSession session, IReadOnlyList<Indicator> records)
    {
        EventKey[] keys = [.. records.Select(EventKey.Of)];
        session.QueueSqlCommand(Add, keys.Select(key => key.FirstOwner).ToArray(), keys.Select(key => key.Kind).ToArray(), keys.Select(key => key.Month).ToArray(), records.Select(record => record.Id).ToArray());
    }

    /// <summary>The event that has this id, whoever may know of it; null where there is none.</summary>
    public async Task<EventKey?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(All, await line.OpenAsync(ct));
        EventKey? found = null;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = new EventKey(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2));
            found = MispIds.Event(key) == id ? key : found;
        }

        return found;
    }

    /// <summary>Every record of an event, whoever may read it; none of none.</summary>
    public async Task<List<Guid>> RecordsAsync(EventKey? key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Of, await line.OpenAsync(ct))
        {
            Parameters = { new() { Value = key?.FirstOwner ?? "" }, new() { Value = key?.Kind ?? "" }, new() { Value = key?.Month ?? DateOnly.MinValue } },
        };
        var found = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }
}
