using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace IntelShare.Api.Tests.Cast;

/// <summary>An identity provider as a process of its own: OpenIddict over https on localhost.</summary>
internal sealed class OpenIdProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private OpenIdProcess(Process process, string certificate, Uri address)
    {
        (this.process, Certificate, Address) = (process, certificate, address);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(certificate);
        http = new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = address };
    }

    /// <summary>Its certificate in PEM.</summary>
    public string Certificate { get; }

    /// <summary>Its <c>iss</c>.</summary>
    public Uri Address { get; }

    public string Keys => Address + "keys";

    public static async Task<OpenIdProcess> StartAsync(DateTimeOffset now)
    {
        var certificate = Path.Combine(Directory.CreateTempSubdirectory("intelshare-provider-").FullName, "certificate.pem");
        var program = Path.Combine(AppContext.BaseDirectory.Replace("IntelShare.Api.Tests", "IntelShare.OpenIdProvider", StringComparison.Ordinal), "IntelShare.OpenIdProvider.dll");
        var started = Process.Start(new ProcessStartInfo("dotnet", [program, certificate, now.ToString("O", CultureInfo.InvariantCulture), "urn:intelshare:hub:local"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var address = await started.StandardOutput.ReadLineAsync(Requests.Ct) ?? throw new InvalidOperationException("The provider did not come up.");
        return new(started, certificate, new(address));
    }

    /// <summary>A token by the client credentials grant.</summary>
    public async Task<string> TokenAsync(string client = "gateway", string roles = "analyst", string officer = "officer-7")
    {
        using var answer = await http.PostAsync(new Uri("token", UriKind.Relative), new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", "secret"), new("roles", roles), new("officer", officer)]), Requests.Ct);
        return (await answer.JsonAsync())["access_token"]!.GetValue<string>();
    }

    /// <summary>Signs with another key from now on.</summary>
    public async Task RotateAsync(string algorithm) => (await http.PostAsync(new Uri("rotate?algorithm=" + algorithm, UriKind.Relative), content: null, Requests.Ct)).EnsureSuccessStatusCode();

    /// <summary>Publishes the newest key alone.</summary>
    public async Task RetireAsync() => (await http.PostAsync(new Uri("retire", UriKind.Relative), content: null, Requests.Ct)).EnsureSuccessStatusCode();

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
        http.Dispose();
        Directory.Delete(Path.GetDirectoryName(Certificate)!, recursive: true);
        return ValueTask.CompletedTask;
    }
}
