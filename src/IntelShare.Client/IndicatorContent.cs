using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

/// <summary>What an indicator says; one record for each kind.</summary>
[JsonDerivedType(typeof(LexiconEntry))]
[JsonDerivedType(typeof(RecruitmentPattern))]
[JsonDerivedType(typeof(AccountHandle))]
[JsonDerivedType(typeof(PaymentAddress))]
public abstract record IndicatorContent
{
    internal abstract IndicatorKind Kind { get; }
}

/// <summary>Content of a kind that this version of the library does not know, as the hub told it. It is never sent.</summary>
/// <param name="Json">The content.</param>
public sealed record UnlistedContent(JsonElement Json) : IndicatorContent
{
    internal override IndicatorKind Kind => IndicatorKind.Unlisted;
}

/// <summary>A term, emoji or sequence of both, and what it stands for. Without personal data.</summary>
public sealed record LexiconEntry : IndicatorContent
{
    internal override IndicatorKind Kind => IndicatorKind.LexiconEntry;

    /// <summary>At most 64 code points.</summary>
    public required string Term { get; init; }

    /// <summary>Id of <c>/v1/concepts</c>: <c>drug.cocaine</c>.</summary>
    public required string Concept { get; init; }

    public string? Meaning { get; init; }

    /// <summary>ISO 639; <c>und</c> where it is none.</summary>
    public string? Language { get; init; }

    /// <summary>ISO 3166-1 alpha-2 codes of where it is in use.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Ids of <c>/v1/platforms</c>.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Other spellings that a search finds too.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Whether marks on letters tell terms apart; by default they do not.</summary>
    public Diacritics? Diacritics { get; init; }

    /// <summary>Whether it has an innocent meaning too.</summary>
    public bool? Ambiguous { get; init; }

    public string? Context { get; init; }

    public DateOnly? ObservedFrom { get; init; }

    public DateOnly? ObservedTo { get; init; }

    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Whether the owner says so or disputes it; by default it says so.</summary>
    public Stance? Stance { get; init; }

    /// <summary>How seldom it is harmless, where its owner counted.</summary>
    public Specificity? Specificity { get; init; }
}

/// <summary>How often a term stands in harmless texts, as its owner counted.</summary>
public sealed record Specificity
{
    /// <summary>Harmless texts that were read.</summary>
    public required int Texts { get; init; }

    /// <summary>In how many of them it stands.</summary>
    public required int Found { get; init; }

    /// <summary>What texts they were, at most 200 code points.</summary>
    public required string Sample { get; init; }
}

/// <summary>An account, its part in the market, and what it is told by. Personal data.</summary>
public sealed record AccountHandle : IndicatorContent
{
    internal override IndicatorKind Kind => IndicatorKind.AccountHandle;

    /// <summary>Id of <c>/v1/platforms</c>; <c>other</c> with <see cref="PlatformName"/>.</summary>
    public required string Platform { get; init; }

    public string? PlatformName { get; init; }

    /// <summary>As the platform spells it; or <see cref="Url"/>.</summary>
    public string? Handle { get; init; }

    public string? Url { get; init; }

    /// <summary>The platform's own number for the account, which stays when the handle changes.</summary>
    public string? StableId { get; init; }

    public required AccountRole Role { get; init; }

    public DateOnly? ObservedFrom { get; init; }

    public DateOnly? ObservedTo { get; init; }

    public string? Note { get; init; }
}

/// <summary>Where money is sent, and what for. Personal data.</summary>
public sealed record PaymentAddress : IndicatorContent
{
    internal override IndicatorKind Kind => IndicatorKind.PaymentAddress;

    public required PaymentScheme Scheme { get; init; }

    /// <summary>As shown or copied; its checksum must hold where the scheme has one.</summary>
    public required string Address { get; init; }

    public required PaymentUse Use { get; init; }

    public DateOnly? ObservedFrom { get; init; }

    public DateOnly? ObservedTo { get; init; }

    public string? Note { get; init; }
}

/// <summary>A way in which people are recruited. Without personal data.</summary>
public sealed record RecruitmentPattern : IndicatorContent
{
    internal override IndicatorKind Kind => IndicatorKind.RecruitmentPattern;

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required RecruitmentTask Task { get; init; }

    public required RecruitmentRole Role { get; init; }

    public Payment? Payment { get; init; }

    public Urgency? Urgency { get; init; }

    public IReadOnlyList<RecruitmentTarget> Targets { get; init; } = [];

    /// <summary>Ids of <c>/v1/platforms</c>.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    public IReadOnlyList<RecruitmentStyle> Styles { get; init; } = [];

    /// <summary>ISO 639 codes.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Word by word; a search finds each.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    public DateOnly? ObservedFrom { get; init; }

    public DateOnly? ObservedTo { get; init; }

    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>By which a scan recognises an offer of this kind.</summary>
    public Rule? Rule { get; init; }
}

/// <summary>What is offered.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Min">At least, in that currency.</param>
/// <param name="Max">At most.</param>
public sealed record Payment(string Currency, decimal? Min = null, decimal? Max = null);
