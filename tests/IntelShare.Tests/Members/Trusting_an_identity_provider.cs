using System.Text.Json;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Trusting_an_identity_provider
{
    private const string Iss = "https://login.ofast.example/realms/intelshare";

    private static readonly JsonElement Keys = Jwks("""{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"realm-1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""");

    private static readonly TrustIssuer Keycloak = new(
        Iss, ["RS256", "ES256"], ["JWT"], JwksUri: null, Keys, Audience: null, new Dictionary<string, string>(StringComparer.Ordinal) { ["ofast-analysis"] = "fr-ofast" }, new("/azp", Officer: null, "/realm_access/roles", Purposes: null, TokenId: null), "intelshare-");

    private static readonly ChangeMember Allow = new(Name: null, Desk: null, Roles: null, "Its officers sign in at their own provider.", [new(Iss, LongestMinutes: null)]);

    private static readonly Registry Allowed = Allow.Done("fr-ofast");

    private static readonly Registry Trusting = Allowed.After(RegistryRoom.Member, "fr-ofast", Allowed.Members["fr-ofast"].Trust("keycloak", Keycloak).Facts);

    private static JsonElement Jwks(params string[] keys) => JsonElement.Parse($$"""{"keys":[{{string.Join(',', keys)}}]}""");

    private static IEnumerable<string> Codes(Decision decision) => decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}".Trim());

    private static IEnumerable<string> Refused(TrustIssuer command) => Codes(Allowed.Members["fr-ofast"].Trust("keycloak", command));

    /// <summary>What an analyst's token says, verified and read by the row in force.</summary>
    private static TokenClaims Token(Registry registry, int minutes = 10) =>
        new(Iss, "realm-1", "fr-ofast", "officer-7", new HashSet<Role> { Role.Analyst }, Purposes: null, "jti-1") { ReadBy = registry.Provider(Iss), IssuedAt = Cast.Now, ExpiresAt = Cast.Now.AddMinutes(minutes) };

    [Fact]
    public void takes_two_administrators_of_the_hub_and_then_its_own()
    {
        Assert.True(Allow.Widens("fr-ofast"));
        Assert.Equal(["issuer-beyond-cap /iss"], Codes(Cast.Registry.Members["fr-ofast"].Trust("keycloak", Keycloak)));
        Assert.Empty(Refused(Keycloak));
        Assert.NotNull(Trusting.Provider(Iss));
        Assert.Null(Allowed.Provider(Iss));
    }

    [Fact]
    public void speaks_for_one_member_only()
    {
        Assert.Equal(["issuer-given /issuers/0/iss"], Codes(Allow.Decide("se-noa", Allowed, Cast.Now)));
        Assert.Equal(["issuer-given /issuers/1/iss"], Codes((Allow with { Issuers = [new(Iss, LongestMinutes: null), new(Iss, 20)] }).Decide("se-noa", Cast.Registry, Cast.Now)));
    }

    [Theory]
    [InlineData("urn:intelshare:member:se-noa", "malformed-issuer /issuers/0/iss")]
    [InlineData("ftp://idp.example", "malformed-issuer /issuers/0/iss")]
    [InlineData("idp", "malformed-issuer /issuers/0/iss")]
    [InlineData(null, "malformed-issuer /issuers/0/iss")]
    [InlineData("http://sts.ofast.example/adfs/services/trust", null)]
    public void is_known_by_its_address(string? iss, string? refusal) => Assert.Equal(refusal is null ? [] : [refusal], (Allow with { Issuers = [new(iss, LongestMinutes: null)] }).On("fr-ofast").Codes());

    [Fact]
    public void is_no_empty_place_in_a_list() =>
        Assert.Equal(["malformed-issuer /issuers/0/iss"], (Allow with { Issuers = [null!, new(Iss, LongestMinutes: null)] }).On("fr-ofast").Codes());

    [Theory]
    [InlineData(0, "out-of-range /issuers/0/longestMinutes")]
    [InlineData(91, "out-of-range /issuers/0/longestMinutes")]
    [InlineData(90, null)]
    public void has_its_tokens_live_for_as_long_as_the_hub_says(int minutes, string? refusal) => Assert.Equal(refusal is null ? [] : [refusal], (Allow with { Issuers = [new(Iss, minutes)] }).On("fr-ofast").Codes());

    [Fact]
    public void widens_with_a_longer_life_and_never_with_less()
    {
        ChangeMember For(params IssuerCap[] caps) => Allow with { Issuers = caps };

        Assert.True(For(new IssuerCap(Iss, 11)).Widens("fr-ofast", Allowed, Cast.Now));
        Assert.False(For(new IssuerCap(Iss, 5)).Widens("fr-ofast", Allowed, Cast.Now));
        Assert.False(For().Widens("fr-ofast", Allowed, Cast.Now));
        Assert.False((Allow with { Issuers = null, Name = "Office" }).Widens("fr-ofast", Allowed, Cast.Now));
        Assert.True(For(new IssuerCap("https://other.example", LongestMinutes: null)).Widens("fr-ofast", Allowed, Cast.Now));
        Assert.Empty(For(new IssuerCap(Iss, 10)).Decide("fr-ofast", Allowed, Cast.Now).Facts);
        Assert.Equal(10, (Allow with { Issuers = null, Name = "Office" }).Decide("fr-ofast", Allowed, Cast.Now) is { } renamed ? Allowed.After(RegistryRoom.Member, "fr-ofast", renamed.Facts).Members["fr-ofast"].IssuerCaps[Iss] : 0);
    }

    [Fact]
    public void is_refused_with_every_fault_named() => Assert.Equal(
        [
            "malformed-issuer", "issuer-beyond-cap /iss", "unknown-algorithm /algorithms", "required /types", "required /jwksUri", "required /clients", "malformed-pointer /claims/client", "malformed-pointer /claims/purposes",
        ],
        Codes(Allowed.Members["fr-ofast"].Trust("Key Cloak", new("https://elsewhere.example", ["HS256"], [], JwksUri: null, Jwks: null, Audience: null, Clients: null, new("azp", Officer: null, Roles: null, "/a~2", TokenId: null), RolePrefix: null))));

    [Theory]
    [InlineData("http://keys.example/jwks")]
    [InlineData("https://user@keys.example/jwks")]
    [InlineData("https://keys.example/jwks#x")]
    [InlineData("/jwks")]
    [InlineData("file:///etc/passwd")]
    public void publishes_its_keys_by_https_alone(string address) => Assert.Equal(["malformed-address /jwksUri"], Refused(Keycloak with { Jwks = null, JwksUri = address }));

    [Fact]
    public void speaks_for_clients_of_its_member_alone()
    {
        IEnumerable<string> Naming(string name, string client) => Refused(Keycloak with { Clients = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = client } });

        Assert.Equal(["unknown-client /clients"], Naming("x", "se-noa"));
        Assert.Equal(["unknown-client /clients"], Naming("x", null!));
        Assert.Equal(["malformed-client /clients"], Naming(" ", "fr-ofast"));
    }

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-256","kid":"k","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"AQ"}""", "private-key /jwks/keys")]
    [InlineData("""{"kty":"oct","kid":"k","k":"AQ"}""", "private-key /jwks/keys")]
    [InlineData("""{"kty":"RSA","kid":"k","n":"AQ","e":"AQAB"}""", "no-usable-key /jwks/keys")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","kid":"k","x":"AQ"}""", "no-usable-key /jwks/keys")]
    [InlineData("7", "no-usable-key /jwks/keys")]
    [InlineData("""{"\ud800":1,"kty":"\udfff","kid":"\ud800"}""", "no-usable-key /jwks/keys")]
    public void has_keys_that_sign_and_never_private_ones(string key, string refusal) => Assert.Equal([refusal], Refused(Keycloak with { Jwks = Jwks(key) }));

    [Fact]
    public void keeps_of_what_is_published_only_what_verifies()
    {
        var rsa = $$"""{"kty":"RSA","kid":"rsa","alg":"RS256","use":"sig","e":"AQAB","n":"{{new string('_', 341)}}w","x5c":["MII"]}""";
        var encrypts = $$"""{"kty":"RSA","kid":"enc","alg":"RSA-OAEP","use":"enc","e":"AQAB","n":"{{new string('_', 341)}}w"}""";
        var (keys, refusals) = Member.ReadKeys(Jwks(rsa, encrypts, """{"kty":"EC","crv":"P-384","kid":"wide"}"""));

        Assert.Empty(refusals);
        Assert.Equal(["rsa"], keys.Select(key => key.Kid));
        Assert.DoesNotContain("alg", keys[0].Jwk, StringComparison.Ordinal);
        Assert.DoesNotContain("x5c", keys[0].Jwk, StringComparison.Ordinal);
        Assert.Equal(["too-many"], Member.ReadKeys(Jwks([.. Enumerable.Repeat(rsa, 17)])).Refusals.Select(refusal => refusal.Code));
        Assert.Equal(["malformed-jwks"], Member.ReadKeys(JsonElement.Parse("""{"\ud800":1}""")).Refusals.Select(refusal => refusal.Code));
        Assert.Equal(["malformed-jwks"], Member.ReadKeys(JsonElement.Parse("[]")).Refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public void changes_and_ends_without_a_fact_too_many()
    {
        var member = Trusting.Members["fr-ofast"];

        Assert.Empty(member.Trust("keycloak", Keycloak with { Algorithms = ["ES256", "RS256"] }).Facts);
        Assert.NotEmpty(member.Trust("keycloak", Keycloak with { Algorithms = ["ES256"] }).Facts);
        Assert.Equal(["issuer-taken /iss"], Codes(member.Trust("another", Keycloak)));
        Assert.Equal(["required /reason"], Codes(Member.Distrust(member.Issuers["keycloak"], new(Reason: null))));
        Assert.Null(Trusting.After(RegistryRoom.Member, "fr-ofast", Member.Distrust(member.Issuers["keycloak"], new("stolen")).Facts).Provider(Iss));
    }

    [Fact]
    public void admits_its_tokens_within_the_caps_of_client_and_member()
    {
        Assert.Equal("fr-ofast", Trusting.Admit(Token(Trusting), from: null, Cast.Now).Caller?.Client.Id);
        Assert.Equal("role-beyond-cap", Trusting.Admit(Token(Trusting) with { Roles = new HashSet<Role> { Role.HubAdmin } }, from: null, Cast.Now).Reason);
        Assert.Equal("key-not-of-client", Trusting.Admit(Token(Trusting) with { Client = "" }, from: null, Cast.Now).Reason);
        Assert.Equal("token-not-registered", Trusting.Admit(Token(Trusting, minutes: 11), from: null, Cast.Now).Reason);
    }

    [Fact]
    public void lets_tokens_live_longer_where_the_hub_said_so()
    {
        var longer = Trusting.After(RegistryRoom.Member, "fr-ofast", (Allow with { Issuers = [new(Iss, 65)] }).Decide("fr-ofast", Trusting, Cast.Now).Facts);

        Assert.NotNull(longer.Admit(Token(longer, minutes: 65), from: null, Cast.Now).Caller);
        Assert.Equal("token-not-registered", longer.Admit(Token(longer, minutes: 66), from: null, Cast.Now).Reason);
    }

    [Fact]
    public void binds_at_the_next_answer_when_it_ends_or_reads_otherwise()
    {
        var token = Token(Trusting);
        Registry After(params object[] facts) => Trusting.After(RegistryRoom.Member, "fr-ofast", facts);

        Assert.Equal("issuer-unknown", After(new IssuerDistrusted("keycloak", "stolen")).Admit(token, from: null, Cast.Now).Reason);
        Assert.Equal("issuer-unknown", After(new MemberChanged("x", new("a", "b"), Cast.AgencyRoles, "ended", new Dictionary<string, int>(StringComparer.Ordinal))).Admit(token, from: null, Cast.Now).Reason);
        Assert.Equal("issuer-changed", After([.. Trusting.Members["fr-ofast"].Trust("keycloak", Keycloak with { Audience = "another" }).Facts]).Admit(token, from: null, Cast.Now).Reason);
        Assert.Equal("client-removed", After(new ClientRemoved("fr-ofast", "replaced")).Admit(token, from: null, Cast.Now).Reason);
        Assert.Equal("member-suspended", After(new MemberSuspended("breach")).Admit(token, from: null, Cast.Now).Reason);
        Assert.Equal("officer-blocked", After(new OfficerBlocked("officer-7", "left")).Admit(token, from: null, Cast.Now).Reason);
    }

    [Fact]
    public void opens_no_key_of_a_client_by_the_name_of_another_issuer() => Assert.Null(Trusting.Key(Iss, "fr-ofast-1"));
}
