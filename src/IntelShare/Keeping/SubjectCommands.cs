using IntelShare.Indicators.Kinds;

namespace IntelShare.Keeping;

/// <summary>What a person asks of the data held about it (Regulation (EU) 2016/794, Articles 36 and 37).</summary>
public enum SubjectAsks
{
    Access,
    Rectification,
    Erasure,
    Restriction,
}

/// <summary>Something under which data about the person may be held.</summary>
/// <param name="Kind">A kind of personal data.</param>
/// <param name="Value">As a search takes it: a handle, a profile URL, a stable id; at most 2,048 code points.</param>
/// <param name="Platform">Narrows an account to one platform; at most 64 code points.</param>
public sealed record SubjectIdentifier(string? Kind, string? Value, string? Platform)
{
    /// <summary>Says nothing: it is about a person.</summary>
    public override string ToString() => nameof(SubjectIdentifier);

    /// <summary>The normalised values under which a record with it is found; null where nothing of the kind can read so.</summary>
    public IReadOnlyList<string>? MatchValues() => Indicators.Kind.All[Kind!].LookUp(Value!, Platform);

    internal IEnumerable<Refusal> Check()
    {
        Refusal[] refusals =
        [
            .. Kind is not null && Indicators.Kind.All.TryGetValue(Kind, out var known) ? Fields.If(!known.Personal, "not-personal", "/kind", "Records of this kind are about nobody.") : [Indicators.Kind.Unknown(Kind, "/kind")],
            .. Text.Required(Value, "/value", 2048),
            .. Text.Optional(Platform, "/platform", 64),
        ];
        return refusals.Length > 0 ? refusals : Fields.If(MatchValues() is null, "identifier-unreadable", "/value", "Nothing of this kind, on this platform, reads so.");
    }
}

/// <summary>Take in what a person asks; any member does, whoever holds something. All members are as on the wire.</summary>
/// <param name="Asks">What is asked.</param>
/// <param name="ReceivedOn">The day on which it came in: the clock starts here. Not in the future, at most 31 days back.</param>
/// <param name="Identifiers">What the person says it is known under; 1 to 20.</param>
/// <param name="Note">The person's wording and how its identity was checked; at most 2,000 code points. The owners consulted read it.</param>
public sealed record ReceiveSubjectRequest(SubjectAsks? Asks, DateOnly? ReceivedOn, SubjectIdentifier?[]? Identifiers, string? Note);

/// <summary>What an owner answers for the records that it holds.</summary>
public enum SubjectAnswer
{
    /// <summary>To a request for access: the data may be communicated, by way of the owner's desk.</summary>
    Disclose,

    Corrected,
    Erased,
    Restricted,

    /// <summary>Nothing may be told, not even that something is held.</summary>
    Withhold,
}

/// <summary>The closed list of grounds of withholding: Article 36(6) of Regulation (EU) 2016/794, then those of Article 37.</summary>
public enum WithholdGround
{
    /// <summary>The task could not be fulfilled properly.</summary>
    TasksAtStake,

    /// <summary>Security and public order, or the prevention of crime.</summary>
    SecurityOrPrevention,

    /// <summary>A national investigation would be jeopardised.</summary>
    NationalInvestigation,

    /// <summary>The rights and freedoms of third parties.</summary>
    RightsOfOthers,

    /// <summary>The data are accurate and lawfully held: there is nothing to correct, erase or restrict.</summary>
    AccurateAndLawful,

    /// <summary>The records are about somebody else: an account is not a person.</summary>
    AnotherPerson,
}

/// <summary>Answer as an owner that was consulted.</summary>
/// <param name="Answer">What is answered.</param>
/// <param name="Ground">Of a withholding, and mandatory there.</param>
/// <param name="Reason">Why; mandatory with a withholding; at most 1,000 code points. Stays with the owner.</param>
public sealed record AnswerSubjectRequest(SubjectAnswer? Answer, WithholdGround? Ground, string? Reason);
