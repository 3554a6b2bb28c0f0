using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntelShare.Api.Tests.Door;

/// <summary>The address is a member's word: whatever answers there, the hub neither waits nor reads on, nor goes where it should not.</summary>
public sealed class Keys_that_a_provider_publishes(PostgresServer server) : IAsyncLifetime
{
    private const string Good = """{"keys":[{"kty":"EC","crv":"P-256","kid":"k-1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}""";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-keys-");
    private WebApplication site = null!;
    private int asked;
    private byte[] any = [];

    private string Roots => Path.Combine(folder.FullName, "roots.pem");

    public async ValueTask InitializeAsync()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await File.WriteAllTextAsync(Roots, certificate.ExportCertificatePem(), Requests.Ct);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null))));
        site = builder.Build();
        site.MapGet("/good", () =>
        {
            Interlocked.Increment(ref asked);
            return Results.Text(Good);
        });
        site.MapGet("/elsewhere", () => Results.Redirect("/good"));
        site.MapGet("/inward", () => Results.Redirect("http://169.254.169.254/latest/meta-data"));
        site.MapGet("/huge", () => Results.Text(Good + new string(' ', 10 * 1024 * 1024)));
        site.MapGet("/endless", async (HttpContext http) =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(" ", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, http.RequestAborted);
            }
        });
        site.MapGet("/silent", (HttpContext http) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        site.MapGet("/words", () => Results.Text("no keys today"));
        site.MapGet("/twice", () => Results.Text("""{"keys":[],""" + Good[1..]));
        site.MapGet("/deep", () => Results.Text("""{"keys":""" + new string('[', 30) + new string(']', 30) + "}"));
        site.MapGet("/any", () => Results.Bytes(any, "application/json"));
        site.MapGet("/none", () => Results.Text("""{"keys":[]}"""));
        site.MapGet("/private", () => Results.Text(Good.Replace("\"kid\"", "\"d\":\"AQ\",\"kid\"", StringComparison.Ordinal)));
        await site.StartAsync(Requests.Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("good", null)]
    [InlineData("elsewhere", "answers-otherwise")]
    [InlineData("inward", "answers-otherwise")]
    [InlineData("missing", "answers-otherwise")]
    [InlineData("huge", "too-large")]
    [InlineData("endless", "unreachable")]
    [InlineData("silent", "unreachable")]
    [InlineData("words", "malformed-jwks")]
    [InlineData("twice", "malformed-jwks")]
    [InlineData("deep", "malformed-jwks")]
    [InlineData("none", "no-usable-key")]
    [InlineData("private", "private-key")]
    public async Task are_taken_from_a_plain_answer_alone(string page, string? problem)
    {
        using var reader = new JwksReader(new Settings { IssuerRootsFile = Roots, InternalIssuerHosts = ["localhost"] });
        var (keys, why) = await reader.ReadAsync(At("localhost", page), Requests.Ct);

        Assert.Equal(problem, why);
        Assert.Equal(problem is null ? 1 : 0, keys.Count);
    }

    /// <summary>The seed stands here, so that a failure is played again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task are_read_or_refused_by_name_whatever_is_published(ulong seed)
    {
        using var reader = new JwksReader(new Settings { IssuerRootsFile = Roots, InternalIssuerHosts = ["localhost"] });
        foreach (var published in Mutated.Json(Good).Sample(100, new Rnd(seed, 1), 20))
        {
            any = published;
            var (keys, why) = await reader.ReadAsync(At("localhost", "any"), Requests.Ct);

            Assert.True(why is null ? keys.Count > 0 && keys.All(key => !key.Jwk.Contains("\"d\"", StringComparison.Ordinal)) : keys.Count == 0 && why is "malformed-jwks" or "no-usable-key" or "private-key" or "too-many" or "too-large", $"{why}: {Encoding.UTF8.GetString(published)}");
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localtest.invalid")]
    public async Task are_not_fetched_from_within_unless_the_hub_names_that_host(string host)
    {
        using var reader = new JwksReader(new Settings { IssuerRootsFile = Roots, InternalIssuerHosts = ["login.example"] });

        Assert.Equal("unreachable", (await reader.ReadAsync(At(host, "good"), Requests.Ct)).Problem);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task come_from_whom_the_certificate_says()
    {
        using var trusting = new JwksReader(new Settings { InternalIssuerHosts = ["localhost", "127.0.0.1"] });
        Assert.Equal("certificate-not-trusted", (await trusting.ReadAsync(At("localhost", "good"), Requests.Ct)).Problem);

        using var rooted = new JwksReader(new Settings { IssuerRootsFile = Roots, InternalIssuerHosts = ["localhost", "127.0.0.1"] });
        Assert.Equal("certificate-not-trusted", (await rooted.ReadAsync(At("127.0.0.1", "good"), Requests.Ct)).Problem);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task are_asked_for_by_a_name_that_is_not_known_once_a_minute()
    {
        await using var hub = new TestHub(server) { IssuerRoots = Roots };
        await hub.InitializeAsync();
        await hub.TrustAsync("https://login.bka.example/", At("localhost", "good"));
        string Token() => "Bearer " + hub.Token("de-bka", claims => claims["iss"] = "https://login.bka.example/", head => head["kid"] = "never-published");
        var without = await hub.WhoAmIAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => hub.WhoAmIAsync(Token())));
        Assert.All(answers, answer => Assert.Equal(without, answer));
        Assert.Equal(1, asked);
        hub.Clock.Advance(TimeSpan.FromSeconds(59));
        await hub.WhoAmIAsync(Token());
        Assert.Equal(1, asked);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await hub.WhoAmIAsync(Token());
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task take_roots_that_are_certificates()
    {
        var file = Path.Combine(folder.FullName, "empty.pem");
        await File.WriteAllTextAsync(file, "no certificate", Requests.Ct);

        Assert.Throws<InvalidOperationException>(() => new JwksReader(new Settings { IssuerRootsFile = file }));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("ff02::1", false)]
    public void come_from_a_public_address(string address, bool isPublic) => Assert.Equal(isPublic, JwksReader.IsPublic(IPAddress.Parse(address)));

    private string At(string host, string page) => $"https://{host}:{new Uri(site.Urls.Single()).Port}/{page}";
}
