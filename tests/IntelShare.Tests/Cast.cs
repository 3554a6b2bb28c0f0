using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Tests;

/// <summary>
/// The registry that the specification speaks of: the eight agencies of Operational Taskforce GRIMM, a second agency in Sweden and one in
/// France, and those outside. In GRIMM since its founding: all but Finland, which joined in March 2026; the Netherlands left in February 2026;
/// Denmark left in January and came back in April 2026. The dates of joining and leaving are invented. Everything is told as facts.
/// </summary>
internal static class Cast
{
    public static readonly DateTimeOffset Now = On(2026, 5, 12).AddHours(9.5);
    public static readonly DateTimeOffset Founded = On(2025, 4, 29);
    public static readonly DateTimeOffset DenmarkAndTheNetherlandsLeft = On(2026, 2, 1);
    public static readonly DateTimeOffset FinlandJoined = On(2026, 3, 1);
    public static readonly DateTimeOffset DenmarkCameBack = On(2026, 4, 1);

    /// <summary>When the records of the specification are released, unless they say otherwise.</summary>
    public static readonly DateTimeOffset Released = On(2026, 1, 15);

    public static readonly Role[] AgencyRoles = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed, Role.AgencyAdmin, Role.Auditor];

    private static readonly (string Party, PartyKind Kind, string[] Members)[] Enrolled =
    [
        ("SE", PartyKind.MemberState, ["se-noa", "se-tull"]),
        ("BE", PartyKind.MemberState, ["be-fgp"]),
        ("DK", PartyKind.MemberState, ["dk-nsk"]),
        ("FI", PartyKind.MemberState, ["fi-krp"]),
        ("FR", PartyKind.MemberState, ["fr-ofast", "fr-gn"]),
        ("DE", PartyKind.MemberState, ["de-bka"]),
        ("NL", PartyKind.MemberState, ["nl-dlio"]),
        ("IE", PartyKind.MemberState, ["ie-gnbci"]),
        ("NO", PartyKind.SchengenAssociated, ["no-kripos"]),
        ("US", PartyKind.ThirdCountry, ["us-dea"]),
        ("org:eurojust", PartyKind.UnionBody, ["eurojust"]),
        ("org:interpol", PartyKind.InternationalOrganisation, ["interpol"]),
        ("org:edps", PartyKind.Supervisor, ["edps"]),
        ("org:hub", PartyKind.Hub, ["hub"]),
    ];

    /// <summary>GRIMM has guests: a third country, a Union body and an international organisation, at their own member's or party's name.</summary>
    public static readonly object[] Grimm =
    [
        new TaskForceFounded("grimm", "Operational Taskforce GRIMM"),
        .. "SE BE DK FR DE NL NO US".Split(' ').Select(country => new TaskForceJoined("country:" + country, Founded)),
        new TaskForceJoined("org:eurojust", Founded),
        new TaskForceJoined("member:interpol", Founded),
        new TaskForceLeft("country:NL", DenmarkAndTheNetherlandsLeft),
        new TaskForceLeft("country:DK", DenmarkAndTheNetherlandsLeft),
        new TaskForceJoined("country:FI", FinlandJoined),
        new TaskForceJoined("country:DK", DenmarkCameBack),
    ];

    /// <summary>Belgium and Ireland work here without Sweden.</summary>
    private static readonly object[] Shamrock =
    [
        new TaskForceFounded("shamrock", "Joint team SHAMROCK"), new TaskForceJoined("member:be-fgp", Founded), new TaskForceJoined("country:IE", Founded),
    ];

    public static readonly Registry Registry = RegistryOf(Grimm);

    public static readonly Member Sweden = Registry.Members["se-noa"];

    public static IEnumerable<string> Everybody => Enrolled.SelectMany(party => party.Members);

    /// <summary>The registry with another history of GRIMM, and with more facts told of parties and members by their ids.</summary>
    public static Registry RegistryOf(object[] grimm, params (string Of, object Fact)[] more)
    {
        return new(
            version: 1,
            Enrolled.Select(party => Life<Party>(Party.Evolve, [new PartyEnrolled(party.Party, party.Kind, party.Party), .. Of(party.Party)])),
            Enrolled.SelectMany(party => party.Members.Select(member => Life<Member>(Member.Evolve,
            [
                new MemberEnrolled(member, party.Party, member, new Desk($"desk@{member}.example", $"urgent@{member}.example"), RolesOf(party.Kind)),
                new ClientAdded(member, RolesOf(party.Kind), Enum.GetValues<Purpose>()),
                new KeyAdded(member, member + "-1", $"key of {member}"),
                .. Of(member),
            ]))),
            [Life<TaskForce>(TaskForce.Evolve, grimm), Life<TaskForce>(TaskForce.Evolve, Shamrock)]);

        IEnumerable<object> Of(string id) => more.Where(told => told.Of == id).Select(told => told.Fact);
    }

    public static T Life<T>(Func<T?, Guid, object, T> evolve, params object[] facts) where T : class =>
        facts.Aggregate((T?)null, (current, fact) => evolve(current, Guid.Empty, fact))!;

    /// <summary>Whoever asks as <paramref name="member"/>: an analyst, unless it says otherwise.</summary>
    public static Reader Reader(string member, Purpose purpose = Purpose.CrossChecking, params Role[] roles) => Reader(Registry, member, purpose, roles);

    public static Reader Reader(Registry registry, string member, Purpose purpose = Purpose.CrossChecking, params Role[] roles)
    {
        var agency = registry.Members[member];
        return Reader(registry, new(agency, registry.Parties[agency.Party], agency.Clients[member], "officer-7", roles is [] ? new HashSet<Role> { Role.Analyst } : roles.ToHashSet(), new HashSet<Purpose> { purpose }, "kid-1", "jti-1"), justified: true, Now);
    }

    /// <summary>Whoever was admitted, at its one purpose.</summary>
    public static Reader Reader(Registry registry, Caller caller, bool justified, DateTimeOffset at) => IntelShare.Access.Reader.Of(caller, caller.Purposes.Single(), justified, registry, at);

    /// <summary>What Sweden submits: a word of the street, complete and lawful, to France.</summary>
    public static SubmitIndicator Slang() => new(
        "lexicon-entry", Samples.Of<LexiconEntry>(), new(SourceCode.B, 2), new([HandlingCode.H0]), new(Full: ["country:FR"]),
        [Purpose.CrossChecking], [CrimeArea.DrugTrafficking], new(new(2027, 5, 12), "Polisdatalagen"), Subject: null, "A-17");

    /// <summary>What Sweden submits: the account of an adult suspect.</summary>
    public static SubmitIndicator Account() => Slang() with
    {
        Kind = "account-handle",
        Content = Samples.Of<AccountHandle>(),
        Subject = new([SubjectCategory.Suspect], Age.Adult),
    };

    /// <summary>What Sweden submits: the account of a recruited minor, victim and suspect at once.</summary>
    public static SubmitIndicator RecruitedMinor() => Account() with
    {
        Subject = new([SubjectCategory.Victim, SubjectCategory.Suspect], Age.Minor, "He can only be found and helped through this account."),
    };

    public static DateTimeOffset On(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    private static Role[] RolesOf(PartyKind kind) => kind switch
    {
        PartyKind.Hub => [Role.HubAdmin, Role.Auditor],
        PartyKind.Supervisor => [Role.Auditor],
        _ => AgencyRoles,
    };
}
