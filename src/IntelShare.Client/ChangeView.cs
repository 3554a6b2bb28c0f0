namespace IntelShare.Client;

/// <summary>What happened to a record for a reader.</summary>
internal enum ChangeKind
{
    Unlisted,
    Told,
    Removed,
}

/// <summary>One change of one record, as the contract has it.</summary>
internal sealed record ChangeView(Guid Id, ChangeKind Change)
{
    public IndicatorView? Indicator { get; init; }

    public RemovalReason? Reason { get; init; }

    public IReadOnlyList<string>? Stix { get; init; }

    public IReadOnlyList<Guid>? Misp { get; init; }
}
