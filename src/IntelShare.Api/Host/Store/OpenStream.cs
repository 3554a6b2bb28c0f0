using JasperFx.Events;
using Marten;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>A record, or a request about some, opened for a change.</summary>
internal sealed record OpenStream<T>(IDocumentSession Session, IEventStream<T> Stream, T Record, byte[]? WrappedKey) : IAsyncDisposable where T : class
{
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}

/// <summary>Another stream loaded beside an opened one.</summary>
internal sealed record StreamBeside<T>(Guid Id, IEventStream<T> Stream, byte[]? WrappedKey) where T : class
{
    public static async Task<StreamBeside<T>> LoadAsync(IDocumentSession session, Guid id, CancellationToken ct)
    {
        var stream = await session.Events.FetchForWriting<T>(id, ct);
        return new(id, stream, await RecordKey.OfAsync(session, id, ct));
    }
}

/// <summary>The wrapped key of a stream; null for one without a secret, and once it is erased.</summary>
internal static class RecordKey
{
    public static async Task<byte[]?> OfAsync(IDocumentSession session, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select wrapped from intelshare.record_key where indicator = $1") { Parameters = { new() { Value = id } } };
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) ? await reader.GetFieldValueAsync<byte[]>(0, ct) : null;
    }
}
