using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Lexicon;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Store;

/// <summary>Reads sightings as their projection wrote them, their notes still sealed.</summary>
internal sealed class Sightings(Line line)
{
    private const string Page =
        $"""
        select d.data, k.wrapped from {EventStore.Documents}.mt_doc_sighting d
        left join intelshare.record_key k on k.indicator = d.id
        where d.record = $1 and ($2::text is null or d.data->>'member' = $2) and (d.at, d.id) < ($3, $4)
        order by d.at desc, d.id desc limit $5
        """;

    private const string Days =
        $"""
        select d.record, (d.data->>'seenAt')::date, coalesce((d.data->>'count')::int, 1) from {EventStore.Documents}.mt_doc_sighting d
        where d.record = any($1) and (d.record = any($2) or d.data->>'member' = $3)
        """;

    /// <summary>Sightings of a record, newest first: all of them, or one member's own.</summary>
    public async Task<List<(Sighting Sighting, byte[]? WrappedKey)>> OfAsync(Guid record, string? member, Place after, int most, CancellationToken ct)
    {
        var found = new List<(Sighting, byte[]?)>();
        await using var command = new NpgsqlCommand(Page, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = record });
        command.Parameters.Add(new() { Value = (object?)member ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = after.At });
        command.Parameters.Add(new() { Value = after.Id });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((JsonSerializer.Deserialize<Sighting>(reader.GetFieldValue<byte[]>(0), Json.Stored)!, reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    /// <summary>When and how often records were seen: all that is known of the own ones, of the others what the member reported.</summary>
    public async Task<List<SeenOn>> SeenAsync(Guid[] records, Guid[] own, string member, CancellationToken ct)
    {
        var found = new List<SeenOn>();
        await using var command = new NpgsqlCommand(Days, await line.OpenAsync(ct)) { Parameters = { new() { Value = records }, new() { Value = own }, new() { Value = member } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), reader.GetFieldValue<DateOnly>(1), reader.GetInt32(2)));
        }

        return found;
    }
}
