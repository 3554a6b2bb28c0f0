namespace IntelShare.Audit;

/// <summary>What is wrong with an export.</summary>
public enum FaultKind
{
    /// <summary>Something was changed, added, taken out or signed by another.</summary>
    Tampered,

    /// <summary>Something is not there, and what is there is no proof without it.</summary>
    Incomplete,
}

/// <summary>The first thing found wrong, and where.</summary>
/// <param name="File">One of the names in <see cref="Export"/>.</param>
/// <param name="Line">From 1; null where the file as a whole is meant.</param>
/// <param name="What">One sentence. Repeats nothing of the file.</param>
public sealed record Fault(FaultKind Kind, string File, long? Line, string What);
