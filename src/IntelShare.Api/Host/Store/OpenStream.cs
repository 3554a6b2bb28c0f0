using JasperFx.Events;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>A record, or a request about some, opened for a change.</summary>
internal sealed record OpenStream<T>(IDocumentSession Session, IEventStream<T> Stream, T Record, byte[]? WrappedKey) : IAsyncDisposable where T : class
{
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}

/// <summary>Another stream loaded beside an opened one.</summary>
internal sealed record StreamBeside<T>(Guid Id, IEventStream<T> Stream, byte[]? WrappedKey) where T : class;
