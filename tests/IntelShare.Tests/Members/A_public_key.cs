using System.Buffers.Text;
using System.Security.Cryptography;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_public_key
{
    private static readonly string Curve = Administering.Jwk.GetRawText();

    private static string Rsa(int bits, string more = "")
    {
        using var rsa = RSA.Create(bits);
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","kid":"one","n":"{{Base64Url.EncodeToString(key.Modulus!)}}","e":"{{Base64Url.EncodeToString(key.Exponent!)}}"{{more}}}""";
    }

    private static IEnumerable<string> Refusals(string json) => PublicKey.Read(Administering.Json(json), "/jwk").Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}");

    [Fact]
    public void is_kept_as_its_public_members_alone()
    {
        var key = PublicKey.Read(Administering.Json(Curve.Replace("\"kty\"", "\"key_ops\":[\"verify\"],\"x5c\":[],\"kty\"", StringComparison.Ordinal)), "/jwk").Key!;
        Assert.Equal("us-1", key.Kid);
        Assert.Equal("""{"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"us-1","alg":"ES256","use":"sig"}""", key.Jwk);
    }

    /// <summary>RFC 7638, section 3.1.</summary>
    [Fact]
    public void has_the_thumbprint_of_the_standard() => Assert.Equal(
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        PublicKey.Read(Administering.Json("""{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""".Replace("\"alg\":\"RS256\",", "", StringComparison.Ordinal)), "/jwk").Key!.Thumbprint);

    [Theory]
    [InlineData(2048)]
    [InlineData(4096)]
    public void may_be_of_RSA(int bits) => Assert.Empty(Refusals(Rsa(bits, ",\"alg\":\"PS256\"")));

    [Fact]
    public void is_refused_when_it_is_weak() => Assert.Equal(["weak-key /jwk"], Refusals(Rsa(1024)));

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("k")]
    public void is_refused_with_a_private_part(string part) => Assert.Equal(["private-key /jwk"], Refusals(Curve.Replace("\"kty\"", $"\"{part}\":\"AA\",\"kty\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"y\":\"x_F", "\"y\":\"x_G", "malformed-key /jwk")]
    [InlineData("\"y\":\"x_F", "\"y\":\"x", "malformed-key /jwk")]
    [InlineData("\"y\":\"x_F", "\"y\":\"!!", "malformed-key /jwk")]
    [InlineData("P-256", "P-384", "malformed-key /jwk")]
    [InlineData("\"EC\"", "\"OKP\"", "malformed-key /jwk")]
    [InlineData("\"EC\"", "\"RSA\"", "malformed-key /jwk")]
    [InlineData("\"EC\"", "7", "malformed-key /jwk")]
    [InlineData("\"kty\"", "\"alg\":\"RS256\",\"kty\"", "malformed-key /jwk/alg")]
    [InlineData("us-1", "", "malformed-kid /jwk/kid")]
    [InlineData("us-1", "..", "malformed-kid /jwk/kid")]
    [InlineData("us-1", " ", "malformed-kid /jwk/kid")]
    [InlineData("us-1", "\\u0000", "malformed-kid /jwk/kid")]
    [InlineData("us-1", "\\ud800", "malformed-kid /jwk/kid")]
    [InlineData("\"kty\"", "\"\\ud800\":1,\"alg\":\"none\",\"kty\"", "malformed-key /jwk/alg")]
    [InlineData("\"y\":\"x_F", "\"y\":\"\\ud800", "malformed-key /jwk")]
    [InlineData("\"us-1\"", "1", "malformed-kid /jwk/kid")]
    public void is_refused_when_it_is_none(string part, string instead, string refusal) => Assert.Equal([refusal], Refusals(Curve.Replace(part, instead, StringComparison.Ordinal)));

    [Fact]
    public void is_an_object()
    {
        Assert.Equal(["required /jwk"], Refusals("\"key\""));
        Assert.Equal("required", Assert.Single(PublicKey.Read(jwk: null, "/jwk").Refusals).Code);
    }
}
