using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using JasperFx.Events;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>A record as its only fact makes it; both as they are stored, their secrets closed.</summary>
internal readonly record struct Beginning(IEvent Fact, Indicator Record);

/// <summary>Streams, facts and documents of records that begin together, in one command: the rows that the event store writes of each with three.</summary>
internal static class Beginnings
{
    private const string Add =
        $"""
        with begun as (select * from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[]) b(id, fact, said, stands)),
        stream as (insert into {EventStore.Facts}.mt_streams (id, type, version) select id, 'indicator', 1 from begun),
        fact as (insert into {EventStore.Facts}.mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type, timestamp, correlation_id, headers, user_name)
            select nextval('{EventStore.Facts}.mt_events_sequence'), fact, id, 1, said::jsonb, ?, ?, ?::text::timestamptz, ?, ?::jsonb, ? from begun)
        insert into {EventStore.Documents}.mt_doc_indicator (id, data, mt_dotnet_type, mt_version) select id, stands::jsonb, ?, 1 from begun
        """;

    /// <summary>Queues them into the transaction of <paramref name="entry"/>.</summary>
    /// <param name="session">Which commits.</param>
    /// <param name="begun">At least one; each by a fact of the same type.</param>
    /// <param name="entry">Who begins them.</param>
    public static void Queue(IDocumentSession session, IReadOnlyList<Beginning> begun, Entry entry) => session.QueueSqlCommand(
        Add,
        begun.Select(one => one.Record.Id).ToArray(),
        begun.Select(one => one.Fact.Id).ToArray(),
        begun.Select(one => JsonSerializer.Serialize(one.Fact.Data, one.Fact.EventType, Json.Stored)).ToArray(),
        begun.Select(one => JsonSerializer.Serialize(one.Record, Json.Stored)).ToArray(),
        begun[0].Fact.EventTypeName,
        begun[0].Fact.DotNetTypeName,
        entry.At.ToString("O", CultureInfo.InvariantCulture),
        entry.Id.ToString("N"),
        JsonSerializer.Serialize(new { member = entry.Actor.Member, client = entry.Actor.Client }),
        entry.Actor.Officer,
        typeof(Indicator).FullName!);
}
