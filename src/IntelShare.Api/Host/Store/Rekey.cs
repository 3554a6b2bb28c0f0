using System.Globalization;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// Makes match keys of an older folding anew: one record, one transaction, so that it can be stopped and run again. A record
/// whose key is gone stays closed and keeps no match key: nothing erased comes back.
/// </summary>
internal sealed class Rekey(NpgsqlDataSource source, Vault vault)
{
    private const int Batch = 500;

    // Not a parameter: the index of outdated keys names the same number.
    private static readonly string IsOutdated = string.Create(CultureInfo.InvariantCulture, $"fold < {Folding.Version}");

    private static readonly string Outdated = $"select distinct indicator from intelshare.match_key where {IsOutdated} and indicator > $1 order by indicator limit $2";

    // An amendment or erasure meanwhile waits for this lock, or this waits for it: keys of content that is gone are never written.
    private const string Hold = $"select version from {EventStore.Facts}.mt_streams where id = $1 for update";

    private const string Load =
        $"""
        select d.data, k.wrapped from {EventStore.Documents}.mt_doc_indicator d
        left join intelshare.record_key k on k.indicator = d.id where d.id = $1
        """;

    /// <summary>What <c>intelshare db migrate</c> would do: schema steps, or else keys to be made anew.</summary>
    public static async Task<IReadOnlyList<string>> PendingAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var steps = await Migrations.PendingAsync(connection, ct);
        return steps.Count == 0 && await IsNeededAsync(source, ct) ? ["match keys of the present folding"] : steps;
    }

    /// <summary>Whether any key is older than <see cref="Folding.Version"/>.</summary>
    public static async Task<bool> IsNeededAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select exists (select from intelshare.match_key where {IsOutdated})");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Works through all records with outdated keys.</summary>
    /// <returns>How many records have new keys.</returns>
    /// <exception cref="InvalidOperationException">A record with keys has no document.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        for (var records = await NextAsync(Guid.Empty, ct); records.Count > 0; records = await NextAsync(records[^1], ct))
        {
            foreach (var record in records)
            {
                await ReplaceAsync(record, ct);
                done++;
            }
        }

        return done;
    }

    private async Task<List<Guid>> NextAsync(Guid after, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Outdated);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = Batch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var records = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            records.Add(reader.GetGuid(0));
        }

        return records;
    }

    private async Task ReplaceAsync(Guid record, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var hold = new NpgsqlCommand(Hold, connection) { Parameters = { new() { Value = record } } })
        {
            await hold.ExecuteNonQueryAsync(ct);
        }

        Stored stored;
        await using (var load = new NpgsqlCommand(Load, connection) { Parameters = { new() { Value = record } } })
        {
            await using var reader = await load.ExecuteReaderAsync(ct);
            stored = await reader.ReadAsync(ct) ? Records.Read(reader, 0)
                : throw new InvalidOperationException($"Record {record} has match keys and no document; rebuild the documents first.");
        }

        await using var replace = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("delete from intelshare.match_key where indicator = $1") { Parameters = { new() { Value = record } } },
                new("insert into intelshare.match_key (key, indicator, fold) select unnest($1::bytea[]), $2, $3")
                {
                    Parameters =
                    {
                        new() { Value = IndicatorRows.Keys(vault, vault.Open(stored.Record, stored.WrappedKey)) },
                        new() { Value = record },
                        new() { Value = (short)Folding.Version },
                    },
                },
            },
        };
        await replace.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
