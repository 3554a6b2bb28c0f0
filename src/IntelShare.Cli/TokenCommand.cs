using System.CommandLine;
using IntelShare.Api.Host;
using IntelShare.Api.Members;

namespace IntelShare.Cli;

/// <summary><c>intelshare token</c>: signs a token with a client's own key. Prints the token and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Make()
    {
        var client = new Option<string>("--client") { Description = "The client to sign for.", Required = true };
        var roles = new Option<string[]>("--roles") { Description = "Roles the token claims; by default contributor, discloser and analyst (a hub client: hub-admin).", AllowMultipleArgumentsPerToken = true };
        var officer = new Option<string?>("--officer") { Description = "The officer behind the request, opaque to the hub; by default <client>-officer." };
        var data = new Option<string?>("--data") { Description = "The hub's data directory; by default .intelshare beside IntelShare.sln." };
        var command = new Command("token", "Print a token for a demonstration client.") { client, roles, officer, data };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = Path.Combine(new Settings { DataDirectory = parsed.GetValue(data) }.DataPath(), "demo");
            var file = Path.Combine(folder, parsed.GetValue(client) + ".jwk.json");
            if (!File.Exists(file))
            {
                var known = Directory.Exists(folder) ? string.Join(", ", Directory.GetFiles(folder, "*.jwk.json").Select(f => Path.GetFileName(f)[..^".jwk.json".Length]).Order(StringComparer.Ordinal)) : "none";
                await Console.Error.WriteLineAsync($"No key for this client in {folder}. Clients there: {known}.");
                return 1;
            }

            var asked = parsed.GetValue(roles) is { Length: > 0 } given ? given.SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray() : null;
            Console.WriteLine(ClientKey.Read(await File.ReadAllTextAsync(file, ct)).Sign(TimeProvider.System.GetUtcNow(), asked, parsed.GetValue(officer)));
            return 0;
        });
        return command;
    }
}
