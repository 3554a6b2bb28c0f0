using System.CommandLine;
using System.Text.Json.Nodes;

namespace IntelShare.Cli;

/// <summary><c>intelshare search</c>: who holds a value, for a purpose and under a case.</summary>
internal static class SearchCommand
{
    /// <summary>The most that the hub looks up at once.</summary>
    private const int Page = 1000;

    public static Command Make(TimeProvider clock)
    {
        var values = new Argument<string[]>("VALUES") { Description = "What is looked for, exactly; - for standard input, a value a line, which keeps them out of the shell's history.", Arity = ArgumentArity.OneOrMore };
        var kind = new Option<string>("--kind") { Description = "lexicon-entry, account-handle, payment-address or recruitment-pattern.", DefaultValueFactory = _ => "lexicon-entry" };
        var platform = new Option<string?>("--platform") { Description = "Of account handles: the platform." };
        var why = new WhyOptions();
        var command = new Command("search", $"Search exact values. {HubLine.Codes}\n\nExample: intelshare search dark.runner --kind account-handle --platform tiktok --case K-2026-17 --client fr-ofast") { values, kind, platform };
        why.AddTo(command);
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "analyst", async hub =>
        {
            var given = parsed.GetRequiredValue(values);
            var sought = given is ["-"] ? (await HubLine.ReadTextAsync("-", ct)).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToArray() : given;
            var found = new JsonArray();
            foreach (var page in sought.Chunk(Page))
            {
                var body = new JsonObject { ["queries"] = new JsonArray([.. page.Select(value => new JsonObject { ["kind"] = parsed.GetRequiredValue(kind), ["value"] = value, ["platform"] = parsed.GetValue(platform) })]) };
                foreach (var (value, result) in page.Zip((await hub.JsonAsync(HttpMethod.Post, "/v1/searches", body, ct, new(why.Of(parsed))))["results"]!.AsArray()))
                {
                    found.Add(new JsonObject([KeyValuePair.Create("value", (JsonNode?)value), .. result!.AsObject().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]));
                }
            }

            Shown.Write(parsed, parsed.GetValue(HubLine.Json) ? new JsonObject { ["results"] = found } : new JsonObject { ["items"] = found });
            return HubLine.Done;
        }, ct));
        return command;
    }
}
