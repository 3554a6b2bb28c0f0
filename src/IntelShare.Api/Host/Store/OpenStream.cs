using JasperFx.Events;
using Marten;

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
        return new(id, stream, await RecordKeys.FindAsync(session, id, ct));
    }

    /// <summary>Loads several, their secrets closed.</summary>
    public static async Task<IReadOnlyList<StreamBeside<T>>> LoadAsync(IDocumentSession session, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var streams = new List<StreamBeside<T>>();
        foreach (var id in ids)
        {
            streams.Add(await LoadAsync(session, id, ct));
        }

        return streams;
    }
}
