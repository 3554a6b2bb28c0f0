namespace IntelShare.Client;

/// <summary>Tokens of one client, signed by its own key: one is used for half its life, since the hub remembers for a while that it was good.</summary>
internal sealed class Tokens(ClientKey key, IReadOnlyCollection<string>? roles, string? officer, TimeProvider clock)
{
    private Signed? last;

    public ValueTask<string> OfNowAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        if (last is { } known && now - known.At < ClientKey.Life / 2 && now >= known.At)
        {
            return ValueTask.FromResult(known.Text);
        }

        last = new(key.Sign(now, roles, officer), now);
        return ValueTask.FromResult(last.Text);
    }

    private sealed record Signed(string Text, DateTimeOffset At);
}
