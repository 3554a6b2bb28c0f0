using System.Runtime.CompilerServices;

namespace IntelShare.Api.Host;

/// <summary>Makes what comes next while something is worked on.</summary>
internal static class Ahead
{
    /// <summary>The same items, each made while the one before is worked on. What fails is thrown where its item would stand.</summary>
    public static async IAsyncEnumerable<T> OneAheadAsync<T>(this IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken ct)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var each = items.GetAsyncEnumerator(left.Token);
        var next = NextAsync();
        try
        {
            while (await next)
            {
                var item = each.Current;
                next = NextAsync();
                yield return item;
            }
        }
        finally
        {
            // Whoever leaves early leaves nothing under way behind.
            await left.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<bool> NextAsync() => Task.Run(() => each.MoveNextAsync().AsTask());
    }
}
