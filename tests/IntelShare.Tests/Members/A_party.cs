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

    private static Party Of(string id, PartyKind kind) => Cast.Life<Party>(Party.Evolve, new PartyEnrolled(id, kind, id));
}
