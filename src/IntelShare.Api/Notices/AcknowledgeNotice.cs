using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Notices;

/// <summary>When a notice was acknowledged, and by which officer of the agency.</summary>
internal sealed record Acknowledged(Guid Id, DateTimeOffset At, string By);

internal static class AcknowledgeNoticeEndpoint
{
    // Whoever was first stays on record.
    private const string Acknowledge =
        """
        update intelshare.notice set acknowledged_at = coalesce(acknowledged_at, $4), acknowledged_by = coalesce(acknowledged_by, $5)
        where id = $1 and member = $2 and kind = any($3) returning acknowledged_at, acknowledged_by
        """;

    public static async Task<Answer> Post(string id, Visit visit, Line line, Trail trail, CancellationToken ct)
    {
        if (!Ids.TryRead(id, out var notice))
        {
            return Problems.NotFound();
        }

        var connection = await line.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await AcknowledgeAsync() is not { } acknowledged)
        {
            return Problems.NotFound();
        }

        var answer = Answer.Json(StatusCodes.Status200OK, acknowledged);
        await trail.EnterAsync(trail.EntryOf(visit, answer.Outcome, answer.Told), line, ct);
        await transaction.CommitAsync(ct);
        visit.IsEntered = true;
        return answer;

        async Task<Acknowledged?> AcknowledgeAsync()
        {
            await using var command = new NpgsqlCommand(Acknowledge, connection)
            {
                Parameters =
                {
                    new() { Value = notice },
                    new() { Value = visit.Member.Id },
                    new() { Value = Inbox.Kinds(visit.Caller.Roles) },
                    new() { Value = visit.Now },
                    new() { Value = visit.Caller.Officer },
                },
            };
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? new(notice, reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1)) : null;
        }
    }
}
