using System.Text.Json.Serialization;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Indicators;

/// <summary>
/// What an indicator says. A kind is one sealed record under <c>Kinds/</c> and one line here; everything else
/// (routes, store, search, contract) follows from what the record answers.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LexiconEntry), "lexicon-entry")]
[JsonDerivedType(typeof(RecruitmentPattern), "recruitment-pattern")]
[JsonDerivedType(typeof(AccountHandle), "account-handle")]
[JsonDerivedType(typeof(PaymentAddress), "payment-address")]
public abstract record IndicatorContent
{
    /// <summary>Every reason why this content may not be submitted; pointers are relative to <c>content</c>. Asked before any other member.</summary>
    public abstract IEnumerable<Refusal> Check();

    /// <summary>The concepts it names, and where: <see cref="Members.Concepts"/> of the moment must know them.</summary>
    public virtual IEnumerable<(string? Id, string Pointer)> NamedConcepts() => [];

    /// <summary>
    /// The normalised values under which a search finds this content, before they are keyed (HMAC) for the store.
    /// Distinct, never empty for content that passed <see cref="Check"/>; each also the answer of the kind's own <c>LookUp</c>.
    /// </summary>
    public abstract IEnumerable<string> MatchValues();

    /// <summary>What a narrowed disclosure always tells: the members that say which thing is meant, by wire name, and nothing about it.</summary>
    public abstract IReadOnlyDictionary<string, string> Identifier();
}
