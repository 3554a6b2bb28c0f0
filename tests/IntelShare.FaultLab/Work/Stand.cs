namespace IntelShare.FaultLab.Work;

/// <summary>Whom a record is released to.</summary>
[Flags]
internal enum Audience
{
    Nobody = 0,
    France = 1,
    Netherlands = 2,
    Both = France | Netherlands,
}

/// <summary>How a record ended.</summary>
internal enum Ending
{
    Open,
    Withdrawn,
    Erased,
}

/// <summary>What an owner made of a record.</summary>
/// <param name="Revision">Of its words; each amendment raises it.</param>
/// <param name="Audience">Whom it is released to.</param>
/// <param name="Ending">Whether and how it ended.</param>
internal sealed record Stand(int Revision, Audience Audience, Ending Ending)
{
    /// <summary>Whether a reader is told of it in full.</summary>
    public bool Tells(string reader) => Ending == Ending.Open && Audience.HasFlag(reader == "fr-ofast" ? Audience.France : Audience.Netherlands);
}

/// <summary>One act of an owner: what the record is after it, when it was asked for, and what came of it.</summary>
internal sealed class Step(Stand after, long began)
{
    public Stand After => after;

    public long Began => began;

    /// <summary>Null while nobody answered.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>When it was acknowledged.</summary>
    public long Ended { get; set; } = long.MaxValue;

    public bool IsOk => Outcome == Work.Outcome.Ok;
}

/// <summary>The acts of one owner on one record, one after the other.</summary>
internal sealed class History
{
    private readonly Lock one = new();
    private readonly List<Step> steps = [];

    /// <summary>After the last act that did not fail; null before the first.</summary>
    public Stand? Last => Effective() is [.., var last] ? last.After : null;

    /// <summary>The act of which nobody can say what became of it.</summary>
    public Step? Doubtful => Effective() is [.., { IsOk: false } last] ? last : null;

    /// <summary>When the last act was acknowledged.</summary>
    public long Turned => Effective() is [.., var last] ? last.Ended : 0;

    public Step Begin(Stand after, long at)
    {
        lock (one)
        {
            var step = new Step(after, at);
            steps.Add(step);
            return step;
        }
    }

    /// <summary>Says what came of an act; what is acknowledged stays so.</summary>
    public void End(Step step, Outcome outcome, long at)
    {
        lock (one)
        {
            if (!step.IsOk)
            {
                (step.Outcome, step.Ended) = (outcome, outcome == Outcome.Ok ? at : long.MaxValue);
            }
        }
    }

    /// <summary>
    /// All that a request may have found that was under way between two moments; null: no record. An act may count from when it was asked for, and must
    /// from when it was acknowledged.
    /// </summary>
    public IReadOnlyList<Stand?> Possible(long from, long to)
    {
        var effective = Effective();
        var first = effective.FindLastIndex(step => step.IsOk && step.Ended < from);
        return [.. first < 0 ? [null] : Array.Empty<Stand?>(), .. effective.Skip(Math.Max(first, 0)).Where(step => step.Began <= to).Select(step => step.After)];
    }

    /// <summary>How often a reader may have to be told of the record with these words: since they were new, or the reader was.</summary>
    public int Openings(string reader, int revision) => Turns((before, after) => after.Tells(reader) && after.Revision == revision && (before?.Tells(reader) != true || before.Revision != revision));

    /// <summary>How often the record was taken from a reader.</summary>
    public int Closings(string reader) => Turns((before, after) => before?.Tells(reader) == true && !after.Tells(reader));

    private int Turns(Func<Stand?, Stand, bool> turns)
    {
        var effective = Effective();
        return effective.Where((step, i) => turns(i == 0 ? null : effective[i - 1].After, step.After)).Count();
    }

    private List<Step> Effective()
    {
        lock (one)
        {
            return steps.FindAll(step => step.Outcome != Outcome.Failed);
        }
    }
}
