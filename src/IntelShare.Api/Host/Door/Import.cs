using System.Data;
using FluentValidation;
using IntelShare.Access;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>How an import went.</summary>
/// <param name="Id">Names it as a set of records.</param>
/// <param name="DryRun">Whether everything was decided and nothing done.</param>
/// <param name="Rows">Rows that were read.</param>
/// <param name="Submitted">New references.</param>
/// <param name="Amended">References that stood, said otherwise.</param>
/// <param name="Same">References that stood, said again.</param>
/// <param name="Withdrawn">Records whose STIX object was revoked, or what MISP has of them deleted.</param>
/// <param name="PassedOver">What stands beside others in a bundle or in events, and is no record of its own.</param>
/// <param name="Refused">Rows that were refused; <c>/rows?outcome=refused</c> says why.</param>
internal sealed record ImportResult(Guid Id, bool DryRun, long Rows, long Submitted, long Amended, long Same, long Withdrawn, long PassedOver, long Refused);

/// <summary>
/// Brings the rows of a file into the store in batches, as they are read: each is decided, and its facts, outcomes and entry are one transaction. Nothing
/// of the file is kept beside the records, so whoever was cut off sends it again: a row is known by its reference.
/// </summary>
internal sealed class Import(
    Visit visit, LongVisit steps, Records records, Streams streams, ImportRows outcomes, Line line, Vault vault, Ids ids, Trail trail,
    IValidator<SubmitIndicator> shape, Settings settings, Purses purses, ImportTurns turns, NpgsqlDataSource source)
{
    /// <summary>Rows that are not parted where the budget does not cover them.</summary>
    private const int Fewest = 100;

    private const string OneAtATime = "select pg_try_advisory_lock(hashtext('intelshare.import'), hashtext($1))";

    // Another node's turn may end soon; shorter than a command may take.
    private const string InTurn = "select pg_advisory_lock(hashtext('intelshare.import'), hashtext($1)) is not null from set_config('lock_timeout', '5s', true)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, long> counted = ImportOutcome.All.ToDictionary(outcome => outcome, _ => 0L, StringComparer.Ordinal);
    private long read;

    /// <summary>Reads and brings in everything; the entry of the whole stands behind those of its batches.</summary>
    /// <param name="http">The request that lasts.</param>
    /// <param name="rows">As they are read.</param>
    /// <param name="key">Names the import to its agency.</param>
    /// <param name="dryRun">Whether everything is decided and nothing done.</param>
    /// <param name="ct">Cancels; what was brought in stays.</param>
    /// <param name="told">Told what became of each row.</param>
    /// <param name="waits">Whether it waits for a while where the agency brings in another, or is refused at once.</param>
    public async Task<(Answer? Stopped, ImportResult? Result)> RunAsync(HttpContext http, IAsyncEnumerable<ImportRow> rows, string key, bool dryRun, CancellationToken ct, Action<ImportOutcome>? told = null, bool waits = false)
    {
        // Whoever waits here holds no connection.
        if (!await turns.EnterAsync(visit.Member.Id, waits ? Patience : TimeSpan.Zero, ct))
        {
            return (Problems.Of("import-running"), null);
        }

        try
        {
            return await InTurnAsync(http, rows, key, dryRun, told, waits, ct);
        }
        finally
        {
            turns.Leave(visit.Member.Id);
        }
    }

    private async Task<(Answer?, ImportResult?)> InTurnAsync(HttpContext http, IAsyncEnumerable<ImportRow> rows, string key, bool dryRun, Action<ImportOutcome>? told, bool waits, CancellationToken ct)
    {
        // Held until this connection ends, with the node or without it. Two files at once could begin one reference twice: should it end before the
        // file does, the next turn fences this one off.
        await using var turn = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(waits ? InTurn : OneAtATime, turn) { Parameters = { new() { Value = visit.Member.Id } } };
            return await command.ExecuteScalarAsync(ct) is true ? await ReadAsync(http, turn, rows, key, dryRun, told, ct) : (Problems.Of("import-running"), null);
        }
        catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return (Problems.Of("import-running"), null);
        }
        finally
        {
            if (turn.State == ConnectionState.Open)
            {
                await using var leave = new NpgsqlCommand("select pg_advisory_unlock_all()", turn);
                try
                {
                    await leave.ExecuteNonQueryAsync(CancellationToken.None);
                }
                catch (NpgsqlException) when (turn.State != ConnectionState.Open)
                {
                    // The connection is lost, and the lock with it.
                }
            }
        }
    }

    private async Task<(Answer?, ImportResult?)> ReadAsync(HttpContext http, NpgsqlConnection turn, IAsyncEnumerable<ImportRow> rows, string key, bool dryRun, Action<ImportOutcome>? told, CancellationToken ct)
    {
        var import = await outcomes.BeginAsync(ids.Next(visit.Member.Id), visit.Member.Id, key, dryRun, visit.Now, ct);
        if (import.DryRun != dryRun)
        {
            return (Problems.Of("idempotency-key-reused"), null);
        }

        var run = new ImportRun(visit.Member.Id, ids.Next(visit.Member.Id));
        await ImportRows.TakeAsync(turn, run, import.Id, ct);
        await line.CloseAsync();
        var act = visit.Act;
        visit.Act = act with { Name = "rows-imported" };
        Answer? stopped = null;
        try
        {
            await foreach (var batch in ImportBatches.OfAsync(rows, ct).OneAheadAsync(ct))
            {
                if ((stopped = await BringAsync(http, run, batch, dryRun, told, ct)) is not null)
                {
                    break;
                }
            }
        }
        catch (TurnLostException)
        {
            stopped = Problems.Of("import-stopped", $"Another file of the agency took the turn. Rows up to {read} were decided.");
        }
        catch (UnreadableFileException unreadable)
        {
            stopped = Problems.Of(unreadable.Code, $"{unreadable.Message} Rows up to {read} were decided.");
        }
        catch (Exception cut) when (cut is BadHttpRequestException or IOException)
        {
            stopped = Problems.Of("malformed-body", $"The file was cut off. Rows up to {read} were decided.");
        }

        // What each batch put into records is in its own entry.
        (visit.Act, visit.Asked) = (act, 0);
        if (stopped is null)
        {
            await outcomes.EndAsync(import.Id, visit.Now, ct);
        }

        await steps.EndAsync(http, stopped?.Outcome ?? "ok");
        return stopped is not null ? (stopped, null) : (null, new(
            import.Id, dryRun, read, counted[ImportOutcome.Submitted], counted[ImportOutcome.Amended], counted[ImportOutcome.Same], counted[ImportOutcome.Withdrawn], counted[ImportOutcome.PassedOver], counted[ImportOutcome.Refused]));
    }

    /// <summary>The answer that stops the import; null where it goes on.</summary>
    private async Task<Answer?> BringAsync(HttpContext http, ImportRun run, IReadOnlyList<ImportRow> batch, bool dryRun, Action<ImportOutcome>? told, CancellationToken ct)
    {
        var budget = new Budget(settings, visit, line, purses);
        var brought = await steps.StepAsync(http, () => visit.Caller.Roles.Overlaps(visit.Act.Roles), () => DecideAsync(run, batch, budget, dryRun, told, ct));
        await line.CloseAsync();
        if (brought?.Stopped?.Outcome == Budget.Exhausted && batch.Count > Fewest)
        {
            // What is left of the day's budget brings in what it covers.
            var half = batch.Count / 2;
            return await BringAsync(http, run, [.. batch.Take(half)], dryRun, told, ct) ?? await BringAsync(http, run, [.. batch.Skip(half)], dryRun, told, ct);
        }

        return brought is null ? Problems.Of("import-stopped") : brought.Stopped;
    }

    private sealed record Brought(Answer? Stopped);

    private async Task<Brought?> DecideAsync(ImportRun run, IReadOnlyList<ImportRow> batch, Budget budget, bool dryRun, Action<ImportOutcome>? told, CancellationToken ct)
    {
        var keyed = batch.Select(row => (Row: row, Key: row.Reference is { } reference ? IndicatorRows.ReferenceKey(vault, visit.Member.Id, reference) : null)).ToList();
        var found = (await records.OwnByReferenceAsync([.. keyed.Select(row => row.Key).OfType<byte[]>()], ct))
            .Where(match => match.Stored.Record.Owner == visit.Member.Id).ToLookup(match => Convert.ToHexString(match.Key), match => match.Stored, StringComparer.Ordinal);
        await line.CloseAsync();
        var (changes, said, values) = (new List<ImportChange>(batch.Count), new List<ImportOutcome>(batch.Count), 0);
        foreach (var (row, key) in keyed)
        {
            var (change, problems) = Decide(row, key is null ? [] : [.. found[Convert.ToHexString(key)]]);
            if (change?.Facts.Count > 0)
            {
                changes.Add(change);
                values += row.Command?.Content?.MatchValues().Except(change.Before?.MatchValues() ?? [], StringComparer.Ordinal).Distinct(StringComparer.Ordinal).Count() ?? 0;
            }

            var outcome = problems.Count > 0 ? ImportOutcome.Refused
                : change is null ? ImportOutcome.PassedOver
                : change.Before is null ? ImportOutcome.Submitted
                : change.Facts.Count == 0 ? ImportOutcome.Same
                : row.Revoked is null ? ImportOutcome.Amended : ImportOutcome.Withdrawn;
            said.Add(new(row.Number, outcome, dryRun && change?.Before is null ? null : change?.Id, problems.Count > 0 ? problems : null, row.Lost.Count > 0 ? row.Lost : null));
        }

        if (!dryRun && values > 0 && await budget.SpendAsync(values, ct) is { } exhausted)
        {
            return new(exhausted);
        }

        await streams.ImportAsync(run, dryRun ? [] : changes, said, trail.EntryOf(visit, "ok", dryRun ? [] : [.. changes.Select(change => new Told(visit.Member.Id, change.Id, Level.Full))]), ct);
        read += batch.Count;
        foreach (var one in said)
        {
            counted[one.Outcome]++;
            told?.Invoke(one);
        }

        return new(Stopped: null);
    }

    /// <summary>What a row does, or why it does nothing; neither where it stands beside others.</summary>
    private (ImportChange? Change, IReadOnlyList<Refusal> Problems) Decide(ImportRow row, IReadOnlyList<Stored> standing)
    {
        if (row.Refusals.Count > 0 || row.IsPassedOver)
        {
            return (null, row.Refusals);
        }

        var before = standing is [var stored] ? vault.Open(stored.Record, stored.WrappedKey) : null;
        if (row.Kind is { } only && (row.Command?.Kind ?? before?.Kind) is { } kind && kind != only)
        {
            return (null, [new("other-collection", "/kind", $"A record of the kind {kind} stands in another collection.")]);
        }

        if (row.Reference is null)
        {
            return (null, [new("required", "/reference", "A row of an import is known by its reference.")]);
        }

        if (standing.Count > 1)
        {
            return (null, [new("reference-ambiguous", "/reference", "Several own records have this reference.")]);
        }

        if (row.Command is not { } command)
        {
            // What was never here, or is withdrawn already, needs no withdrawal.
            return before is null ? (null, [])
                : Done(before.Status == IndicatorStatus.Withdrawn ? Decision.AlreadySo : before.Withdraw(new("Revoked by its producer."), visit.Now));
        }

        if (Shapes.Refusals(shape, command) is { Count: > 0 } misshapen)
        {
            return (null, misshapen);
        }

        return Done(before is null ? Indicator.Submit(command, visit.Member, visit.Registry, visit.Now) : before.Restate(command, visit.Caller.Roles, visit.Member, visit.Registry, visit.Now));

        (ImportChange?, IReadOnlyList<Refusal>) Done(Decision decision) =>
            decision.IsAccepted ? (new(before?.Id ?? ids.Next(visit.Member.Id), before, before is null ? null : standing[0].WrappedKey, decision.Facts), []) : (null, decision.Refusals);
    }
}
