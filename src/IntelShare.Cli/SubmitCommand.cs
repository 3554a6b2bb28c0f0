using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare submit</c>: records from a file, one as JSON or many as NDJSON. Each goes under a key that is made of it, so that the
/// same file can be sent again after whatever went wrong, and no record is there twice.
/// </summary>
internal static class SubmitCommand
{
    public static Command Make(TimeProvider clock)
    {
        var file = new Argument<string>("FILE") { Description = "Records as JSON, one a line or a single one; - for standard input." };
        var key = new Option<string?>("--idempotency-key") { Description = "In place of keys made of the records: this one, for the second record followed by -2, and so on." };
        var command = new Command("submit", $"Submit records. The same file again adds nothing. One line for each, with its id or why it was refused. {HubLine.Codes}\n\nExample: intelshare submit records.ndjson --client se-noa --json") { file, key };
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "contributor", async hub =>
        {
            var (output, records) = (parsed.InvocationConfiguration.Output, Records(await HubLine.ReadTextAsync(parsed.GetRequiredValue(file), ct)));
            var refused = 0;
            foreach (var (record, i) in records.Select((record, i) => (record, i)))
            {
                var name = parsed.GetValue(key) is { } given ? (i == 0 ? given : $"{given}-{i + 1}") : IdempotencyKey.Of(Encoding.UTF8.GetBytes(record.ToJsonString()));
                try
                {
                    var id = (await hub.JsonAsync(HttpMethod.Post, "/v1/indicators", record, ct, new(IdempotencyKey: name)))["id"]!;
                    await output.WriteLineAsync(parsed.GetValue(HubLine.Json) ? new JsonObject { ["record"] = i + 1, ["id"] = id.DeepClone() }.ToJsonString() : $"{i + 1} {id}");
                }
                catch (ProblemException problem)
                {
                    refused++;
                    await output.WriteLineAsync(parsed.GetValue(HubLine.Json) ? new JsonObject { ["record"] = i + 1, ["problem"] = HubLine.AsJson(problem) }.ToJsonString(HubLine.Printed) : $"{i + 1} {HubLine.Say(problem)}");
                }
            }

            if (refused > 0)
            {
                throw new RefusedException($"The hub refused {refused} of {records.Count} records.");
            }

            return HubLine.Done;
        }, ct));
        return command;
    }

    /// <summary>One value over several lines, or a value a line: JSON reads both.</summary>
    private static List<JsonNode> Records(string text)
    {
        var (bytes, records) = (Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF')), new List<JsonNode>());
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                records.Add(JsonNode.Parse(ref reader) as JsonObject ?? throw new InvalidDataException($"The {records.Count + 1}. value is no record."));
            }
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"After {records.Count} records: {malformed.Message} Nothing was sent.", malformed);
        }

        return records.Count > 0 ? records : throw new InvalidDataException("There is no record in it.");
    }
}
