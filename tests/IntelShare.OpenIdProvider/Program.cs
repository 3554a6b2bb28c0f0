using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntelShare.OpenIdProvider;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

// An identity provider as an agency runs one, for the tests: OpenIddict over https on localhost, any client with any secret.
// Arguments: where to write its certificate, the moment at which it lives, the audience of its tokens.
var (file, now, audience) = (args[0], DateTimeOffset.Parse(args[1], CultureInfo.InvariantCulture), args[2]);

using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var request = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256);
var names = new SubjectAlternativeNameBuilder();
names.AddDnsName("localhost");
request.CertificateExtensions.Add(names.Build());
request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null))));
builder.Services.AddOpenIddict().AddServer(server =>
{
    server.EnableDegradedMode().AllowClientCredentialsFlow().SetTokenEndpointUris("token").SetJsonWebKeySetEndpointUris("keys").SetAccessTokenLifetime(TimeSpan.FromMinutes(5))
        .AddEphemeralEncryptionKey().DisableAccessTokenEncryption().AddSigningCredentials(Key("RS256")).Configure(options => options.TimeProvider = new Still(now));
    server.UseAspNetCore();
    server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
    server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
    {
        var identity = new ClaimsIdentity("client");
        identity.AddClaim(Claims.Subject, (string?)context.Request["officer"] ?? context.ClientId!);
        identity.AddClaims("roles", [.. ((string?)context.Request["roles"] ?? "analyst").Split(' ')]);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        identity.SetResources(audience);
        context.SignIn(new(identity));
        return default;
    }));
});

var app = builder.Build();
var credentials = app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials;
app.UseAuthentication();
// A key that signs from now on; the others are published beside it.
app.MapPost("/rotate", (string algorithm) => credentials.Insert(0, Key(algorithm)));
// The newest alone is published.
app.MapPost("/retire", () =>
{
    while (credentials.Count > 1)
    {
        credentials.RemoveAt(1);
    }
});
await app.StartAsync();
await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
Console.WriteLine(new UriBuilder(app.Urls.Single()) { Host = "localhost" }.Uri);
await app.WaitForShutdownAsync();

static SigningCredentials Key(string algorithm)
{
    var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
    return algorithm == "ES256" ? new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id }, algorithm) : new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = id }, algorithm);
}
