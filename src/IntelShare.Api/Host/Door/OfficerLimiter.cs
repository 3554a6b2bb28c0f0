using System.Threading.RateLimiting;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// How fast one officer is served: when its member's turn comes, by what it has left itself, then by what its member has. A request waits for
/// its turn before it spends, so that what is turned away spends nothing of its member's.
/// </summary>
internal sealed class OfficerLimiter((ConcurrencyLimiter Turns, Bucket Bucket) member, Bucket own) : RateLimiter
{
    private int waiting;

    /// <summary>Null while somebody waits, or the officer's own is not full.</summary>
    public override TimeSpan? IdleDuration => Volatile.Read(ref waiting) > 0 ? null : own.IdleDuration;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Spend(member.Turns.AttemptAcquire(permitCount), permitCount);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            return Spend(await member.Turns.AcquireAsync(permitCount, cancellationToken), permitCount);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>The turn, which ends with the request; given back at once where either bucket is empty.</summary>
    private RateLimitLease Spend(RateLimitLease turn, int permitCount)
    {
        if (!turn.IsAcquired)
        {
            return turn;
        }

        var spent = own.AttemptAcquire(permitCount);
        spent = spent.IsAcquired ? member.Bucket.AttemptAcquire(permitCount) : spent;
        if (spent.IsAcquired)
        {
            return turn;
        }

        turn.Dispose();
        return spent;
    }
}
