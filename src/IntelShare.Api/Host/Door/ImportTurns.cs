using System.Collections.Concurrent;

namespace IntelShare.Api.Host.Door;

/// <summary>One import of an agency at a time on this node: the lock of the database keeps the other nodes out.</summary>
internal sealed class ImportTurns
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> members = new(StringComparer.Ordinal);

    /// <summary>False where the turn did not come in time.</summary>
    public Task<bool> EnterAsync(string member, TimeSpan patience, CancellationToken ct) => members.GetOrAdd(member, _ => new(1, 1)).WaitAsync(patience, ct);

    public void Leave(string member) => members[member].Release();
}
