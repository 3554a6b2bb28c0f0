using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare client request</c>: a new machine's key pair, and the request with its public part for whoever registers it. The
/// thumbprint stands in neither: it goes by telephone, or whoever exchanged the file would have exchanged it too.
/// </summary>
internal static class RequestCommand
{
    public static Command Make()
    {
        var (member, client) = (new Argument<string>("MEMBER") { Description = "The id of the agency: se-noa." }, new Argument<string>("CLIENT") { Description = "The id that the machine shall have." });
        var audience = new Option<string>("--audience") { Description = "The hub's audience, as its operator or /.well-known/oauth-protected-resource says.", DefaultValueFactory = _ => new Settings().Audience };
        var folder = new Option<string>("--out") { Description = "The folder for the two files; it is made.", DefaultValueFactory = _ => "." };
        var command = new Command("request", "Make a machine's key pair and the request to register it, on that machine. Nothing is overwritten.\n\nExample: intelshare client request pl-cbsp gateway --audience urn:intelshare:hub:example --out ~/hub") { member, client, audience, folder, HubLine.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var (whose, machine, at) = (parsed.GetRequiredValue(member), parsed.GetRequiredValue(client), parsed.GetRequiredValue(folder));
            try
            {
                var (key, thumbprint) = KeysCommand.Pair(whose, machine, parsed.GetRequiredValue(audience));
                var (secret, request) = (Path.Combine(at, machine + ".jwk.json"), Path.Combine(at, machine + ".request.json"));
                Directory.CreateDirectory(at);
                await KeysCommand.WriteAsync(secret, key.Write(), isSecret: true, ct);
                await KeysCommand.WriteAsync(request, new JsonObject { ["member"] = whose, ["client"] = machine, ["jwk"] = JsonNode.Parse(key.PublicJwk()) }.ToJsonString(HubLine.Printed) + "\n", isSecret: false, ct);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(HubLine.Json)
                    ? JsonSerializer.Serialize(new { privateKey = secret, request, kid = key.Kid, thumbprint }, JsonSerializerOptions.Web)
                    : $"""
                      {secret}   the private key: it stays on this machine
                      {request}   the request: send it to whoever registers the machine (client register and client key add; the first one: member introduce)
                      {thumbprint}   the key's thumbprint: read it out over the telephone, never send it along
                      """);
                return HubLine.Done;
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(parsed.GetValue(HubLine.Json) ? JsonSerializer.Serialize(new { code = "usage", detail = failed.Message }, JsonSerializerOptions.Web) : failed.Message);
                return HubLine.Usage;
            }
        });
        return command;
    }
}
