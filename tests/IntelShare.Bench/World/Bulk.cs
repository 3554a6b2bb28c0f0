using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Members;
using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Bench.World;

/// <summary>Writes what the writing door would have written, a thousand records in one go by COPY.</summary>
internal sealed class Bulk(IDocumentStore store, Vault vault, NpgsqlDataSource owner)
{
    private const int Most = 1000;
    private readonly Random random = new(1);
    private readonly List<(Indicator Record, Indicator Stored, object Fact, byte[]? Wrapped)> waiting = new(Most);
    private readonly HashSet<long> classes = [];
    private long position;

    /// <summary>Adds one record; every thousandth writes the batch.</summary>
    /// <returns>The record with its secret open.</returns>
    public async Task<Indicator> AddAsync(SubmitIndicator command, Member member, Registry registry, DateTimeOffset now, CancellationToken ct)
    {
        var decision = Indicator.Submit(command, member, registry, now);
        if (!decision.IsAccepted)
        {
            throw new InvalidOperationException($"The corpus is refused: {decision.Refusals[0]}");
        }

        var id = NextId();
        var fact = (IndicatorSubmitted)decision.Facts[0];
        var record = Indicator.Evolve(current: null, id, fact);
        byte[]? wrapped = null;
        if (fact.Secret?.Open is { } secret)
        {
            var key = Vault.NewRecordKey();
            wrapped = vault.Wrap(id, key);
            fact = (IndicatorSubmitted)Vault.Seal(key, id, fact, version: 1, secret);
        }

        waiting.Add((record, Indicator.Evolve(current: null, id, fact), fact, wrapped));
        if (waiting.Count == Most)
        {
            await WriteAsync(ct);
        }

        return record;
    }

    /// <summary>The least that such records take: their facts and documents by COPY, and nothing beside them.</summary>
    /// <returns>Seconds.</returns>
    public async Task<double> BareAsync(IReadOnlyList<SubmitIndicator> commands, Member member, Registry registry, DateTimeOffset now, CancellationToken ct)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        foreach (var batch in commands.Chunk(Most))
        {
            var rows = batch.Select(command =>
            {
                var (id, fact) = (NextId(), (IndicatorSubmitted)Indicator.Submit(command, member, registry, now).Facts[0]);
                return (Id: id, Fact: fact, Record: Indicator.Evolve(current: null, id, fact));
            }).ToList();
            await store.BulkInsertEventsAsync([.. rows.Select(row =>
            {
                var action = StreamAction.Start(((DocumentStore)store).Events, row.Id, row.Fact);
                action.AggregateType = typeof(Indicator);
                return action;
            })], Most, ct);
            await store.BulkInsertAsync([.. rows.Select(row => row.Record)], batchSize: Most, cancellation: ct);
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Writes the rest and lets the planner look.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        if (waiting.Count > 0)
        {
            await WriteAsync(ct);
        }

        await using var connection = await owner.OpenConnectionAsync(ct);
        foreach (var sql in (string[])[$"select setval('intelshare.posting_pos', {position})", "vacuum analyze", "checkpoint"])
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        await store.BulkInsertEventsAsync([.. waiting.Select(item =>
        {
            var action = StreamAction.Start(((DocumentStore)store).Events, item.Record.Id, item.Fact);
            action.AggregateType = typeof(Indicator);
            return action;
        })], Most, ct);
        await store.BulkInsertAsync([.. waiting.Select(item => item.Stored)], batchSize: Most, cancellation: ct);
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using (var keys = await connection.BeginBinaryImportAsync("copy intelshare.record_key (indicator, wrapped) from stdin (format binary)", ct))
        {
            foreach (var (record, _, _, wrapped) in waiting.Where(item => item.Wrapped is not null))
            {
                await keys.WriteRowAsync(ct, record.Id, wrapped!);
            }

            await keys.CompleteAsync(ct);
        }

        await using (var matches = await connection.BeginBinaryImportAsync("copy intelshare.match_key (key, indicator, fold) from stdin (format binary)", ct))
        {
            foreach (var (record, value) in waiting.SelectMany(item => item.Record.MatchValues().Select(value => (item.Record, value))))
            {
                await matches.WriteRowAsync(ct, vault.MatchKey(record.Kind, value), record.Id, (short)Folding.Version);
            }

            await matches.CompleteAsync(ct);
        }

        var rows = waiting.SelectMany((item, i) => IndicatorRows.Everywhere(item.Record).Select(row => (item.Record.Id, Position: position + 1 + i, Class: row.Class.Id(), Row: row))).ToArray();
        position += waiting.Count;
        await using (var added = await connection.BeginBinaryImportAsync(
            "copy intelshare.posting_class (id, audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via) from stdin (format binary)", ct))
        {
            foreach (var (id, one) in rows.Where(row => classes.Add(row.Class)).Select(row => (row.Class, row.Row.Class)))
            {
                await added.WriteRowAsync(ct, id, one.Audience, one.Month, one.Kind, one.Personal, one.Purposes, one.Feeds, one.Protected, one.Excluded, one.Projects, one.Via);
            }

            await added.CompleteAsync(ct);
        }

        // The feeds tell of it once its moment has been given, by a hub.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var tide = new NpgsqlCommand("insert into intelshare.tide (xid, first, last) select pg_current_xact_id(), $1, $2", connection) { Parameters = { new() { Value = position - waiting.Count + 1 }, new() { Value = position } } })
        {
            await tide.ExecuteNonQueryAsync(ct);
        }

        await using (var postings = await connection.BeginBinaryImportAsync("copy intelshare.posting (class, indicator, pos, version, since) from stdin (format binary)", ct))
        {
            foreach (var row in rows)
            {
                await postings.StartRowAsync(ct);
                await postings.WriteAsync(row.Class, ct);
                await postings.WriteAsync(row.Id, ct);
                await postings.WriteAsync(row.Position, ct);
                await postings.WriteAsync(1, ct);
                await postings.WriteAsync(row.Row.Since.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            }

            await postings.CompleteAsync(ct);
        }

        await transaction.CommitAsync(ct);
        waiting.Clear();
    }

    private Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }
}
