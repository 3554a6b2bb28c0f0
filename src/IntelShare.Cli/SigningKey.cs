using System.CommandLine;
using IntelShare.Api.Host;
using IntelShare.Api.Members;

namespace IntelShare.Cli;

/// <summary>A client whose private key lies in the hub's data directory: the demonstration cast.</summary>
internal static class DemonstrationClient
{
    public static readonly Option<string> Client = new("--client") { Description = "The client to sign for.", Required = true };
    public static readonly Option<string?> Data = new("--data") { Description = "The hub's data directory; by default .intelshare beside IntelShare.sln." };

    /// <summary>The key of the client that the command line names.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static async Task<ClientKey> KeyAsync(ParseResult parsed, CancellationToken ct)
    {
        var folder = Path.Combine(new Settings { DataDirectory = parsed.GetValue(Data) }.DataPath(), "demo");
        var file = Path.Combine(folder, parsed.GetRequiredValue(Client) + ".jwk.json");
        if (!File.Exists(file))
        {
            var known = Directory.Exists(folder) ? string.Join(", ", Directory.GetFiles(folder, "*.jwk.json").Select(f => Path.GetFileName(f)[..^".jwk.json".Length]).Order(StringComparer.Ordinal)) : "none";
            throw new FileNotFoundException($"No key for this client in {folder}. Clients there: {known}.");
        }

        return ClientKey.Read(await File.ReadAllTextAsync(file, ct));
    }
}
