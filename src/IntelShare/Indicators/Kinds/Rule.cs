using IntelShare.Members;

namespace IntelShare.Indicators.Kinds;

/// <summary>What is told by its shape: a time of day, a telephone number, a handle behind <c>@</c>, a web address.</summary>
public enum Figure { Time, Phone, Handle, Url }

/// <summary>An amount of money as posts write it: <c>500 €</c>, <c>25 000 kr</c>, <c>2k</c>, which may be any currency.</summary>
/// <param name="Min">In major units, not negative; absent admits any.</param>
/// <param name="Max">Not below <paramref name="Min"/>; absent admits any.</param>
/// <param name="Currencies">ISO 4217 codes out of <see cref="Known"/>; absent admits all of them.</param>
public sealed record Money(decimal? Min, decimal? Max, IReadOnlyList<string>? Currencies)
{
    /// <summary>Currencies that are known by their signs and names.</summary>
    public static IReadOnlyList<string> Known { get; } = ["EUR", "SEK", "DKK", "NOK", "ISK", "GBP", "USD", "CHF", "PLN"];

    internal IEnumerable<Refusal> Check() =>
    [
        .. Fields.If(Min < 0, "amount-negative", "/min", "An amount is zero or more."),
        .. Fields.If(Min > Max, "payment-backwards", "/max", "The most cannot be less than the least."),
        .. Fields.Each(Currencies, "/currencies", 16, (code, at) => Fields.If(!Known.Contains(code, StringComparer.Ordinal), "unknown-currency", at, $"One of: {string.Join(", ", Known)}.")),
    ];
}

/// <summary>What counts as one feature of an offer: the first of these that stands in a text.</summary>
/// <param name="Name">1-32 code points, once in a rule.</param>
/// <param name="Words">Words, phrases, emoji, hashtags, each 1-64 code points, found as terms of the lexicon are; with those of the next two at most 64.</param>
/// <param name="Concepts">Every term of the lexicon with one of these concepts that whoever scans may read.</param>
/// <param name="Figures">What is told by its shape.</param>
/// <param name="Money">An amount of money.</param>
/// <param name="Score">0-100; absent means 1.</param>
public sealed record RuleGroup(string? Name, IReadOnlyList<string>? Words, IReadOnlyList<string>? Concepts, IReadOnlyList<Figure>? Figures, Money? Money, int? Score)
{
    /// <summary>Most tokens of what is sought: as many as a scan looks for in a row.</summary>
    public const int MostTokens = 16;

    private const int MostAtoms = 64;

    internal int Atoms => (Words?.Count ?? 0) + (Concepts?.Count ?? 0) + (Figures?.Count ?? 0) + (Money is null ? 0 : 1);

    /// <summary>True where no rule is to be found by it: ordinary texts hold it all the time, or every token of every text would be asked for its shape.</summary>
    internal bool IsHot => IsEveryday || HasShape;

    /// <summary>How often it is expected in texts, for comparison alone: longer words are rarer.</summary>
    internal int Frequency => (IsEveryday ? 20_000 : 0) + (HasShape ? 10_000 : 0) + (Words?.Sum(word => Math.Max(1, 12 - word.Length)) ?? 0) + (20 * (Concepts?.Count ?? 0));

    private bool IsEveryday => Words?.Any(EverydayWords.Contain) == true;

    private bool HasShape => Figures is { Count: > 0 } || Money is not null;

    internal IEnumerable<Refusal> Check() =>
    [
        .. Fields.ImpersonalRequired(Name, "/name", 32),
        .. Fields.If(Atoms is < 1 or > MostAtoms, "atom-count", "", $"A group holds 1 to {MostAtoms} words, concepts, figures and amounts together."),
        .. Fields.Each(Words, "/words", MostAtoms, (word, at) => Fields.Scannable(word, at, 64)),
        .. Money?.Check().Select(refusal => refusal.Under("/money")) ?? [],
        .. Fields.If(Score is < 0 or > 100, "score-range", "/score", "0 to 100."),
    ];
}

/// <summary>Some of several groups.</summary>
/// <param name="Count">1 up to their number.</param>
/// <param name="Of">Names of groups.</param>
public sealed record AtLeast(int? Count, IReadOnlyList<string>? Of);

/// <summary>
/// When a text is an offer of this kind: which features stand near each other in it. Each feature needs a place of its own: one place never
/// serves two groups.
/// </summary>
/// <param name="Groups">1-8.</param>
/// <param name="All">Names of the groups that must stand there.</param>
/// <param name="AtLeast">Some others of which so many must.</param>
/// <param name="None">Names of groups of which none may stand so near to the first place, before or behind it.</param>
/// <param name="Within">Tokens (words, emoji, characters of scripts without spaces) among which they stand, 1-200.</param>
/// <param name="Ordered">True where those of <paramref name="All"/> stand in the order of that list.</param>
/// <param name="MinScore">The least sum of the scores of the groups that stand there; absent asks for none.</param>
public sealed record Rule(IReadOnlyList<RuleGroup>? Groups, IReadOnlyList<string>? All, AtLeast? AtLeast, IReadOnlyList<string>? None, int? Within, bool? Ordered = null, int? MinScore = null)
{
    internal const int MostGroups = 8;

    private const int MostWithin = 200;

    private IReadOnlyList<RuleGroup> Known => Groups ?? [];

    /// <summary>The concepts that its groups name, and where.</summary>
    public IEnumerable<(string? Id, string Pointer)> NamedConcepts() => Known.SelectMany((group, i) => (group?.Concepts ?? []).Select((id, j) => ((string?)id, $"/groups/{i}/concepts/{j}")));

    /// <summary>
    /// The rule as it is to be looked for: each of its concepts stands for all that are read as it is. Where that would make what it forbids the same
    /// as what it looks for, each stands for itself alone: a rule goes on telling apart what its owner told apart.
    /// </summary>
    public Rule Meant(Concepts concepts)
    {
        var none = Bits(None);
        var apart = Meanings(none).ToHashSet(StringComparer.Ordinal);
        apart.IntersectWith(Meanings(~none));
        return this with { Groups = [.. Known.Select(group => group.Concepts is { Count: > 0 } named ? group with { Concepts = [.. named.SelectMany(Alike).Distinct(StringComparer.Ordinal)] } : group)] };

        IEnumerable<string> Meanings(int groups) => Known.Where((_, i) => ((groups >> i) & 1) != 0).SelectMany(group => group.Concepts ?? []).Select(concepts.Meant);

        IReadOnlyList<string> Alike(string id) => apart.Contains(concepts.Meant(id)) ? [id] : concepts.Alike([id]);
    }

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<Refusal> Check()
    {
        if (Groups is not { Count: >= 1 and <= MostGroups } || Groups.Any(group => group is null))
        {
            return [new("group-count", "/groups", $"A rule has 1 to {MostGroups} groups.")];
        }

        var names = Groups.Select(group => group.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Refusal[] refusals =
        [
            .. Fields.Each(Groups.Select(group => group.Name).ToList(), "/groups", MostGroups, (name, at) => Fields.If(Groups.Count(group => group.Name == name) > 1, "group-twice", at + "/name", "A name stands once.")),
            .. Groups.SelectMany((group, i) => group.Check().Select(refusal => refusal.Under($"/groups/{i}"))),
            .. Named(All, "/all", names),
            .. Named(AtLeast?.Of, "/atLeast/of", names),
            .. Named(None, "/none", names),
            .. Fields.If(AtLeast is { } some && !(some.Count >= 1 && some.Count <= int.PopCount(Bits(some.Of))), "at-least-count", "/atLeast/count", "1 up to the number of groups named."),
            .. Fields.If(Within is not (>= 1 and <= MostWithin), "within-range", "/within", $"1 to {MostWithin} tokens."),
        ];
        return refusals.Length > 0 ? refusals : CheckWhole();
    }

    /// <summary>The groups, as bits, by which it is found: the rarest of those that must be there, or each of which some must.</summary>
    internal int Anchors
    {
        get
        {
            var all = Bits(All);
            return all == 0 ? Bits(AtLeast?.Of) : 1 << Enumerable.Range(0, Known.Count).Where(group => ((all >> group) & 1) != 0).MinBy(group => Known[group].Frequency);
        }
    }

    /// <summary>Groups by name, as the bits of their numbers.</summary>
    internal int Bits(IReadOnlyList<string>? names) => Known.Select((group, i) => names?.Contains(group.Name, StringComparer.Ordinal) == true ? 1 << i : 0).Sum();

    private IEnumerable<Refusal> CheckWhole()
    {
        var asked = Bits(All) | Bits(AtLeast?.Of);
        var anchors = asked == 0 ? 0 : Anchors;
        var score = Known.Where((_, i) => ((Bits(None) >> i) & 1) == 0).Sum(group => group.Score ?? 1);
        return
        [
            .. Fields.If(asked == 0, "required", "/all", "A rule asks for a group at least."),
            .. Fields.If((asked & Bits(None)) != 0 || (Bits(All) & Bits(AtLeast?.Of)) != 0, "group-twice", "", "A group is asked for in one way only."),
            .. Fields.If(MinScore < 0 || MinScore > score, "score-range", "/minScore", "From zero to what its groups can have together."),
            .. Fields.If(Within < int.PopCount(Bits(All)) + (AtLeast?.Count ?? 0), "within-range", "/within", "Fewer tokens than groups that must stand there."),
            .. Fields.If(asked != 0 && Known.Where((group, i) => ((anchors >> i) & 1) != 0 && group.IsHot).Any(), "hot-group", "/all",
                "Ordinary texts hold what this rule asks for all the time, or it is told by its shape: ask for a group of rarer words or concepts too, by which it can be found."),
        ];
    }

    private static IEnumerable<Refusal> Named(IReadOnlyList<string>? names, string pointer, HashSet<string> known) =>
        Fields.Each(names, pointer, MostGroups, (name, at) => Fields.If(name is null || !known.Contains(name), "unknown-group", at, "Expected the name of a group of this rule."));
}
