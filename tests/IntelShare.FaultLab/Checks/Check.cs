namespace IntelShare.FaultLab.Checks;

/// <summary>What must never be found. Each name stands in the report, with how often it was.</summary>
internal enum Check
{
    /// <summary>An acknowledged write that is not there, or an older state that is told again.</summary>
    AcknowledgedLost,

    /// <summary>One submission that became two records.</summary>
    Duplicates,

    /// <summary>A write of which nobody can say what became of it.</summary>
    Unsettled,

    /// <summary>A write of which only a part is there.</summary>
    TornWrites,

    /// <summary>An answer whose entry is not in the trail.</summary>
    AuditMissing,

    /// <summary>A change that a feed never told.</summary>
    FeedGaps,

    /// <summary>A change that a feed told twice.</summary>
    FeedRepeats,

    /// <summary>A record that was told to whom its owner did not, or no longer, release it.</summary>
    PolicyViolations,

    /// <summary>Anything of an erased record that can still be found or read, over HTTP, in tables or in files.</summary>
    ErasedFound,

    /// <summary>A log that does not go on from itself, a receipt that is not proved.</summary>
    LogProofs,

    /// <summary>A refusal or a failure that no fault excuses.</summary>
    WrongAnswers,

    /// <summary>A node that ended by itself.</summary>
    NodesEnded,
}
