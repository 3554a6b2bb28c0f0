using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary><c>intelshare scan</c>: where terms, accounts and offers stand in texts. A table of the places, or a line of JSON for each text.</summary>
internal static class ScanCommand
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static Command Make(TimeProvider clock)
    {
        var file = new Argument<string>("FILE") { Description = "Texts, a line of JSON each: {\"id\":\"post-1\",\"text\":\"…\"}; - is standard input." };
        var why = new WhyOptions();
        var command = new Command("scan", $"Find terms, accounts and offers in texts. With --json a line for each text. {HubLine.Codes}\n\nExample: intelshare scan posts.ndjson --case K-2026-17 --json --client fr-ofast > found.ndjson") { file };
        why.AddTo(command);
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "analyst", async hub =>
        {
            var name = parsed.GetRequiredValue(file);
            await using var bytes = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
            var places = await Watched.ShownAsync(parsed, bytes.CanSeek ? bytes.Length : null, async read =>
            {
                var table = new JsonArray();
                await foreach (var text in hub.ScanAsync(TextsAsync(name, bytes, read, ct), why.Of(parsed), ct))
                {
                    JsonObject[] found = [.. text.Found.Matches.SelectMany(place => PlacesOf(text, place))];
                    if (parsed.GetValue(HubLine.Json))
                    {
                        var line = new JsonObject { ["id"] = text.Text.Id, ["matches"] = new JsonArray([.. found]), ["truncated"] = text.Found.Truncated ?? false };
                        await parsed.InvocationConfiguration.Output.WriteLineAsync(line.ToJsonString(HubLine.Printed));
                        continue;
                    }

                    foreach (var place in found)
                    {
                        place.Insert(0, "id", text.Text.Id);
                        table.Add(place);
                    }

                    if (text.Found.Truncated == true)
                    {
                        table.Add(new JsonObject { ["id"] = text.Text.Id, ["found"] = "… and more" });
                    }
                }

                return table;
            });
            if (!parsed.GetValue(HubLine.Json))
            {
                Shown.Write(parsed, new JsonObject { ["items"] = places });
            }

            return HubLine.Done;
        }, ct));
        return command;
    }

    /// <summary>A place once for each record: what was written, and what it may stand for.</summary>
    private static IEnumerable<JsonObject> PlacesOf(ScannedText text, TextMatch place) => place.Indicators.Select(id =>
    {
        var content = text.Indicators[id] switch { FullView view => view.Content, OwnerView view => view.Content, DisclosedView view => view.Content, _ => null };
        var entry = content as LexiconEntry;
        return new JsonObject
        {
            ["found"] = text.Text.Text[place.StartUtf16..place.EndUtf16],
            ["start"] = place.Start,
            ["end"] = place.End,
            ["startUtf16"] = place.StartUtf16,
            ["endUtf16"] = place.EndUtf16,
            ["kind"] = JsonNamingPolicy.KebabCaseLower.ConvertName(place.Kind.ToString()),
            ["via"] = JsonNamingPolicy.KebabCaseLower.ConvertName(place.Via.ToString()),
            ["term"] = entry?.Term,
            ["concept"] = entry?.Concept,
            ["specificity"] = entry?.Specificity is { } counted ? new JsonObject { ["texts"] = counted.Texts, ["found"] = counted.Found, ["sample"] = counted.Sample } : null,
            ["pattern"] = (content as RecruitmentPattern)?.Title,
            ["parts"] = place.Parts is null ? null : new JsonArray([.. place.Parts.Select(part => new JsonObject { ["group"] = part.Group, ["found"] = text.Text.Text[part.StartUtf16..part.EndUtf16] })]),
            ["owner"] = text.Indicators[id].Owner,
            ["indicator"] = id,
        };
    });

    private static async IAsyncEnumerable<PostedText> TextsAsync(string file, Stream bytes, IProgress<long>? read, [EnumeratorCancellation] CancellationToken ct)
    {
        using var lines = new StreamReader(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var done = 0L;
        for (var number = 1L; await LineAsync(number) is { } line; number++)
        {
            read?.Report(done += Encoding.UTF8.GetByteCount(line) + 1);
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Text(line, number);
            }
        }

        async ValueTask<string?> LineAsync(long number)
        {
            try
            {
                return await lines.ReadLineAsync(ct);
            }
            catch (DecoderFallbackException malformed)
            {
                throw new InvalidDataException($"{file}, line {number} or a later one: not UTF-8.", malformed);
            }
        }

        PostedText Text(string line, long number)
        {
            try
            {
                return JsonSerializer.Deserialize<PostedText>(line, Written) ?? throw new JsonException("No text.");
            }
            catch (JsonException malformed)
            {
                throw new InvalidDataException($"{file}, line {number}: expected {{\"id\":\"…\",\"text\":\"…\"}}. {malformed.Message}", malformed);
            }
        }
    }
}
