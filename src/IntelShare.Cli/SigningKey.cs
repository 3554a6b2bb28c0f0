using System.CommandLine;
using IntelShare.Api.Host;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary>The private key of the client that a command acts for: a file of its own, or one of the demonstration cast in the hub's data directory.</summary>
internal static class SigningKey
{
    public static readonly Option<string?> Key = new("--key") { Description = "The file of the client's private key, as `intelshare keys new` made it. [environment: INTELSHARE_KEY]" };
    public static readonly Option<string?> Client = new("--client") { Description = "In place of --key: a client of the demonstration cast. [environment: INTELSHARE_CLIENT]" };
    public static readonly Option<string?> Data = new("--data") { Description = "The data directory of that hub; by default .intelshare beside IntelShare.sln. [environment: INTELSHARE_DATA]" };

    /// <summary>The key that the command line names.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">The line names none, or the file holds none.</exception>
    public static async Task<ClientKey> ReadAsync(ParseResult parsed, CancellationToken ct)
    {
        // Who is named on the line goes before who is named by the environment.
        var named = parsed.GetValue(Client);
        if ((parsed.GetValue(Key) ?? (named is null ? Environment.GetEnvironmentVariable("INTELSHARE_KEY") : null)) is { } own)
        {
            return File.Exists(own) ? await ClientKey.ReadFileAsync(own, ct) : throw new FileNotFoundException($"There is no file {own}.");
        }

        var folder = Path.Combine(new Settings { DataDirectory = parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable("INTELSHARE_DATA") }.DataPath(), "demo");
        var file = Path.Combine(folder, (named ?? Environment.GetEnvironmentVariable("INTELSHARE_CLIENT") ?? throw new InvalidDataException("Say who signs: --key FILE, or --client of the demonstration cast.")) + ".jwk.json");
        if (!File.Exists(file))
        {
            var known = Directory.Exists(folder) ? string.Join(", ", Directory.GetFiles(folder, "*.jwk.json").Select(f => Path.GetFileName(f)[..^".jwk.json".Length]).Order(StringComparer.Ordinal)) : "none";
            throw new FileNotFoundException($"No key for this client in {folder}. Clients there: {known}.");
        }

        return await ClientKey.ReadFileAsync(file, ct);
    }
}
