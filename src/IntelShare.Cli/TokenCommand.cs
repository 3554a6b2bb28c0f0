using System.CommandLine;

namespace IntelShare.Cli;

/// <summary><c>intelshare token</c>: signs a token with a client's own key. Prints the token and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Make(TimeProvider clock)
    {
        var roles = new Option<string[]>("--roles") { Description = "Roles the token claims; by default contributor, discloser and analyst (a hub client: hub-admin).", AllowMultipleArgumentsPerToken = true };
        var officer = new Option<string?>("--officer") { Description = "The officer behind the request, opaque to the hub; by default <client>-officer." };
        var days = new Option<int?>("--days") { Description = "A long token of a feed, at most 90 days; register it by its id before its use. By default 10 minutes." };
        var id = new Option<string?>("--id") { Description = "The token's id (jti), by which it is registered and revoked; by default a random one." };
        var command = new Command("token", "Print a token of a client; or, with check, explain one.") { SigningKey.Key, SigningKey.Client, roles, officer, days, id, SigningKey.Data, TokenCheckCommand.Make(clock) };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var asked = parsed.GetValue(roles) is { Length: > 0 } given ? given.SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray() : null;
                var life = parsed.GetValue(days) is { } lasts ? TimeSpan.FromDays(lasts) : (TimeSpan?)null;
                await parsed.InvocationConfiguration.Output.WriteLineAsync((await SigningKey.ReadAsync(parsed, ct)).Sign(clock.GetUtcNow(), asked, parsed.GetValue(officer), life, parsed.GetValue(id)));
                return 0;
            }
            catch (Exception unknown) when (unknown is FileNotFoundException or InvalidDataException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(unknown.Message);
                return 1;
            }
        });
        return command;
    }
}
