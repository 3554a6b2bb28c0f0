using System.Globalization;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>A month of the own log, and all after it, that is kept beyond its three years.</summary>
/// <param name="Month">Year and month, in UTC.</param>
internal sealed record HoldView(string Month, HoldState State, HoldAct Placed, HoldAct? Confirmed, HoldAct? Lifting, HoldAct? Lifted)
{
    public static HoldView Of(Hold hold) => new(HoldsEndpoint.Text(hold.Month), hold.State, hold.Placed, hold.Confirmed, hold.Lifting, hold.Lifted);
}

/// <summary>Legal hold: two auditors of an agency keep a month of its log from being dropped, and two let it go.</summary>
internal static class HoldsEndpoint
{
    private const string Columns = "id, month, placed_by, placed_at, confirmed_by, confirmed_at, lifting_by, lifting_at, lifted_by, lifted_at";
    private const string All = $"select {Columns} from intelshare.audit_hold where log = $1 order by month, placed_at";
    private const string Open = $"select {Columns} from intelshare.audit_hold where log = $1 and month = $2 and lifted_at is null";
    private const string Turn = "select pg_advisory_xact_lock(hashtext('intelshare.audit_hold ' || $1))";
    private const string IsLeft = "select exists (select from intelshare.audit_fold where log = $1 and at >= $2 and at < $3)";

    private const string Write =
        $"""
        insert into intelshare.audit_hold ({Columns}, log) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (id) do update set confirmed_by = $5, confirmed_at = $6, lifting_by = $7, lifting_at = $8, lifted_by = $9, lifted_at = $10
        """;

    public static async Task<Answer> ListHolds(string log, Visit visit, Line line, CancellationToken ct)
    {
        if (log != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        var holds = await ReadAsync(await line.OpenAsync(ct), All, ct, log);
        return Answer.Json(StatusCodes.Status200OK, new PageOf<HoldView>([.. holds.Select(stored => HoldView.Of(stored.Hold))], Next: null));
    }

    [Published(Problems = ["leaves-gone"])]
    public static Task<Answer> PlaceHold(string log, string month, Visit visit, Line line, Trail trail, Ids ids, CancellationToken ct) => ChangeAsync(
        log, month, visit, line, trail, (first, stored) => stored is var (id, hold) ? (id, hold.Place(visit.Caller.Officer, visit.Now)) : (ids.Next(log), new(first, new(visit.Caller.Officer, visit.Now))), ct);

    public static Task<Answer> LiftHold(string log, string month, Visit visit, Line line, Trail trail, CancellationToken ct) => ChangeAsync(
        log, month, visit, line, trail, (_, stored) => stored is var (id, hold) ? (id, hold.Lift(visit.Caller.Officer, visit.Now)) : null, ct);

    public static string Text(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>One officer after the other, with the entry in one transaction, and with a month that is being dropped not at the same time.</summary>
    private static async Task<Answer> ChangeAsync(string log, string month, Visit visit, Line line, Trail trail, Func<DateOnly, (Guid Id, Hold Hold)?, (Guid Id, Hold Hold)?> change, CancellationToken ct)
    {
        if (log != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        if (!DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) || Retaining.StartOf(first) > visit.Now)
        {
            return Problems.Of("malformed-parameter", "month: a year and a month that has begun, as 2026-11.");
        }

        var connection = await line.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, Turn, ct, log);
        var open = await ReadAsync(connection, Open, ct, log, first);
        if (change(first, open is [var only] ? only : null) is not var (id, hold))
        {
            return Problems.NotFound();
        }

        await ExecuteAsync(connection, Write, ct, [id, first, .. new[] { hold.Placed, hold.Confirmed, hold.Lifting, hold.Lifted }.SelectMany(act => (object?[])[act?.Officer, act?.At]), log]);
        if (hold.Lifted is null && Retaining.IsDue(first, visit.Now) && await ExecuteAsync(connection, IsLeft, ct, log, Retaining.StartOf(first), Retaining.StartOf(first.AddMonths(1))) is not true)
        {
            return Problems.Of("leaves-gone");
        }

        var answer = Answer.Json(StatusCodes.Status200OK, HoldView.Of(hold));
        await trail.EnterAsync(trail.EntryOf(visit, answer.Outcome, answer.Told), line, ct);
        await transaction.CommitAsync(ct);
        visit.IsEntered = true;
        return answer;
    }

    private static async Task<List<(Guid Id, Hold Hold)>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var holds = new List<(Guid, Hold)>();
        while (await reader.ReadAsync(ct))
        {
            holds.Add((reader.GetGuid(0), new(reader.GetFieldValue<DateOnly>(1), Act(2)!, Act(4), Act(6), Act(8))));
        }

        return holds;

        HoldAct? Act(int at) => reader.IsDBNull(at) ? null : new(reader.GetString(at), reader.GetFieldValue<DateTimeOffset>(at + 1));
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync(ct);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
