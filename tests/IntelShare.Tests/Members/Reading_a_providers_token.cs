using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

/// <summary>Tokens as Keycloak 26, Entra (both versions) and AD FS 2019 make them, but for their signatures.</summary>
public sealed class Reading_a_providers_token
{
    private const string Keycloak = """
        {"exp":1778578800,"iat":1778578500,"jti":"onrtac:0b6c9d1e-7d2a-4c55-9a43-5d5a6f3b8f10","iss":"https://login.bka.example/realms/intelshare","aud":"urn:intelshare:hub:local","sub":"2f6ec8a4-8a0b-4a5f-9d0e-3f1f4a1f7c55","typ":"Bearer","azp":"bka-analysis","sid":"9e0c","acr":"1","allowed-origins":["/*"],"realm_access":{"roles":["offline_access","uma_authorization","intelshare-analyst"]},"resource_access":{"intelshare":{"roles":["analyst","discloser"]},"account":{"roles":["view-profile"]}},"scope":"openid profile","email_verified":true}
        """;

    private const string EntraV2 = """
        {"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","iss":"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0","iat":1778578200,"nbf":1778578200,"exp":1778582100,"aio":"AXQAi/8TAAAA","azp":"3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11","azpacr":"1","oid":"690222be-ff1a-4d56-abd1-7e4f7d38e474","rh":"I","roles":["analyst"],"scp":"access_as_user","sub":"HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ","tid":"72f988bf-86f1-41af-91ab-2d7cd011db47","uti":"fqiBqXLPj0eQa82S-IYFAA","ver":"2.0"}
        """;

    private const string EntraV1 = """
        {"aud":"api://intelshare","iss":"https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/","iat":1778578200,"nbf":1778578200,"exp":1778582100,"appid":"3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11","appidacr":"1","idp":"https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/","oid":"690222be-ff1a-4d56-abd1-7e4f7d38e474","roles":["feed"],"sub":"690222be-ff1a-4d56-abd1-7e4f7d38e474","tid":"72f988bf-86f1-41af-91ab-2d7cd011db47","uti":"fqiBqXLPj0eQa82S-IYFAA","ver":"1.0"}
        """;

    private const string Adfs = """
        {"aud":"urn:intelshare:hub:local","iss":"http://sts.kripos.example/adfs/services/trust","iat":1778578500,"nbf":1778578500,"exp":1778582100,"sub":"lLs8nDdgHcHNnCmPVFnqrHqHnqj6NUNjCqLSLfYnUbs=","role":"analyst","apptype":"Confidential","appid":"d4f1c3a2-5b7e-4c7b-9a63-0d0f8f0c1a11","authmethod":"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport","auth_time":"2026-05-12T09:34:11.412Z","ver":"1.0","scp":"openid"}
        """;

    private static readonly ClaimPaths AsKeycloak = new("/azp", "/sub", "/resource_access/intelshare/roles", Purposes: null, "/jti");

    private static Issuer Row(ClaimPaths paths, string named, string? prefix = null) =>
        new("provider", "https://provider.example", ["RS256"], ["JWT"], "https://provider.example/keys", [], Audience: null, ImmutableDictionary<string, string>.Empty.Add(named, "de-bka"), paths, prefix);

    private static (TokenClaims Claims, string? Wrong) Read(string payload, Issuer row, Action<JsonObject>? but = null)
    {
        var said = JsonNode.Parse(payload)!.AsObject();
        but?.Invoke(said);
        return TokenClaims.Read(JsonElement.Parse(said.ToJsonString()), "https://provider.example", "key-1", row, "digest");
    }

    private static void Says((TokenClaims Claims, string? Wrong) read, string officer, string id, params Role[] roles)
    {
        Assert.Null(read.Wrong);
        Assert.Equal(("de-bka", officer, id), (read.Claims.Client, read.Claims.Officer, read.Claims.TokenId));
        Assert.Equal(roles.ToHashSet(), read.Claims.Roles);
        Assert.Null(read.Claims.Purposes);
    }

    [Fact]
    public void of_Keycloak_with_roles_of_the_hubs_own_client() =>
        Says(Read(Keycloak, Row(AsKeycloak, "bka-analysis")), "2f6ec8a4-8a0b-4a5f-9d0e-3f1f4a1f7c55", "onrtac:0b6c9d1e-7d2a-4c55-9a43-5d5a6f3b8f10", Role.Analyst, Role.Discloser);

    [Fact]
    public void of_Keycloak_with_roles_of_the_realm_among_those_of_others() =>
        Says(Read(Keycloak, Row(AsKeycloak with { Roles = "/realm_access/roles" }, "bka-analysis", "intelshare-")), "2f6ec8a4-8a0b-4a5f-9d0e-3f1f4a1f7c55", "onrtac:0b6c9d1e-7d2a-4c55-9a43-5d5a6f3b8f10", Role.Analyst);

    [Fact]
    public void of_Entra() =>
        Says(Read(EntraV2, Row(new("/azp", "/oid", "/roles", Purposes: null, "/uti"), "3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11")), "690222be-ff1a-4d56-abd1-7e4f7d38e474", "fqiBqXLPj0eQa82S-IYFAA", Role.Analyst);

    [Fact]
    public void of_a_daemon_in_Entras_first_version() =>
        Says(Read(EntraV1, Row(new("/appid", "/oid", "/roles", Purposes: null, "/uti"), "3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11")), "690222be-ff1a-4d56-abd1-7e4f7d38e474", "fqiBqXLPj0eQa82S-IYFAA", Role.Feed);

    [Fact]
    public void of_ADFS_with_one_role_and_no_id() =>
        Says(Read(Adfs, Row(new("/appid", "/sub", "/role", Purposes: null, "/jti"), "d4f1c3a2-5b7e-4c7b-9a63-0d0f8f0c1a11")), "lLs8nDdgHcHNnCmPVFnqrHqHnqj6NUNjCqLSLfYnUbs=", "digest", Role.Analyst);

    [Theory]
    [InlineData("nonce")]
    [InlineData("at_hash")]
    [InlineData("c_hash")]
    [InlineData("cnf")]
    [InlineData("events")]
    public void refuses_what_is_no_token_of_access(string claim) => Assert.Equal("not-an-access-token", Read(EntraV2, Row(new("/azp", "/oid", "/roles", Purposes: null, "/uti"), "3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11"), said => said[claim] = "x").Wrong);

    [Theory]
    [InlineData("ID")]
    [InlineData("Refresh")]
    [InlineData("Logout")]
    [InlineData("bearer")]
    public void refuses_what_Keycloak_calls_otherwise_than_bearer(string type) => Assert.Equal("not-an-access-token", Read(Keycloak, Row(AsKeycloak, "bka-analysis"), said => said["typ"] = type).Wrong);

    [Fact]
    public void refuses_a_client_that_its_row_does_not_name()
    {
        Assert.Equal("client-not-of-issuer", Read(Keycloak, Row(AsKeycloak, "bka-analysis"), said => said["azp"] = "de-bka").Wrong);
        Assert.Equal("claims-wrong", Read(Keycloak, Row(AsKeycloak, "bka-analysis"), said => said.Remove("azp")).Wrong);
    }

    [Fact]
    public void never_narrows_a_role_silently()
    {
        Assert.Null(Read(Keycloak, Row(AsKeycloak, "bka-analysis"), said => said["resource_access"]!["intelshare"]!["roles"] = new JsonArray("analyst", "king")).Claims.Roles);
        Assert.Null(Read(Keycloak, Row(AsKeycloak with { Roles = "/realm_access/roles" }, "bka-analysis", "intelshare-"), said => said["realm_access"]!["roles"] = new JsonArray("intelshare-king")).Claims.Roles);
        Assert.Null(Read(Keycloak, Row(AsKeycloak, "bka-analysis"), said => said["resource_access"] = "analyst").Claims.Roles);
        Assert.Equal("purpose-beyond-cap", Read(Keycloak, Row(AsKeycloak with { Purposes = "/purposes" }, "bka-analysis"), said => said["purposes"] = new JsonArray("curiosity")).Wrong);
    }

    [Theory]
    [InlineData("/a~1b/c~0d", "found")]
    [InlineData("/a~1b/c", null)]
    [InlineData("/a~1b/c~0d/0", null)]
    public void walks_pointers_through_objects_alone(string pointer, string? value) =>
        Assert.Equal(value, ClaimPaths.Find(JsonElement.Parse("""{"a/b":{"c~d":"found"}}"""), pointer)?.GetString());
}
