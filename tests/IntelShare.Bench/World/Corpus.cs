using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Bench.World;

/// <summary>Submissions by number: the same number, the same submission.</summary>
internal static class Corpus
{
    /// <summary>All that one reader ever gets.</summary>
    private const int Oldest = 18;

    /// <summary>Neighbours whose patterns say one phrase: some fifty.</summary>
    private const int Alike = 500;

    private static readonly string[] Syllables =
    [
        "ba", "be", "bo", "da", "de", "do", "fa", "fe", "fi", "ga", "go", "ka", "ke", "ko", "la", "le",
        "li", "lo", "ma", "me", "mo", "na", "ne", "no", "ra", "re", "ro", "sa", "se", "ta", "te", "to",
    ];

    /// <summary>Twelve letters, another word for every number below 2^30.</summary>
    public static string Word(int number)
    {
        var scattered = (uint)((number * 0x9E3779B1L) & 0x3FFFFFFF);
        return string.Concat(Enumerable.Range(0, 6).Select(i => Syllables[(scattered >> (5 * i)) & 31]));
    }

    /// <summary>Half terms, one in ten a pattern, the rest accounts, which are sealed. No review day has passed, so what is about minors is younger than a year.</summary>
    /// <param name="number">Which.</param>
    /// <param name="now">When it was submitted.</param>
    /// <param name="today">When it is measured.</param>
    public static SubmitIndicator Submission(int number, DateTimeOffset now, DateTimeOffset today)
    {
        var random = new Random(number);
        var kind = random.Next(10);
        IndicatorContent content = kind switch
        {
            < 5 => new LexiconEntry(Word(number), "drug.cocaine", Meaning: null, "und", ["SE", "DK"], ["tiktok"], Variants: null, Diacritics.Exact, Ambiguous: true,
                "In an offer of small errands with a price beside it.", new DateOnly(2026, 1, 1), ObservedTo: null, ["open sources"]),
            < 6 => new RecruitmentPattern(Word(number), "Errands offered in a group chat, paid after a film of the deed, transport arranged by a second account.", RecruitmentTask.Courier,
                RecruitmentRole.Perpetrator, new Payment(500, 5000, "EUR"), Urgency.WithinDays, [RecruitmentTarget.Teenagers], ["tiktok", "snapchat"], [RecruitmentStyle.EasyMoney], ["sv", "da"],
                [$"who wants to earn tonight {Word(number / Alike)}"], new DateOnly(2026, 1, 1), ObservedTo: null, ["open sources"]),
            _ => new AccountHandle("tiktok", PlatformName: null, Word(number), Url: null, StableId: null, AccountRole.Recruiter, new DateOnly(2026, 1, 1), ObservedTo: null, "Offers errands in comments."),
        };
        var about = content is AccountHandle ? About(number, now > today.AddDays(-360)) : null;
        return new(
            Kind.Of(content).Name, content, new Evaluation(SourceCode.B, 2), new Handling(random.Next(5) == 0 ? [HandlingCode.H0, HandlingCode.H1] : [HandlingCode.H0]), Release(number, random),
            number % 5000 == 4999 ? [Purpose.InformationExchange] : random.Next(10) == 0 && number >= Oldest ? [Purpose.OperationalAnalysis] : [Purpose.CrossChecking, Purpose.StrategicAnalysis], [CrimeArea.DrugTrafficking],
            new Retention(DateOnly.FromDateTime(now.UtcDateTime).AddYears(about?.IsProtected == true ? 1 : 3), "national police law"),
            about, Reference: null);
    }

    public static string Owner(int number) => Cast.Members[new Random(number + 1).Next(Cast.Members.Length)];

    private static Subject About(int number, bool young) => young && number % 5 == 3
        ? new([SubjectCategory.Suspect], Age.Minor, "Recruited as a courier.")
        : new([SubjectCategory.Suspect], Age.Adult, Necessity: null);

    /// <summary>Half to everybody, a quarter to named countries, the rest to the task force, as hits, against one country, to nobody. Luxembourg is kept out of all but the first eighteen, Estonia of these too.</summary>
    private static Release Release(int number, Random random) => number < Oldest ? new(Full: [Audience.MemberStates], Excluded: ["country:EE"]) : random.Next(20) switch
    {
        < 7 => new(Full: [Audience.MemberStates, Audience.SchengenAssociated], Excluded: ["country:EE", "country:LU"]),
        < 10 => new(Full: [Audience.MemberStates], Excluded: ["country:EE", "country:LU"]),
        < 15 => new(Full: [.. random.GetItems<string>(["country:FR", "country:DE", "country:NL", "country:DK", "country:FI"], 3).Distinct()]),
        < 17 => new(Full: ["task-force:grimm"]),
        17 => new(Hit: [Audience.MemberStates]),
        18 => new(Full: [Audience.MemberStates], Excluded: ["country:EE", "country:LU", "country:PL"]),
        _ => new(),
    };
}
