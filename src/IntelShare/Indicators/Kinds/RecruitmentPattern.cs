using System.Text.RegularExpressions;

namespace IntelShare.Indicators.Kinds;

/// <summary>What a young person is hired to do, as publicly reported.</summary>
public enum RecruitmentTask
{
    SmallErrand, StreetSale, Courier, Warehouse, ContainerExtraction, DrugTheft, LookOut, WeaponDelivery, Smuggling, PropertyCrime, Fraud, CyberAttack,
    Extortion, Intimidation, Torture, Arson, Explosion, ShootingAtObject, Killing, Abduction, Other,
}

/// <summary>The roles in violence as a service: who orders and funds, who finds and persuades, who plans on the spot, who provides, who drives or hands over the weapon, who does it.</summary>
public enum RecruitmentRole { Instigator, Recruiter, Coordinator, Enabler, Runner, Perpetrator }

/// <summary>How soon the deed follows the offer.</summary>
public enum Urgency { Now, WithinHours, WithinDays, Open }

/// <summary>Whom the offer is made for: 10-12 years, 13-17 years, older; without a record; in a children's home.</summary>
public enum RecruitmentTarget { Children, Teenagers, YoungAdults, NoPriorRecord, InCare, Other }

/// <summary>The dress of the offer.</summary>
public enum RecruitmentStyle { Influencer, Meme, VideoGame, Series, Cartoon, Challenge, Belonging, DeedVideo, EasyMoney, Other }

/// <summary>What the offer promises, in major units.</summary>
/// <param name="Min">Not negative; absent when only the most is known.</param>
/// <param name="Max">Not below <paramref name="Min"/>; absent when only the least is known.</param>
/// <param name="Currency">Three capitals, as in ISO 4217.</param>
public sealed record Payment(decimal? Min, decimal? Max, string? Currency)
{
    private static readonly Regex Code = new(@"\A[A-Z]{3}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    internal IEnumerable<Refusal> Check() =>
    [
        .. Fields.If(Min is null && Max is null, "required", "", "A payment states its least, its most, or both."),
        .. Fields.If(Min < 0, "amount-negative", "/min", "An amount is zero or more."),
        .. Fields.If(Max < 0, "amount-negative", "/max", "An amount is zero or more."),
        .. Fields.If(Min > Max, "payment-backwards", "/max", "The most cannot be less than the least."),
        .. Fields.If(Currency is null || !Code.IsMatch(Currency), "currency-malformed", "/currency", "Expected three capitals as in ISO 4217 (EUR, SEK)."),
    ];
}

/// <summary>A way of recruiting that repeats: what is offered, to whom, where and in what words. Holds no personal data; found by its title and its phrases.</summary>
/// <param name="Title">1-120 code points.</param>
/// <param name="Description">1-4,000 code points: features that a reader can recognise.</param>
/// <param name="Task">What the recruit shall do.</param>
/// <param name="Role">The role that the recruit shall fill.</param>
/// <param name="Payment">What is promised, if stated.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Targets">Whom it addresses.</param>
/// <param name="Platforms">Ids of <see cref="Kinds.Platforms"/> in the order of contact.</param>
/// <param name="Styles">How it is dressed.</param>
/// <param name="Languages">Primary BCP 47 subtags; at most 32.</param>
/// <param name="Phrases">Wordings seen, each 1-200 code points and at most 16 words, emoji or characters of a script without spaces; at most 64.</param>
/// <param name="ObservedFrom">First day it was seen.</param>
/// <param name="ObservedTo">Last day it was seen; absent while in use.</param>
/// <param name="Sources">Who says so, each at most 300 code points; at most 32.</param>
/// <param name="Rule">By which a scan recognises an offer of this kind; its phrases are found without one.</param>
public sealed record RecruitmentPattern(
    string? Title,
    string? Description,
    RecruitmentTask? Task,
    RecruitmentRole? Role,
    Payment? Payment,
    Urgency? Urgency,
    IReadOnlyList<RecruitmentTarget>? Targets,
    IReadOnlyList<string>? Platforms,
    IReadOnlyList<RecruitmentStyle>? Styles,
    IReadOnlyList<string>? Languages,
    IReadOnlyList<string>? Phrases,
    DateOnly? ObservedFrom,
    DateOnly? ObservedTo,
    IReadOnlyList<string>? Sources,
    Rule? Rule = null) : IndicatorContent, IKind
{
    /// <inheritdoc />
    public static bool Personal => false;

    /// <summary>The folded value, equal to a title or a phrase as a whole; the platform says nothing about it.</summary>
    public static IReadOnlyList<string>? LookUp(string value, string? platform) => Folding.Fold(value) is { Length: > 0 } folded ? [folded] : null;

    /// <inheritdoc />
    public override IEnumerable<Refusal> Check() =>
    [
        .. Fields.Findable(Title, "/title", 120),
        .. Fields.ImpersonalRequired(Description, "/description", 4000),
        .. Fields.Present(Task, "/task"),
        .. Fields.Present(Role, "/role"),
        .. Payment?.Check().Select(refusal => refusal.Under("/payment")) ?? [],
        .. Fields.Few(Targets, "/targets", 16),
        .. Fields.PlatformIds(Platforms),
        .. Fields.Few(Styles, "/styles", 16),
        .. Fields.Each(Languages, "/languages", 32, Fields.Language),
        .. Fields.Each(Phrases, "/phrases", 64, (phrase, at) => Fields.Scannable(phrase, at, 200)),
        .. Fields.Period(ObservedFrom, ObservedTo),
        .. Fields.Sources(Sources),
        .. Rule?.Check().Select(refusal => refusal.Under("/rule")) ?? [],
    ];

    /// <inheritdoc />
    public override IEnumerable<(string? Id, string Pointer)> NamedConcepts() => Rule?.NamedConcepts().Select(named => (named.Id, "/rule" + named.Pointer)) ?? [];

    /// <inheritdoc />
    public override IEnumerable<string> MatchValues() => new[] { Title! }.Concat(Phrases ?? []).Select(Folding.Fold).Distinct(StringComparer.Ordinal);

    /// <summary>The title.</summary>
    public override IReadOnlyDictionary<string, string> Identifier() => Fields.Named(("title", Title));
}
