using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using IntelShare.Members;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// Fetches what an identity provider publishes as its keys. The address is a member's word, so it must not lead the hub
/// to anything inside: no redirect, no proxy, and no address that is not public, unless the operator named that host.
/// </summary>
internal sealed class JwksReader : IDisposable
{
    private const int LongestBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly HttpClient http;
    private readonly string[] inside;

    public JwksReader(Settings settings)
    {
        inside = settings.InternalIssuerHosts;
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            // A connection that is kept would go on to an address that was looked up long ago.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            SslOptions = { CertificateChainPolicy = Trusting(settings.IssuerRootsFile) },
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LongestBytes,
        };
    }

    /// <summary>Fetches the keys.</summary>
    /// <returns>The keys, or why there are none: <c>unreachable</c>, <c>certificate-not-trusted</c>, <c>too-large</c>, <c>answers-otherwise</c>, or what <see cref="Member.ReadKeys"/> says.</returns>
    public async Task<(IReadOnlyList<IssuerKey> Keys, string? Problem)> ReadAsync(string address, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(address, ct);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return ([], "answers-otherwise");
            }

            using var jwks = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct), new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            var (keys, refusals) = Member.ReadKeys(jwks.RootElement);
            return (keys, refusals.Select(refusal => refusal.Code).FirstOrDefault());
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return ([], "malformed-jwks");
        }
        catch (HttpRequestException failed)
        {
            return ([], failed.HttpRequestError switch
            {
                HttpRequestError.ConfigurationLimitExceeded => "too-large",
                HttpRequestError.SecureConnectionError => "certificate-not-trusted",
                _ => "unreachable",
            });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ([], "unreachable");
        }
    }

    /// <summary>Whether an address is one of the public Internet: not of a private, link-local or shared network, nor one that leads to such through a translator.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var networks = address.AddressFamily == AddressFamily.InterNetwork ? NotPublic : NotPublicOfGlobal;
        return (address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address)) && !networks.Any(network => network.Contains(address));
    }

    public void Dispose() => http.Dispose();

    /// <summary>IANA's registries of special-purpose addresses, and what is multicast or reserved.</summary>
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublicOfGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        // Looked up once, and connected to what was looked at: a second look-up could answer something else.
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (!inside.Contains(context.DnsEndPoint.Host, StringComparer.OrdinalIgnoreCase) && !addresses.All(IsPublic))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The system's roots and those of a file. No certificate is fetched for a chain: it would be from wherever another one says.</summary>
    private static X509ChainPolicy Trusting(string? file)
    {
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (string.IsNullOrEmpty(file))
        {
            return policy;
        }

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            policy.CustomTrustStore.Clear();
        }

        if (policy.CustomTrustStore.Count == 0)
        {
            throw new InvalidOperationException("IntelShare:IssuerRootsFile holds no certificates in PEM.");
        }

        using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        policy.CustomTrustStore.AddRange(system.Certificates);
        return policy;
    }
}
