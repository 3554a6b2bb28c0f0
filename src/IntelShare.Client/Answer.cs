namespace IntelShare.Client;

/// <summary>What the hub answered.</summary>
/// <param name="Value">The body.</param>
/// <param name="ETag">Of an own record: what the next change of it names. Of another's: of the bytes.</param>
/// <param name="AuditEntry">What the own agency calls this request in its trail and its log. Kept, it proves later that the answer is on record.</param>
public sealed record Answer<T>(T Value, string? ETag, string? AuditEntry);
