using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Members;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Cli;

/// <summary><c>intelshare token</c>: signs a token with a client's own key. Prints the token and nothing else.</summary>
internal static class TokenCommand
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

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
            Console.WriteLine(Sign(await File.ReadAllTextAsync(file, ct), asked, parsed.GetValue(officer), TimeProvider.System.GetUtcNow()));
            return 0;
        });
        return command;
    }

    /// <summary>A token signed with a private JWK that carries <c>iss</c>, <c>client_id</c> and <c>aud</c> beside the key.</summary>
    public static string Sign(string jwk, string[]? roles, string? officer, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(jwk);
        string Text(string name) => document.RootElement.GetProperty(name).GetString()!;
        var client = Text("client_id");
        roles ??= client.StartsWith("hub", StringComparison.Ordinal) ? [Role.HubAdmin.Code()] : [Role.Contributor.Code(), Role.Discloser.Code(), Role.Analyst.Code()];
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = Text("iss"),
            Audience = Text("aud"),
            IssuedAt = now.UtcDateTime,
            Expires = now.Add(Life).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["client_id"] = client,
                ["sub"] = officer ?? client + "-officer",
                ["jti"] = new Ids().Next(client).ToString("N", CultureInfo.InvariantCulture),
                ["roles"] = roles,
            },
            SigningCredentials = new(new JsonWebKey(jwk), SecurityAlgorithms.EcdsaSha256),
        });
    }
}
