using System.Text.Json;

namespace IntelShare.Client;

/// <summary>Why one member of a body was refused.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Pointer">JSON pointer into the body (RFC 6901).</param>
/// <param name="Reason">For people.</param>
public sealed record Refusal(string Code, string Pointer, string Reason);

/// <summary>The hub refused, and said why (RFC 9457). Switch on <see cref="Code"/>; it is never renamed.</summary>
#pragma warning disable RCS1194 // Made of an answer, and of nothing else.
public sealed class ProblemException : Exception
#pragma warning restore RCS1194
{
    /// <summary>The code where something answered that is no hub.</summary>
    public const string NoHub = "no-answer-of-a-hub";

    private ProblemException(Problem problem, string json)
        : base($"The hub refused: {problem.Code} ({problem.Status}). {problem.Detail ?? problem.Title}") =>
        (Code, Status, Detail, Problems, Json) = (problem.Code, problem.Status, problem.Detail ?? problem.Title, problem.Problems ?? [], json);

    /// <summary>What is wrong: <c>refused</c>, <c>version-mismatch</c>, <c>too-many-requests</c>, …</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>For people.</summary>
    public string Detail { get; }

    /// <summary>With <c>refused</c>: everything that is wrong with the body.</summary>
    public IReadOnlyList<Refusal> Problems { get; }

    /// <summary>What the own agency calls this request in its trail; null where it was not let in.</summary>
    public string? AuditEntry { get; private init; }

    /// <summary>After which time to ask again; null where the hub does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>
    /// Whether it may have happened nevertheless: this attempt or one before it was cut off, or came to <c>outcome-unknown</c>. A
    /// <c>version-mismatch</c> then may be of the own change: read the record.
    /// </summary>
    public bool MayHaveHappened { get; private init; }

    /// <summary>The problem as it was answered.</summary>
    public string Json { get; }

    internal static async Task<ProblemException> ReadAsync(HttpResponseMessage response, bool earlierMayHave, TimeProvider clock, CancellationToken ct)
    {
        var (problem, json) = Parse(await response.Content.ReadAsStringAsync(ct), (int)response.StatusCode);
        var after = response.Headers.RetryAfter;
        return new(problem, json)
        {
            AuditEntry = Header(response, "Audit-Entry"),
            RetryAfter = after?.Delta ?? (after?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - clock.GetUtcNow()).Ticks)) : null),
            MayHaveHappened = earlierMayHave || problem.Code == "outcome-unknown" || (problem.Code == NoHub && problem.Status >= 500),
        };
    }

    internal static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>What stands between hub and client may answer otherwise.</summary>
    private static (Problem Problem, string Json) Parse(string text, int status)
    {
        try
        {
            if (JsonSerializer.Deserialize<Problem>(text, Client.Json.Wire) is { } problem)
            {
                return (problem, text);
            }
        }
        catch (JsonException)
        {
            // No problem of the hub's.
        }

        var stranger = new Problem("about:blank", "", status, NoHub) { Detail = $"Something answered {status} that is no hub's answer." };
        return (stranger, JsonSerializer.Serialize(stranger, Client.Json.Wire));
    }
}

internal sealed record Problem(string Type, string Title, int Status, string Code)
{
    public string? Detail { get; init; }

    public IReadOnlyList<Refusal>? Problems { get; init; }

    public string? Pointer { get; init; }
}
