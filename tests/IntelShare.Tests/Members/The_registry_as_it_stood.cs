using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class The_registry_as_it_stood
{
    private static readonly DateTimeOffset Monday = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private static readonly RegistryFact[] Facts =
    [
        Told(RegistryRoom.Party, "SE", 0, new PartyEnrolled("SE", PartyKind.MemberState, "Sweden")),
        Told(RegistryRoom.Member, "se-noa", 1, new MemberEnrolled("se-noa", "SE", "NOA", new("desk", "urgent"), [Role.Analyst])),
        Told(RegistryRoom.TaskForce, "grimm", 2, new TaskForceFounded("grimm", "GRIMM")),
        Told(RegistryRoom.Member, "se-noa", 3, new ClientAdded("gateway", [Role.Analyst], [Purpose.CrossChecking])),
        Told(RegistryRoom.TaskForce, "grimm", 4, new TaskForceJoined("country:SE", Monday)),
        Told(RegistryRoom.Member, "se-noa", 5, new OfficerCleared("anna", "works on minors", Monday.AddYears(1))),
        Told(RegistryRoom.Member, "se-noa", 6, new MemberSuspended("broken into")),
    ];

    [Fact]
    public void is_what_its_facts_up_to_then_made_of_it()
    {
        Assert.Empty(RegistryHistory.Fold([]).Members);
        Assert.Empty(Until(1).Members["se-noa"].Clients);
        Assert.Equal((true, false, false), (Until(4).Members["se-noa"].Clients.ContainsKey("gateway"), Until(4).Members["se-noa"].OfficerOf("anna").IsCleared(Monday), Until(4).Members["se-noa"].Suspended));
        Assert.Equal(["country:SE"], Until(4).TaskForces["grimm"].Participations.Select(period => period.Participant));
        Assert.Equal((true, true), (Until(6).Members["se-noa"].OfficerOf("anna").IsCleared(Monday), Until(6).Members["se-noa"].Suspended));
        Assert.Equal("Sweden", Until(6).Parties["SE"].Name);
    }

    [Fact]
    public void names_what_each_fact_is_about() =>
        Assert.Equal([null, null, null, "gateway", "country:SE", "anna", null], Facts.Select(fact => RegistryHistory.About(fact.Fact)));

    [Fact]
    public void has_the_legal_bases_of_a_year_in_their_pieces()
    {
        var party = new[] { new AgreementConcluded("Agreement A", AgreementLevel.HitOnly, Day(3, 1), Day(9, 1)), new AgreementConcluded("Agreement B", AgreementLevel.Full, Day(6, 1), Day(7, 1)) }
            .Aggregate(Party.Evolve(null, Guid.Empty, new PartyEnrolled("US", PartyKind.ThirdCountry, "United States")), (state, fact) => Party.Evolve(state, Guid.Empty, fact));

        Assert.Equal(
            [("by law", Day(1, 1), Day(3, 1)), ("Agreement A", Day(3, 1), Day(6, 1)), ("Agreement B", Day(6, 1), Day(7, 1)), ("Agreement A", Day(7, 1), Day(9, 1)), ("by law", Day(9, 1), Day(12, 31))],
            party.Bases(Day(1, 1), Day(12, 31)));

        static DateTimeOffset Day(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);
    }

    private static Registry Until(int hour) => RegistryHistory.Fold(Facts.Where(fact => fact.At <= Monday.AddHours(hour)));

    private static RegistryFact Told(RegistryRoom room, string subject, int hour, object fact) => new(room, subject, Monday.AddHours(hour), fact.GetType().Name, fact);
}
