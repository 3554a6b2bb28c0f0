using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_party
{
    [Theory]
    [InlineData(PartyKind.MemberState, AgreementLevel.Full)]
    [InlineData(PartyKind.SchengenAssociated, AgreementLevel.Full)]
    [InlineData(PartyKind.UnionBody, AgreementLevel.HitOnly)]
    [InlineData(PartyKind.ThirdCountry, AgreementLevel.None)]
    [InlineData(PartyKind.InternationalOrganisation, AgreementLevel.None)]
    [InlineData(PartyKind.Supervisor, AgreementLevel.None)]
    [InlineData(PartyKind.Hub, AgreementLevel.None)]
    public void reads_by_law_as_far_as_its_kind_says(PartyKind kind, AgreementLevel level) => Assert.Equal(level, Of("XX", kind).AgreementAt(Cast.Now));

    [Theory]
    [InlineData("FR", "country:FR")]
    [InlineData("org:eurojust", "org:eurojust")]
    public void has_one_token(string id, string token) => Assert.Equal(token, Of(id, PartyKind.MemberState).Token);

    [Fact]
    public void cannot_begin_twice_or_change_its_kind() =>
        Assert.Throws<InvalidOperationException>(() => Cast.Life<Party>(Party.Evolve, new PartyEnrolled("GB", PartyKind.MemberState, "x"), new PartyEnrolled("GB", PartyKind.ThirdCountry, "x")));

    [Fact]
    public void that_supervises_oversees_its_country_or_all_and_every_agency_itself()
    {
        Party[] parties = [Of("FR", PartyKind.MemberState), Of("SE", PartyKind.MemberState), Supervisor("org:fr", "FR"), Supervisor("org:all", over: null)];
        Member[] members = [.. parties.Select(party => Cast.Life<Member>(Member.Evolve, new MemberEnrolled("of-" + party.Id, party.Id, party.Id, new("desk", "urgent"), [Role.Auditor])))];
        var registry = new Registry(1, parties, members, []);
        var seen = members.Select(watcher => string.Join(' ', members.Where(member => registry.Oversees(watcher, member)).Select(member => member.Party)));

        Assert.Equal(["FR", "SE", "FR org:fr", "FR SE org:fr org:all"], seen);
    }

    private static Party Supervisor(string id, string? over) => Cast.Life<Party>(Party.Evolve, new PartyEnrolled(id, PartyKind.Supervisor, id, over));

    private static Party Of(string id, PartyKind kind) => Cast.Life<Party>(Party.Evolve, new PartyEnrolled(id, kind, id));
}
