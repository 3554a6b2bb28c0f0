using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// The one database connection of a request, from its first look-up to its audit entry: a connection is reset each time it
/// goes back to the pool, which costs PostgreSQL more than a look-up. Closed before the answer leaves, and before anything
/// that takes a connection of its own: forty requests that hold one and wait for another would wait for ever.
/// </summary>
internal sealed class Line(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? connection;

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct) => connection ??= await source.OpenConnectionAsync(ct);

    public async ValueTask CloseAsync()
    {
        if (connection is { } open)
        {
            connection = null;
            await open.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();
}
