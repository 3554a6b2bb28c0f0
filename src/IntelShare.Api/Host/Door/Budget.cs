using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// How many distinct values an officer and its agency may ask for on a day (UTC): by search, and by what they put into their
/// records, since cross-matches answer guesses too. Spent before anything is looked up, and by the asker's own requests alone.
/// </summary>
[Published(Problems = [Exhausted])]
internal sealed class Budget(Settings settings, Visit visit, Line line, Purses purses)
{
    // The member's line first, always: two officers who lock in different orders would wait for each other.
    private const string Spend =
        """
        insert into intelshare.value_spent as so_far (member, officer, day, spent, most)
        select $1, line.officer, $3, $4, line.most from (values (1, '', $5::int), (2, $2, $6::int)) line(nth, officer, most) order by line.nth
        on conflict (member, officer, day) do update set spent = so_far.spent + excluded.spent, most = excluded.most
        """;

    /// <summary>The code of its refusal.</summary>
    public const string Exhausted = "query-budget-exhausted";

    private bool spent;

    /// <summary>Spends, and does what <paramref name="sends"/> the statements that it takes; the refusal where the budget does not cover it.</summary>
    public async Task<Answer?> SpendAsync(int values, Func<IReadOnlyList<NpgsqlBatchCommand>, Task> sends)
    {
        visit.Asked = values;
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);

        // A request that runs again under a newer registry asks nothing more.
        var missing = spent ? 0 : purses.Take(visit.Caller, today, values);
        if (missing == 0)
        {
            spent = true;
            await sends([]);
            return null;
        }

        // A little ahead, but not where only that little is left.
        foreach (var drawn in ((int[])[Math.Max(missing, Purses.Draw(settings.Budgets.Officer)), missing]).Distinct())
        {
            try
            {
                await sends(Statements(drawn, today));
                spent = true;
                purses.Put(visit.Caller, today, drawn - missing);
                return null;
            }
            catch (PostgresException refused) when (refused is { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: "value_budget" })
            {
                await line.CloseAsync();
            }
        }

        purses.Put(visit.Caller, today, values - missing);
        return Problems.UntilTomorrow(Exhausted, visit.Now);
    }

    /// <summary>Spends for what a write puts into a record, before the write; the refusal where the budget does not cover it.</summary>
    public Task<Answer?> SpendAsync(int values, CancellationToken ct) => SpendAsync(values, async spending =>
    {
        if (spending.Count > 0)
        {
            await using var batch = new NpgsqlBatch(await line.OpenAsync(ct));
            foreach (var command in spending)
            {
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(ct);
            await line.CloseAsync();
        }
    });

    /// <summary>
    /// They commit at once, so that requests of one agency do not wait for each other's look-ups, and need not be durable
    /// before the audit entry, whose own commit makes them so.
    /// </summary>
    private NpgsqlBatchCommand[] Statements(int values, DateOnly today) =>
    [
        new("begin"),
        new("set local synchronous_commit = off"),
        new(Spend)
        {
            Parameters =
            {
                new() { Value = visit.Member.Id },
                new() { Value = visit.Caller.Officer },
                new() { Value = today },
                new() { Value = values },
                new() { Value = settings.Budgets.Member },
                new() { Value = settings.Budgets.Officer },
            },
        },
        new("commit"),
    ];
}
