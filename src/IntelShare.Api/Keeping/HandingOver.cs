using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>
/// Makes the records of members that left their successors' own, each by a fact in its own life; both agencies' trails say so.
/// Until then a record stands under its release as before. Erased ones stay whose they were, with their certificates.
/// </summary>
internal sealed class HandingOver(NpgsqlDataSource source, Streams streams, Trail trail, RegistryCache registry, TimeProvider clock, ILogger<HandingOver> log) : Rounds(TimeSpan.FromMinutes(1), clock, log)
{
    private const int Batch = 500;

    private const string Left = $"select id from {EventStore.Documents}.mt_doc_indicator where data ->> 'owner' = any($1) and data ->> 'status' <> 'erased' limit $2";

    /// <summary>Hands over whatever is to be handed over by now.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        while (await WorkAsync(ct))
        {
        }
    }

    /// <summary>Hands over one batch.</summary>
    /// <returns>Whether there may be more: not where none could be handed over.</returns>
    private async Task<bool> WorkAsync(CancellationToken ct)
    {
        var left = registry.Current.Succeeded(Clock.GetUtcNow()).Select(member => member.Id).ToArray();
        if (left is [])
        {
            return false;
        }

        var handed = false;
        var records = new List<Guid>();
        await using (var command = source.CreateCommand(Left))
        {
            command.Parameters.Add(new() { Value = left });
            command.Parameters.Add(new() { Value = Batch });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                records.Add(reader.GetGuid(0));
            }
        }

        foreach (var record in records)
        {
            var current = registry.Current;
            try
            {
                // Alone: nobody who changes it meanwhile makes this one give up, and what another node handed over is refused.
                await using var open = await streams.OpenAsync(record, _ => true, ct, alone: true);
                if (open is not null && open.Record.HandOver(current, Clock.GetUtcNow()) is { Facts: [IndicatorHandedOver fact] })
                {
                    var entry = trail.EntryOf(fact.From, current, "indicator-handed-over", [record]);
                    await streams.ChangeAsync(open, [fact], entry with { Told = [.. entry.Told, new(fact.To, record, Level.Full)] }, ct);
                    handed = true;
                }
            }
            catch (RegistryMovedException)
            {
                // Decided on what stands no more; its turn comes again.
                await registry.ReloadAsync(ct);
            }
        }

        return handed && records.Count == Batch;
    }
}
