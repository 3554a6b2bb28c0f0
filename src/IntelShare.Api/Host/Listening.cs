using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace IntelShare.Api.Host;

/// <summary>Where the hub listens, and whom it believes about where a request came from.</summary>
internal static class Listening
{
    /// <summary>Every address the hub is told to listen on, as configured.</summary>
    public static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        return Listed("urls").Concat(Ports("http")).Concat(Ports("https"))
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>());

        // A port alone means every interface.
        IEnumerable<string> Ports(string scheme) => Listed(scheme + "_ports").Select(port => $"{scheme}://*:{port}");

        string[] Listed(string setting) => (configuration[setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>As Kestrel reads it: any name but localhost means every interface.</summary>
    public static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Tokens and content never cross a network in the clear.</summary>
    /// <exception cref="InvalidOperationException">They would; the message says what to do.</exception>
    public static void Check(IConfiguration configuration, Settings settings)
    {
        if (string.Equals(configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("ASPNETCORE_FORWARDEDHEADERS_ENABLED believes whatever anybody says of its address; unset it and name the proxies in IntelShare__KnownProxies__0.");
        }

        if (settings.KnownProxies.Count == 0 && Addresses(configuration).FirstOrDefault(url => url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !IsLoopback(url)) is { } open)
        {
            throw new InvalidOperationException($"{open} is plain HTTP beyond this machine, and tokens would cross the network in the clear. Give Kestrel a certificate (an https address), or name the proxy that ends TLS in IntelShare__KnownProxies__0.");
        }
    }

    /// <summary>Headers of the proxies named, and of nobody else: else anybody could call from a network that a client is bound to.</summary>
    /// <exception cref="InvalidOperationException">A name is no address.</exception>
    public static ForwardedHeadersOptions Forwarded(Settings settings)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = settings.KnownProxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // Through as many as are known, one behind the other; the first that is not is the caller.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.KnownProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network) && network.PrefixLength > 0)
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new InvalidOperationException($"IntelShare__KnownProxies: \"{proxy}\" is neither an address (192.0.2.7) nor a network (192.0.2.0/24), or it is the whole world.");
            }
        }

        return options;
    }
}
