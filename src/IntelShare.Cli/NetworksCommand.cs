using System.CommandLine;
using System.Text.Json.Nodes;

namespace IntelShare.Cli;

/// <summary><c>intelshare client networks</c>: from where a machine may call, all else about it as it stands.</summary>
internal static class NetworksCommand
{
    private static readonly string[] Kept = ["roles", "purposes", "standing", "posting"];

    public static Command Make(TimeProvider clock)
    {
        var (member, client) = (new Argument<string>("MEMBER") { Description = "The id of the agency." }, new Argument<string>("CLIENT") { Description = "The id of the machine." });
        var networks = new Option<string[]>("--networks") { Description = "All of them (CIDR).", AllowMultipleArgumentsPerToken = true };
        var anywhere = new Option<bool>("--anywhere") { Description = "In place of --networks: from anywhere." };
        var command = new Command("networks", "Say from which networks a machine calls; its roles and purposes stay.\n\nExample: intelshare client networks se-noa scanner --networks 192.0.2.0/24 --client se-noa") { member, client, networks, anywhere };
        command.Validators.Add(line =>
        {
            if (line.GetValue(anywhere) == line.GetValue(networks) is { Length: > 0 })
            {
                line.AddError("Give --networks or --anywhere.");
            }
        });
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "agency-admin", async hub =>
        {
            var (agency, machine) = (Deed.Escape(parsed.GetRequiredValue(member)), parsed.GetRequiredValue(client));
            var known = (await hub.JsonAsync(HttpMethod.Get, $"/v1/members/{agency}/clients", body: null, ct))["items"]!.AsArray().FirstOrDefault(one => one!["client"]!.GetValue<string>() == machine)
                ?? throw new RefusedException($"The agency has no machine {machine}.");
            var whole = new JsonObject { ["networks"] = new JsonArray([.. (parsed.GetValue(networks) ?? []).SelectMany(words => words.Split(',')).Select(network => JsonValue.Create(network))]) };
            foreach (var name in Kept)
            {
                whole[name] = known[name]?.DeepClone();
            }

            Shown.Write(parsed, await hub.JsonAsync(HttpMethod.Put, $"/v1/members/{agency}/clients/{Deed.Escape(machine)}", whole, ct));
            return HubLine.Done;
        }, ct));
        return command;
    }
}
