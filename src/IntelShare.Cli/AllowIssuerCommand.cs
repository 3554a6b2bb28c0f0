using System.CommandLine;
using System.Text.Json.Nodes;

namespace IntelShare.Cli;

/// <summary><c>intelshare member allow-issuer</c>: one identity provider more, or for longer tokens; those allowed before stay.</summary>
internal static class AllowIssuerCommand
{
    public static Command Make(TimeProvider clock)
    {
        var (member, iss) = (new Argument<string>("MEMBER") { Description = "The id of the agency." }, new Argument<string>("ISS") { Description = "What the provider's tokens say in iss, to the letter." });
        var minutes = new Option<int?>("--minutes") { Description = "How long its tokens may live, at most 90; by default 10." };
        var reason = new Option<string>("--reason") { Description = "Why; goes on record.", Required = true };
        var command = new Command("allow-issuer", "Allow an agency tokens of its own identity provider. Waits for a second administrator, unless it only shortens their life.\n\nExample: intelshare member allow-issuer de-bka https://sso.bka.example/realms/intelshare --reason 'Asked for by its desk.' --client hub")
        {
            member, iss, minutes, reason,
        };
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "hub-admin", async hub =>
        {
            var (agency, allowed) = ("/v1/members/" + Deed.Escape(parsed.GetRequiredValue(member)), new JsonObject { ["iss"] = parsed.GetRequiredValue(iss) });
            if (parsed.GetValue(minutes) is { } longest)
            {
                allowed["longestMinutes"] = longest;
            }

            // The hub takes the list whole.
            var known = (await hub.JsonAsync(HttpMethod.Get, agency, body: null, ct))["issuers"]?.AsArray() ?? [];
            JsonArray all = [.. known.Where(one => one!["iss"]!.GetValue<string>() != parsed.GetRequiredValue(iss)).Select(one => one!.DeepClone()), allowed];
            Shown.Write(parsed, await hub.JsonAsync(HttpMethod.Patch, agency, new JsonObject { ["issuers"] = all, ["reason"] = parsed.GetRequiredValue(reason) }, ct));
            return HubLine.Done;
        }, ct));
        return command;
    }
}
