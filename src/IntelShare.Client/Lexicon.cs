namespace IntelShare.Client;

/// <summary>What is asked of the harmonised lexicon.</summary>
public sealed record LexiconQuestion
{
    private LexiconQuestion()
    {
    }

    internal string? Term { get; private init; }

    internal string? Concept { get; private init; }

    internal string? Country { get; private init; }

    internal string? Name { get; private init; }

    /// <summary>What a term stands for.</summary>
    /// <param name="term">Compared folded: an emoji, word, phrase or hashtag.</param>
    public static LexiconQuestion OfTerm(string term) => new() { Term = term };

    /// <summary>What stands for a concept.</summary>
    /// <param name="concept">Id of <c>/v1/concepts</c>, or <c>other</c>.</param>
    /// <param name="country">Terms that are placed there: ISO 3166-1 alpha-2.</param>
    public static LexiconQuestion OfConcept(string concept, string? country = null) => new() { Concept = concept, Country = country };

    /// <summary>What an emoji stands for.</summary>
    /// <param name="name">Its name in one of ten languages, whole and compared folded: <c>kälke</c>.</param>
    public static LexiconQuestion OfName(string name) => new() { Name = name };
}

/// <summary>What all that may be read says of one term.</summary>
public sealed record HarmonisedTerm
{
    /// <summary>Folded.</summary>
    public required string Term { get; init; }

    /// <summary>As owners wrote it.</summary>
    public required IReadOnlyList<string> Spellings { get; init; }

    /// <summary>Of an emoji, by language.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    public required IReadOnlyList<Sense> Senses { get; init; }
}

/// <summary>One sense of a term, with who says so.</summary>
public sealed record Sense
{
    /// <summary>Id of <c>/v1/concepts</c>, or <c>other</c>.</summary>
    public required string Concept { get; init; }

    /// <summary>Of those that agree.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Of those that agree.</summary>
    public required IReadOnlyList<string> Platforms { get; init; }

    /// <summary>Of those that agree.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public DateOnly? FirstSeen { get; init; }

    public DateOnly? LastSeen { get; init; }

    /// <summary>To be reviewed: for a year nobody is known to have seen it.</summary>
    public required bool Stale { get; init; }

    /// <summary>Agencies that assert it.</summary>
    public required IReadOnlyList<string> Agrees { get; init; }

    /// <summary>Agencies that dispute it.</summary>
    public required IReadOnlyList<string> Disputes { get; init; }

    /// <summary>What each owner says, those that dispute too.</summary>
    public required IReadOnlyList<OwnersAssertion> Assertions { get; init; }

    /// <summary>By month, the oldest first.</summary>
    public required IReadOnlyList<MonthOfSightings> Sightings { get; init; }
}

/// <summary>One owner's word on a sense.</summary>
public sealed record OwnersAssertion
{
    /// <summary>Id of the record.</summary>
    public required Guid Indicator { get; init; }

    public required string Owner { get; init; }

    public required Stance Stance { get; init; }

    /// <summary>As the owner wrote it: another than the sense's where the two were merged.</summary>
    public required string Concept { get; init; }

    public string? Meaning { get; init; }

    public required bool Ambiguous { get; init; }

    /// <summary>How seldom the term is harmless, where its owner counted.</summary>
    public Specificity? Specificity { get; init; }

    public Evaluation? Evaluation { get; init; }

    public required Handling Handling { get; init; }

    public required IReadOnlyList<Obligation> Obligations { get; init; }

    public DateOnly? ObservedFrom { get; init; }

    public DateOnly? ObservedTo { get; init; }
}

/// <summary>How often a sense was reported as seen in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Count">In all.</param>
public sealed record MonthOfSightings(DateOnly Month, long Count);
