using System.Threading.RateLimiting;

namespace IntelShare.Api.Host.Door;

/// <summary>A token bucket that fills by the hub's own clock; the library's fills by the machine's.</summary>
internal sealed class Bucket(double perSecond, int burst, TimeProvider clock) : RateLimiter
{
    private static readonly Lease Acquired = new(true);
    private static readonly Lease Refused = new(false);
    private readonly Lock spending = new();
    private double left = burst;
    private long spentAt = clock.GetTimestamp();

    /// <summary>Null while it is not full: a bucket that was thrown away would come back full.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (spending)
            {
                var now = clock.GetTimestamp();
                return Left(now) < burst ? null : clock.GetElapsedTime(spentAt, now);
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (spending)
        {
            var now = clock.GetTimestamp();
            var has = Left(now);
            if (has < permitCount)
            {
                return Refused;
            }

            (left, spentAt) = (has - permitCount, now);
            return Acquired;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private double Left(long now) => Math.Min(burst, left + (clock.GetElapsedTime(spentAt, now).TotalSeconds * perSecond));

    private sealed class Lease(bool acquired) : RateLimitLease
    {
        public override bool IsAcquired => acquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
