using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Keeping;

/// <summary>
/// Reminds of the limits of persons' requests, each member of each once: the intake a week before it must have forwarded, and
/// when it has not, when the outcome can be read, and when the person was not answered in time; an owner a week before that one moment.
/// A limit that passed is told to auditors too. One node at a time, so that nothing is told twice.
/// </summary>
internal sealed class SubjectReminding(NpgsqlDataSource source, Ids ids, TimeProvider clock, ILogger<SubjectReminding> log) : Rounds(TimeSpan.FromMinutes(1), clock, log)
{
    private const int Batch = 500;
    private const string Turn = "select pg_advisory_xact_lock(hashtext('intelshare.subject-due'))";

    private const string Take =
        """
        delete from intelshare.subject_due where (request, member, step) in (select request, member, step from intelshare.subject_due where at <= $1 order by at limit $2)
        returning request, member, step, at
        """;

    private const string Tell =
        """
        insert into intelshare.notice (member, id, at, kind, about)
        select n.member, n.id, n.at, n.kind, n.about from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::text[], $5::uuid[], $6::int[]) n(member, id, at, kind, about, nth) order by n.nth
        """;

    /// <summary>Tells what is due by now.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        while (await WorkAsync(ct) == Batch)
        {
        }
    }

    private async Task<int> WorkAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var turn = new NpgsqlCommand(Turn, connection))
        {
            await turn.ExecuteNonQueryAsync(ct);
        }

        var due = new List<(DateTimeOffset At, Guid Request, string Member, SubjectStep Step)>();
        await using (var take = new NpgsqlCommand(Take, connection) { Parameters = { new() { Value = Clock.GetUtcNow() }, new() { Value = Batch } } })
        {
            await using var reader = await take.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var step = Codes.TryRead<SubjectStep>(reader.GetString(2), out var read) ? read : throw new InvalidOperationException("A step that this version does not know.");
                due.Add((reader.GetFieldValue<DateTimeOffset>(3), reader.GetGuid(0), reader.GetString(1), step));
            }
        }

        // At the moment that it was due, and in an order that says nothing of who else is told.
        (DateTimeOffset At, Notice Notice)[] notices =
        [
            .. due.OrderBy(row => row.At).ThenBy(row => row.Member, StringComparer.Ordinal).ThenBy(row => row.Request).ThenBy(row => row.Step)
                .SelectMany(row => Of(row.Step).Select(kind => (row.At, new Notice(row.Member, kind, row.Request)))),
        ];
        await using var tell = new NpgsqlCommand(Tell, connection)
        {
            Parameters =
            {
                new() { Value = notices.Select(told => told.Notice.Member).ToArray() },
                new() { Value = notices.Select(told => Notice.NextId(ids, told.Notice.Member)).ToArray() },
                new() { Value = notices.Select(told => told.At.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = notices.Select(told => told.Notice.Kind.Code()).ToArray() },
                new() { Value = notices.Select(told => told.Notice.About).ToArray() },
                new() { Value = Enumerable.Range(0, notices.Length).ToArray() },
            },
        };
        await tell.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return due.Count;
    }

    /// <summary>What a step is told as: to those who act, and where a limit passed to those who watch over them.</summary>
    private static NoticeKind[] Of(SubjectStep step) => step switch
    {
        SubjectStep.Outcome => [NoticeKind.SubjectRequestReady],
        SubjectStep.ForwardSoon or SubjectStep.ConsultationSoon => [NoticeKind.SubjectRequestDue],
        SubjectStep.ForwardOverdue or SubjectStep.AnswerOverdue => [NoticeKind.SubjectRequestDue, NoticeKind.SubjectRequestOverdue],
        _ => [NoticeKind.SubjectRequestOverdue],
    };
}
