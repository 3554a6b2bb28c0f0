namespace IntelShare.Keeping;

/// <summary>Why an owner recalls what it shared.</summary>
public enum RecallReason
{
    /// <summary>What the records say is not so.</summary>
    WrongContent,

    /// <summary>They reached agencies that they were not for.</summary>
    WrongRecipient,

    /// <summary>The owner had to erase them at home (Regulation (EU) 2016/794, Article 31(5)).</summary>
    ErasedAtSource,
}

/// <summary>What a recipient did with what it had.</summary>
public enum RecallAnswer
{
    Deleted,

    /// <summary>Kept, but only for a named ground.</summary>
    Restricted,

    /// <summary>Kept, on a legal basis of the recipient's own.</summary>
    Kept,
}

/// <summary>Take own records back at once and ask everybody who had them to delete and answer.</summary>
/// <param name="Indicators">1 to 100 own records, each once; withdrawn ones too.</param>
/// <param name="Reason">Told to the recipients.</param>
public sealed record IssueRecall(Guid[]? Indicators, RecallReason? Reason)
{
    /// <summary>Instead of records by name: all own ones that an import brought in or named, up to 1,000 of them.</summary>
    public Guid? Import { get; init; }

    /// <summary>Of an import: the recall of those before, to go on behind them; where none is left nothing is recalled, and the answer is 200.</summary>
    public Guid? After { get; init; }
}

/// <summary>Answer a recall, for the whole agency.</summary>
/// <param name="Answer">What was done.</param>
/// <param name="Basis">With <see cref="RecallAnswer.Kept"/>, and only then: on what basis; at most 500 code points.</param>
public sealed record AnswerRecall(RecallAnswer? Answer, string? Basis);
