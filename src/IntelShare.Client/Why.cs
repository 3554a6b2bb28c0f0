namespace IntelShare.Client;

/// <summary>Why something is asked for. All of it goes on record; case and justification sealed.</summary>
/// <param name="Purpose">Code of one of the caller's purposes.</param>
/// <param name="Case">The own case reference, at most 128 code points. Mandatory wherever the answer may hold personal data.</param>
/// <param name="Justification">Why protected persons are asked for, at most 500 code points. Without it they stay out of every answer.</param>
public sealed record Why(string Purpose, string? Case = null, string? Justification = null)
{
    /// <summary>A reason for one of the purposes that this version knows.</summary>
    public Why(Purpose purpose, string? @case = null, string? justification = null)
        : this(Code.Of(purpose), @case, justification)
    {
    }
}

/// <summary>What a request says beside its address and its body.</summary>
/// <param name="Why">Mandatory on every read of content, unless the client's registration states it.</param>
/// <param name="IdempotencyKey">Names a write that makes something, so that it can be repeated: 1 to 64 printable ASCII characters.</param>
/// <param name="IfMatch">Names the version that is changed: the owner's ETag, or * for whatever stands.</param>
public sealed record Stated(Why? Why = null, string? IdempotencyKey = null, string? IfMatch = null)
{
    /// <summary>Nothing.</summary>
    public static readonly Stated Nothing = new();

    /// <summary>Whether a request that says so can be sent again though nobody knows what became of it: it happens at most once.</summary>
    internal bool IsRepeatable => IdempotencyKey is not null || IfMatch is not (null or "*");

    internal IEnumerable<(string Name, string Value)> Headers()
    {
        (string Name, string? Value)[] headers =
        [
            ("Intel-Purpose", Why?.Purpose), ("Intel-Case", Encoded(Why?.Case)), ("Intel-Justification", Encoded(Why?.Justification)),
            ("Idempotency-Key", IdempotencyKey), ("If-Match", IfMatch),
        ];
        return headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!));

        static string? Encoded(string? words) => words is null ? null : Uri.EscapeDataString(words);
    }
}
