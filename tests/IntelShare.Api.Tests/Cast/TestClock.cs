using Microsoft.Extensions.Time.Testing;

namespace IntelShare.Api.Tests.Cast;

/// <summary>
/// A clock that stands still until told. What repeats comes once however far it is put forward, and again a period after
/// that: a day has 86,400 seconds, and a look every second sees no more in all of them than in the last.
/// </summary>
public sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Repeating(this, () => callback(state), dueTime, period);

    private ITimer CreateOnce(TimerCallback callback) => base.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private sealed class Repeating : ITimer
    {
        private readonly ITimer once;
        private TimeSpan period;

        public Repeating(TestClock clock, Action callback, TimeSpan dueTime, TimeSpan period)
        {
            once = clock.CreateOnce(_ =>
            {
                once!.Change(this.period, Timeout.InfiniteTimeSpan);
                callback();
            });
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // A period of zero is none.
            this.period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            return once.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => once.Dispose();

        public ValueTask DisposeAsync() => once.DisposeAsync();
    }
}
