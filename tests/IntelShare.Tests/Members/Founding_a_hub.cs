using System.Text.Json;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Founding_a_hub
{
    private static readonly Registry Nobody = new(1, [], [], []);

    private static readonly string[] Three = ["anna", "bo", "cy"];

    private static readonly FoundHub Command = new("The hub", new("desk", "night desk"), Three.ToDictionary(name => name, Key));

    /// <summary>A fresh key of that name.</summary>
    private static JsonElement Key(string kid)
    {
        using var pair = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return Administering.Json($$"""{"kty":"EC","crv":"P-256","kid":"{{kid}}","x":"{{System.Buffers.Text.Base64Url.EncodeToString(point.X!)}}","y":"{{System.Buffers.Text.Base64Url.EncodeToString(point.Y!)}}"}""");
    }

    private static IEnumerable<string> Refused(FoundHub command, Registry? registry = null)
    {
        var (party, member) = command.Decide(registry ?? Nobody, Cast.Now);
        Assert.Equal(party.Codes(), member.Codes());
        return member.Codes();
    }

    [Fact]
    public void makes_three_who_administer_two_by_two_and_read_nothing()
    {
        var (party, member) = Command.Decide(Nobody, Cast.Now);
        var registry = Nobody.After(RegistryRoom.Party, FoundHub.Party, party.Facts).After(RegistryRoom.Member, FoundHub.Member, member.Facts);
        var hub = registry.Members["hub"];
        Assert.Equal((PartyKind.Hub, "The hub", new Desk("desk", "night desk")), (registry.Parties["org:hub"].Kind, hub.Name, hub.Desk));
        Assert.Equal(["anna", "bo", "cy"], hub.Clients.Keys.Order(StringComparer.Ordinal));
        Assert.All(hub.Clients.Values, client =>
        {
            Assert.True(client.Roles.SetEquals([Role.HubAdmin, Role.Auditor]));
            Assert.True(Assert.Single(client.Keys).Value.IsTrusted(Cast.Now));
        });
        var waiting = new EnrolParty(PartyKind.MemberState, "Sweden", Over: null).Proposed("SE", new("hub", "anna", "a"), registry);
        Assert.Empty(waiting.Second(new(ReadBack: null), new("hub", "bo", "b"), registry, Cast.Now).Act.Codes());
    }

    [Fact]
    public void is_refused_where_anybody_is_enrolled_already() => Assert.Equal(["already-founded"], Refused(Command, Cast.Registry));

    [Fact]
    public void takes_three_administrators_each_with_a_public_key_of_its_own()
    {
        Assert.Equal(["too-few /administrators"], Refused(Command with { Administrators = Three.Take(2).ToDictionary(name => name, Key) }));
        var one = Key("one");
        Assert.Equal(["kid-taken /administrators/bo/kid", "kid-taken /administrators/cy/kid"], Refused(Command with { Administrators = Three.ToDictionary(name => name, _ => one) }));
        Assert.Equal(["key-taken /administrators/bo", "key-taken /administrators/cy"],
            Refused(Command with { Administrators = Three.ToDictionary(name => name, name => Administering.Json(one.GetRawText().Replace("\"one\"", $"\"{name}\"", StringComparison.Ordinal))) }));
        Assert.Equal(["malformed-client /administrators/Anna", "private-key /administrators/bo"],
            Refused(Command with { Administrators = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["Anna"] = Key("a"), ["bo"] = Administering.Json("""{"kty":"EC","d":"AA"}"""), ["cy"] = Key("c") } }));
        Assert.Equal(["required /name", "required /desk"], Refused(Command with { Name = " ", Desk = null }));
    }
}
