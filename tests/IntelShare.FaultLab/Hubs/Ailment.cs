namespace IntelShare.FaultLab.Hubs;

/// <summary>What is wrong with a connection between a node and its database.</summary>
internal sealed record Ailment
{
    public static readonly Ailment None = new();

    /// <summary>Each piece arrives so much later, in both directions.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Pieces of at most so many bytes; 0: as they come.</summary>
    public int Slice { get; init; }

    /// <summary>Connections are reset, and none is made.</summary>
    public bool Cuts { get; init; }

    /// <summary>Nothing arrives, and nobody is told.</summary>
    public bool Stalls { get; init; }

    /// <summary>Where the database says that a transaction is committed, the connection ends instead: one in so many; 0: none.</summary>
    public int DropsCommitOneIn { get; init; }
}
