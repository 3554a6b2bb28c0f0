using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Audit;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Audit;

/// <summary>
/// Folds entries into the logs, in one transaction for a batch: leaves, kept roots, a checkpoint for each log that grew. On every node, one at a
/// time: whoever holds the seat, a lock of its own connection, so that a node that stops or is cut off loses it with the connection. Nothing
/// is changed that stands: a crash at any step leaves the batch to the next.
/// </summary>
/// <remarks>
/// Transactions commit out of order. Only what is older than every transaction still open is folded, in the order of transactions, so none is
/// passed over, and none twice.
/// </remarks>
internal sealed class Sealer(NpgsqlDataSource source, RegistryCache registry, Trail trail, AuditKeys keys, TimeProvider clock, ILogger<Sealer> log) : Rounds(TimeSpan.FromMilliseconds(250), clock, log, atStart: true)
{
    private const string TakeSeat = "select pg_try_advisory_lock(hashtext('intelshare.sealing'))";
    private const string GiveSeat = "select pg_advisory_unlock_all()";
    private const string Folded = "select max(xid), max(at) from (select xid, at from intelshare.audit_fold union all select xid, at from intelshare.audit_checkpoint) f";

    private readonly SemaphoreSlim one = new(1, 1);
    private Seat? seat;

    /// <summary>At most so many entries in one transaction.</summary>
    public int Batch { get; init; } = 4096;

    /// <summary>Folds all there is, if this node has the seat.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if ((seat ??= await SitAsync(ct)) is { } taken)
            {
                while (await FoldAsync(taken, ct))
                {
                }
            }
        }
        catch
        {
            await LeaveAsync();
            throw;
        }
        finally
        {
            one.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await LeaveAsync();
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    private async Task<Seat?> SitAsync(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using (var take = new NpgsqlCommand(TakeSeat, connection))
            {
                if (await take.ExecuteScalarAsync(ct) is not true)
                {
                    await connection.DisposeAsync();
                    return null;
                }
            }

            await using var folded = new NpgsqlCommand(Folded, connection);
            await using var reader = await folded.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            return new(connection, reader.IsDBNull(0) ? 0 : reader.GetFieldValue<ulong>(0), reader.IsDBNull(1) ? DateTimeOffset.MinValue : reader.GetFieldValue<DateTimeOffset>(1));
        }
        catch
        {
            await GiveAsync(connection);
            throw;
        }
    }

    private async Task LeaveAsync()
    {
        if (seat is { } left)
        {
            seat = null;
            await GiveAsync(left.Connection);
        }
    }

    /// <summary>Unlocks: a connection that lies idle in the pool would keep the lock.</summary>
    private static async Task GiveAsync(NpgsqlConnection connection)
    {
        await using (connection)
        {
            try
            {
                await using var give = new NpgsqlCommand(GiveSeat, connection);
                await give.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (Exception cutOff) when (cutOff is NpgsqlException or InvalidOperationException)
            {
                // The lock went with the connection.
            }
        }
    }

    /// <summary>Folds one batch; whether there may be more.</summary>
    private async Task<bool> FoldAsync(Seat at, CancellationToken ct)
    {
        var (entries, xid, more) = await Unsealed.ReadAsync(at.Connection, at.Folded, Batch, trail, ct);
        if (entries.Count == 0)
        {
            return false;
        }

        var folds = new Dictionary<string, Fold>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            foreach (var (name, body) in Leaves.Of(entry, (viewer, id) => trail.NameOf(id, viewer), trail.ReferenceOf))
            {
                if (!folds.TryGetValue(name, out var fold))
                {
                    folds[name] = fold = await BeginAsync(at, name, ct);
                }

                fold.Add(entry.Id, body);
            }
        }

        // Never back, whatever the clock does: a month's rows are the beginning of every log.
        var now = Clock.GetUtcNow();
        at.At = now > at.At ? now : at.At;
        // After the entries were read: what was registered before its use is there.
        await registry.RefreshAsync(ct);
        await using var transaction = await at.Connection.BeginTransactionAsync(ct);
        await WriteAsync(at.Connection, folds, at.At, xid, ct);
        var used = await at.Days.WriteAsync(at.Connection, entries, registry.Current, ct);
        await transaction.CommitAsync(ct);
        at.Folded = xid;
        at.Days.Remember(used);
        foreach (var (name, fold) in folds)
        {
            at.Heads[name] = fold.Frontier;
        }

        return more;
    }

    /// <summary>A log to be gone on from: as signed, or not at all.</summary>
    private async Task<Fold> BeginAsync(Seat at, string name, CancellationToken ct)
    {
        if (at.Heads.TryGetValue(name, out var known))
        {
            return new(known);
        }

        var logs = new AuditLogs(at.Connection);
        if (await logs.HeadAsync(name, DateTimeOffset.MaxValue, ct) is not { } head)
        {
            return new(new());
        }

        var frontier = await logs.FrontierAsync(name, head.Size, ct);
        if (head.Checkpoint != Checkpoint.Of(keys.OriginOf(name), frontier))
        {
            throw new InvalidOperationException($"The log {name} is not what its last checkpoint signed. Nothing is sealed until that is understood.");
        }

        var fold = new Fold(frontier);
        var signed = SignedNote.Parse(Encoding.UTF8.GetBytes(head.Note))!.Signatures;
        foreach (var key in keys.Of(name).Where(key => signed.All(signature => signature.KeyId != key.Id)))
        {
            fold.Add(Guid.Empty, Leaves.OfKey(key, Clock.GetUtcNow()));
        }

        return fold;
    }

    private async Task WriteAsync(NpgsqlConnection connection, Dictionary<string, Fold> folds, DateTimeOffset at, ulong xid, CancellationToken ct)
    {
        await using (var rows = await connection.BeginBinaryImportAsync("copy intelshare.audit_fold (log, size, at, xid, leaves, entries, note) from stdin (format binary)", ct))
        {
            foreach (var (name, fold) in folds)
            {
                await rows.StartRowAsync(ct);
                await rows.WriteAsync(name, ct);
                await rows.WriteAsync(fold.Frontier.Size, ct);
                await rows.WriteAsync(at, ct);
                await rows.WriteAsync(xid, NpgsqlDbType.Xid8, ct);
                await rows.WriteAsync(fold.Leaves.ToArray(), ct);
                await rows.WriteAsync(fold.Entries.ToArray(), ct);
                await rows.WriteAsync(Encoding.UTF8.GetString(keys.Sign(name, fold.Frontier).ToBytes()), ct);
            }

            await rows.CompleteAsync(ct);
        }

        await using var roots = await connection.BeginBinaryImportAsync("copy intelshare.audit_node (log, level, n, hash) from stdin (format binary)", ct);
        foreach (var (name, fold) in folds)
        {
            foreach (var (level, n, hash) in fold.Roots)
            {
                await roots.StartRowAsync(ct);
                await roots.WriteAsync(name, ct);
                await roots.WriteAsync((short)level, ct);
                await roots.WriteAsync(n, ct);
                await roots.WriteAsync(hash, ct);
            }
        }

        await roots.CompleteAsync(ct);
    }

    /// <summary>What a node knows while it is the one that seals.</summary>
    private sealed class Seat(NpgsqlConnection connection, ulong folded, DateTimeOffset at)
    {
        public NpgsqlConnection Connection { get; } = connection;

        /// <summary>Entries of transactions before this one are in the logs.</summary>
        public ulong Folded { get; set; } = folded;

        public DateTimeOffset At { get; set; } = at;

        public Dictionary<string, Frontier> Heads { get; } = new(StringComparer.Ordinal);

        public UsedDays Days { get; } = new();
    }
}
