using System.Globalization;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Bench.World;

/// <summary>Readers and records that lead the law past each of its walls, without a database.</summary>
internal static class Cases
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 9, 30, 0, TimeSpan.Zero);

    public static readonly Registry Registry = new(
        version: 1,
        Cast.Members.Select(id => Life<Party>(Party.Evolve, new PartyEnrolled(Country(id), PartyKind.MemberState, Country(id)))),
        Cast.Members.Select(id => Life<Member>(Member.Evolve,
            new MemberEnrolled(id, Country(id), id, new($"desk@{id}.example", $"urgent@{id}.example"), Cast.Roles), new ClientAdded(id, Cast.Roles, Enum.GetValues<Purpose>()))),
        [
            .. Enumerable.Range(1, 4).Select(number => string.Create(CultureInfo.InvariantCulture, $"tf-{number}")).Select(id => Life<TaskForce>(TaskForce.Evolve,
                [new TaskForceFounded(id, id), .. Cast.Members.Select(member => new TaskForceJoined("country:" + Country(member), Now.AddYears(-1)))])),
        ]);

    /// <summary>By what happens: the reader is France's unless the name says another.</summary>
    public static readonly IReadOnlyDictionary<string, (Reader Reader, Indicator Record)> All = new Dictionary<string, (Reader, Indicator)>(StringComparer.Ordinal)
    {
        ["own"] = (France(), Term("fr-ofast", new(Full: [Audience.MemberStates]))),
        ["a group's"] = (France(), Term("se-noa", new(Full: [Audience.MemberStates, Audience.SchengenAssociated]))),
        ["not released"] = (France(), Term("se-noa", new())),
        ["excluded"] = (France(), Term("se-noa", new(Full: [Audience.MemberStates], Excluded: ["country:PL", "country:DK", "country:FR"]))),
        ["last of four task forces"] = (France(Purpose.OperationalAnalysis), Term("se-noa", new(Full: ["task-force:tf-4"])) with { Purposes = [Purpose.OperationalAnalysis] }),
        ["with two obligations"] = (France(), Term("se-noa", new(Full: ["country:FR"]), HandlingCode.H0, HandlingCode.H1, HandlingCode.H2)),
        ["last of a hundred audiences"] = (France(), Term("se-noa", new(
            Full: [.. Countries().Take(99), "country:FR"], Hit: [.. Countries().Take(99)], Excluded: [.. Countries().Take(99)]))),
    };

    private static Reader France(Purpose purpose = Purpose.CrossChecking) => Cast.Reader(Registry, "fr-ofast", purpose, Now);

    private static Indicator Term(string owner, Release release, params HandlingCode[] codes)
    {
        // Past the door, which asks for known countries: here the lists are long, not lawful.
        var term = Enumerable.Range(0, 100).Select(number => Corpus.Submission(number, Now, Now)).First(submission => submission.Kind == "lexicon-entry");
        var handling = new Handling(codes is [] ? [HandlingCode.H0] : codes);
        return Indicator.Evolve(current: null, Guid.Empty, new IndicatorSubmitted(owner, term.Kind!, term.Content, Secret: null, Protected: false, term.Evaluation!, handling,
            release.Settled(personal: false, handling, isProtected: false), term.Purposes!, term.CrimeAreas!, term.Retention!, Now));
    }

    /// <summary>Tokens of two letters that no country has to have.</summary>
    private static IEnumerable<string> Countries() =>
        from first in Enumerable.Range('A', 26) from second in Enumerable.Range('A', 26) let code = $"{(char)first}{(char)second}" where code != "FR" select "country:" + code;

    private static string Country(string member) => member[..2].ToUpperInvariant();

    private static T Life<T>(Func<T?, Guid, object, T> evolve, params object[] facts) where T : class =>
        facts.Aggregate((T?)null, (current, fact) => evolve(current, Guid.Empty, fact))!;
}
