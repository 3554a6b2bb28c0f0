using System.CommandLine;

namespace IntelShare.Cli;

/// <summary><c>intelshare token</c>: signs a token with a client's own key. Prints the token and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Make(TimeProvider clock)
    {
        var roles = new Option<string[]>("--roles") { Description = "Roles the token claims; by default contributor, discloser and analyst (a hub client: hub-admin).", AllowMultipleArgumentsPerToken = true };
        var officer = new Option<string?>("--officer") { Description = "The officer behind the request, opaque to the hub; by default <client>-officer." };
        var command = new Command("token", "Print a token for a demonstration client.") { DemonstrationClient.Client, roles, officer, DemonstrationClient.Data };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var asked = parsed.GetValue(roles) is { Length: > 0 } given ? given.SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray() : null;
                await parsed.InvocationConfiguration.Output.WriteLineAsync((await DemonstrationClient.KeyAsync(parsed, ct)).Sign(clock.GetUtcNow(), asked, parsed.GetValue(officer)));
                return 0;
            }
            catch (FileNotFoundException unknown)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(unknown.Message);
                return 1;
            }
        });
        return command;
    }
}
