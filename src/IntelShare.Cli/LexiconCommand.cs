using System.CommandLine;
using System.Text.Json.Nodes;

namespace IntelShare.Cli;

/// <summary><c>intelshare lexicon</c>: what a term stands for, what stands for a concept, or what an emoji of a name stands for.</summary>
internal static class LexiconCommand
{
    public static Command Make(TimeProvider clock)
    {
        var term = new Option<string?>("--term") { Description = "An emoji, word, phrase or hashtag; whatever its case and marks." };
        var concept = new Option<string?>("--concept") { Description = "Id of a concept: drug.cocaine." };
        var country = new Option<string?>("--country") { Description = "With --concept: terms that are placed there (SE)." };
        var name = new Option<string?>("--name") { Description = "The name of an emoji in one of ten languages." };
        var why = new WhyOptions();
        var command = new Command("lexicon", $"Read what coded terms stand for, of all that may be read: one of --term, --concept and --name. {HubLine.Codes}\n\nExample: intelshare lexicon --name kälke --client fr-ofast") { term, concept, country, name };
        why.AddTo(command);
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "analyst", async hub =>
        {
            (string Name, string? Value)[] given = [("term", parsed.GetValue(term)), ("concept", parsed.GetValue(concept)), ("name", parsed.GetValue(name)), ("country", parsed.GetValue(country))];
            if (given[..3].Count(one => one.Value is not null) != 1 || (parsed.GetValue(country) is not null && parsed.GetValue(concept) is null))
            {
                throw new InvalidDataException("One of --term, --concept and --name; --country beside --concept alone.");
            }

            var query = string.Join('&', given.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
            JsonArray terms = [.. await hub.ItemsAsync($"/v1/lexicon?{query}", new(why.Of(parsed)), ct).ToArrayAsync(ct)];
            Shown.Write(parsed, new JsonObject { ["items"] = parsed.GetValue(HubLine.Json) ? terms : new JsonArray([.. terms.SelectMany(Rows)]) });
            return HubLine.Done;
        }, ct));
        return command;
    }

    /// <summary>A row for each sense.</summary>
    private static IEnumerable<JsonNode> Rows(JsonNode? term) => term!["senses"]!.AsArray().Select(sense => new JsonObject
    {
        ["term"] = term["term"]!.GetValue<string>(),
        ["concept"] = sense!["concept"]!.GetValue<string>(),
        ["countries"] = sense["countries"]!.DeepClone(),
        ["platforms"] = sense["platforms"]!.DeepClone(),
        ["firstSeen"] = sense["firstSeen"]?.DeepClone(),
        ["lastSeen"] = sense["lastSeen"]?.DeepClone(),
        ["stale"] = sense["stale"]!.DeepClone(),
        ["agrees"] = sense["agrees"]!.DeepClone(),
        ["disputes"] = sense["disputes"]!.DeepClone(),
    });
}
