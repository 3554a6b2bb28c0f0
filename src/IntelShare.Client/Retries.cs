namespace IntelShare.Client;

/// <summary>
/// How often a call is repeated, and how long that is waited for. Repeated is only what happens at most once however often it is sent:
/// a GET, a write with an Idempotency-Key, a change that names its version. And only where the connection broke, the hub or what
/// stands before it was not up to it (502, 503, 504), or asks to wait (429).
/// </summary>
public sealed record Retries
{
    /// <summary>None: each call once.</summary>
    public static readonly Retries None = new() { Attempts = 1 };

    /// <summary>Each call once, but where the hub turns it away for a moment and says for how long (429).</summary>
    public static readonly Retries WhenAsked = new() { Attempts = 20, OnlyWhenAsked = true };

    /// <summary>Attempts at most, the first one included.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>How long to wait before the second attempt, at most; then twice as long each time. Half of it is left to chance, so that clients do not come back together.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait. Whoever is told to wait longer, for a budget that begins anew tomorrow, gets the refusal.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether nothing else is repeated than what the hub asked to wait with: not what broke.</summary>
    public bool OnlyWhenAsked { get; init; }

    /// <summary>How long to wait after an attempt that was not answered; null where it was the last one.</summary>
    internal TimeSpan? After(int attempt)
    {
        if (attempt >= Attempts || OnlyWhenAsked)
        {
            return null;
        }

        var doubled = First * Math.Pow(2, Math.Min(attempt - 1, 20));
        return (doubled < Longest ? doubled : Longest) * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    /// <summary>The same after a refusal; null where it is final.</summary>
    internal TimeSpan? After(int attempt, ProblemException refused) => refused.Status is not (429 or 502 or 503 or 504) || (OnlyWhenAsked && refused.Status != 429) ? null
        : refused.RetryAfter is { } asked ? (attempt < Attempts && asked <= Longest ? asked : null)
        : After(attempt);
}
