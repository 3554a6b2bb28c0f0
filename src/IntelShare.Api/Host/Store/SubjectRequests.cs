using System.Text.Json;
using IntelShare.Keeping;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>On which side of a person's request a member stands; it may stand on both.</summary>
internal enum SubjectSide
{
    /// <summary>It took the request in.</summary>
    Intake,

    /// <summary>It was consulted about its own records.</summary>
    Owner,
}

/// <summary>A stored request of a person, its words still closed, and the wrapped key that may open them.</summary>
internal readonly record struct StoredSubjectRequest(SubjectRequest Request, byte[]? WrappedKey);

/// <summary>Reads persons' requests as the inline projection wrote them. What of one a caller may see is decided by its side.</summary>
internal sealed class SubjectRequests(Line line)
{
    private const string Select =
        $"""
        select d.data, k.wrapped from {EventStore.Documents}.mt_doc_subject_request d
        left join intelshare.record_key k on k.indicator = d.id

        """;

    private const string ById = Select + "where d.id = $1";

    private const string OfMember = Select +
        """
        join intelshare.subject_queue q on q.id = d.id
        where q.member = $1 and q.side = $2 and (q.at, q.id) < ($3, $4) order by q.at desc, q.id desc limit $5
        """;

    public async Task<StoredSubjectRequest?> FindAsync(Guid id, CancellationToken ct) => await ReadAsync(ById, [id], ct) is [var found] ? found : null;

    /// <summary>A member's requests on one side, newest first: those it took in, those it was consulted about.</summary>
    public Task<List<StoredSubjectRequest>> OfAsync(string member, SubjectSide side, Place after, int most, CancellationToken ct) =>
        ReadAsync(OfMember, [member, side.Code(), after.At, after.Id, most], ct);

    private async Task<List<StoredSubjectRequest>> ReadAsync(string sql, object[] values, CancellationToken ct)
    {
        var found = new List<StoredSubjectRequest>();
        await using var command = new NpgsqlCommand(sql, await line.OpenAsync(ct));
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(JsonSerializer.Deserialize<SubjectRequest>(reader.GetFieldValue<byte[]>(0), Json.Stored)!, reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)));
        }

        return found;
    }
}
