namespace IntelShare.Api.Host.Store;

/// <summary>Rung after every write of this node: whoever works behind the counter looks then, and now and then for the writes of other nodes.</summary>
internal class Bell(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim rung = new(0, 1);
    private readonly Lock ringing = new();

    public void Ring()
    {
        lock (ringing)
        {
            if (rung.CurrentCount == 0)
            {
                rung.Release();
            }
        }
    }

    /// <summary>Returns when it was rung since, or after a while.</summary>
    public virtual async Task WaitAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Poll, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await rung.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Not rung here; another node may have written.
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            rung.Dispose();
        }
    }
}
