using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

/// <summary>Any record of any kind as a reader may have it, with the worst of texts, as far as they can be stored.</summary>
public static class Records
{
    /// <summary>1 to 60 code points, some to be seen, none that may not be stored.</summary>
    private static readonly Gen<string> Term = Unicode.Text.Select(text => "a'\\\"ע😀|" + string.Concat(text.EnumerateRunes().Where(rune => Text.IsClean(rune.ToString()) && rune != Rune.ReplacementChar).Take(50)));

    private static readonly Gen<string?> Perhaps = Gen.OneOf(Gen.Constant<string?>(null), Term.Select(text => (string?)text));

    private static readonly Gen<DateOnly?> Day = Gen.OneOf(Gen.Constant<DateOnly?>(null), Gen.Choose(-900, 900).Select(days => (DateOnly?)new DateOnly(2026, 11, 1).AddDays(days)));

    private static readonly Gen<bool> Coin = Gen.Elements(true, false);

    public static Arbitrary<SharedRecord> Any() => (
        from content in Gen.OneOf(Terms(), Accounts(), Patterns(), Payments())
        from owner in Gen.Elements("se-noa", "fr-ofast")
        from source in Gen.Elements(Enum.GetValues<SourceCode>())
        from information in Gen.Choose(1, 4)
        from assessed in Coin
        from codes in Some<HandlingCode>(least: 1)
        from purposes in Some<Purpose>(least: 1)
        from areas in Some<CrimeArea>(least: 0)
        from categories in Some<SubjectCategory>(least: 1)
        from age in Gen.Elements(Enum.GetValues<Age>())
        from conditions in Term
        from review in Gen.Choose(0, 1095)
        from told in Gen.Choose(0, int.MaxValue)
        select new SharedRecord(
            new(new Guid(told, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]), "se-noa", Kind.Of(content).Name),
            owner,
            content.Identifier(),
            content,
            assessed ? new(source, information) : Evaluation.Unassessed,
            new(codes, codes.Contains(HandlingCode.H3) ? conditions : null),
            codes.Contains(HandlingCode.H1) ? [Obligation.NotInJudicialProceedings] : [],
            purposes,
            areas,
            content is AccountHandle or PaymentAddress ? new(categories, age) : null,
            new DateOnly(2026, 12, 1).AddDays(review),
            DisclosedUntil: null,
            Conditions: null,
            Shared.ToldAt.AddMicroseconds(told))).ToArbitrary();

    private static Gen<IndicatorContent> Terms() =>
        from term in Term
        from meaning in Perhaps
        from context in Perhaps
        from language in Gen.Elements<string?>(null, "und", "sv", "fin")
        from variants in Texts(Term)
        from platforms in Texts(Gen.Elements("telegram", "x", "other"))
        from diacritics in Gen.Elements<Diacritics?>(null, Diacritics.Exact, Diacritics.Loose)
        from ambiguous in Coin
        from first in Day
        from last in Day
        from sources in Texts(Term)
        from stance in Gen.Elements<Stance?>(null, Stance.Asserts, Stance.Disputes)
        select (IndicatorContent)new LexiconEntry(term, "trade.dealer", meaning, language, language is null ? null : ["SE"], platforms, variants, diacritics, ambiguous, context, first, last, sources, stance);

    private static Gen<IndicatorContent> Accounts() =>
        from platform in Gen.Elements(Platforms.All.AsEnumerable())
        from handle in Gen.OneOf(Gen.Elements("@Jobb_Fixaren", "anna.42", "+46 70 123 45 67", "ABCD1234"), Term)
        from byUrl in Coin
        from id in Gen.Elements(null, "6123456789", "UCabcdefghijklmnopqrstuv")
        from role in Gen.Elements(Enum.GetValues<AccountRole>())
        from note in Perhaps
        from first in Day
        from last in Day
        select (IndicatorContent)new AccountHandle(
            platform.Id, platform == Platforms.Other ? "Zangi|Pro!" : null, byUrl ? null : handle, byUrl ? $"https://t.me/+{Uri.EscapeDataString(handle)}" : null, id, role, first, last, note);

    private static Gen<IndicatorContent> Patterns() =>
        from title in Term
        from description in Term
        from task in Gen.Elements(Enum.GetValues<RecruitmentTask>())
        from role in Gen.Elements(Enum.GetValues<RecruitmentRole>())
        from amount in Gen.Elements<decimal?>(null, 0, 0.1m, 25000, 150000.50m)
        from urgency in Gen.Elements<Urgency?>(null, Urgency.Now, Urgency.WithinHours)
        from targets in Some<RecruitmentTarget>(least: 0)
        from styles in Some<RecruitmentStyle>(least: 0)
        from phrases in Texts(Term)
        from first in Day
        select (IndicatorContent)new RecruitmentPattern(
            title, description, task, role, amount is null ? null : new(amount, Max: null, "SEK"), urgency, targets, ["snapchat"], styles, Languages: null, phrases, first, ObservedTo: null, Sources: []);

    private static Gen<IndicatorContent> Payments() =>
        from scheme in Gen.Elements(Enum.GetValues<PaymentScheme>())
        from address in Term
        from use in Gen.Elements(Enum.GetValues<PaymentUse>())
        from first in Day
        from last in Day
        from note in Perhaps
        select (IndicatorContent)new PaymentAddress(scheme, address, use, first, last, note);

    private static Gen<IReadOnlyList<string>?> Texts(Gen<string> text) =>
        Gen.OneOf(Gen.Constant<IReadOnlyList<string>?>(null), text.ListOf().Resize(4).Select(texts => (IReadOnlyList<string>?)[.. texts]));

    private static Gen<T[]> Some<T>(int least) where T : struct, Enum =>
        Gen.ArrayOf(Gen.Elements(true, false), Enum.GetValues<T>().Length).Select(picks => Enum.GetValues<T>().Where((_, i) => picks[i])).Select(picked => picked.Count() < least ? Enum.GetValues<T>()[..least] : picked.ToArray());
}
