namespace IntelShare.Audit;

/// <summary>One operation as it is put on record. No value, handle, person or case number stands in it.</summary>
/// <param name="Id">The entry's own id, which no agency is told.</param>
/// <param name="Officer">Opaque, as in its tokens.</param>
/// <param name="Key">The <c>kid</c> that signed the token.</param>
/// <param name="Token">Its <c>jti</c>.</param>
/// <param name="Detail">Commitment to the case and the justification; null where none was stated.</param>
/// <param name="Facts">Commitments to the facts that it wrote, as they are stored.</param>
/// <param name="Asked">Distinct values asked for; of a scan, its texts.</param>
/// <param name="Found">How many of them had an outcome.</param>
public sealed record AuditEntry(
    Guid Id, DateTimeOffset At, string Member, string Client, string Officer, string Key, string Token, string Act, string Outcome, string? Purpose,
    IReadOnlyList<AuditedRecord> Records, string? Detail, IReadOnlyList<string> Facts, int Asked, int Found);

/// <summary>A record of which an operation told something.</summary>
/// <param name="Level"><c>hit</c> or <c>full</c>.</param>
public sealed record AuditedRecord(string Owner, Guid Record, string Level);
