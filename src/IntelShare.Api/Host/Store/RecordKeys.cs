using Marten;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>The wrapped key of each stream that seals something: the one table of content from which the run-time role may delete.</summary>
internal static class RecordKeys
{
    private const string Insert = "insert into intelshare.record_key (indicator, wrapped) select * from unnest(?::uuid[], ?::bytea[])";
    private const string Select = "select wrapped from intelshare.record_key where indicator = $1";

    /// <summary>Queues the keys of streams that had none.</summary>
    public static void Add(IDocumentSession session, params IReadOnlyList<(Guid Stream, byte[] Wrapped)> keys)
    {
        if (keys.Count > 0)
        {
            session.QueueSqlCommand(Insert, keys.Select(key => key.Stream).ToArray(), keys.Select(key => key.Wrapped).ToArray());
        }
    }

    /// <summary>Null where nothing was ever sealed, or where it was erased.</summary>
    public static async Task<byte[]?> FindAsync(IDocumentSession session, Guid stream, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Select) { Parameters = { new() { Value = stream } } };
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) ? await reader.GetFieldValueAsync<byte[]>(0, ct) : null;
    }
}
