using System.CommandLine;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Exchange;
using IntelShare.Client;
using IntelShare.Indicators;
using IntelShare.Misp;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare import</c>: brings a file into the hub, row by row. The same file again goes on where the hub was cut off, and adds nothing.
/// Rows that were refused come back as they were sent, each with why.
/// </summary>
internal static class ImportCommand
{
    private const string Table = "text/csv";
    private const string Bundle = "application/stix+json";
    private const string Events = "application/vnd.misp+json";

    /// <summary>Bytes of a row that comes back whole, though it was too long to be taken; of a longer one its number does.</summary>
    private const int LongestBack = 64 * 1024 * 1024;

    public static Command Make(TimeProvider clock)
    {
        var file = new Argument<string?>("FILE") { Description = "A table (.csv or .tsv: comma, semicolon or tab; UTF-8), records a line (.ndjson), a STIX 2.1 bundle (.json), or events of MISP (.misp.json).", Arity = ArgumentArity.ZeroOrOne };
        var defaults = new Option<string?>("--defaults") { Description = "A file of JSON: what no row says, member by member." };
        var dry = new Option<bool>("--dry-run") { Description = "Decide everything, do nothing." };
        var rejected = new Option<string>("--rejected") { Description = "Where to write rows that were refused; overwritten, and not written where there are none.", DefaultValueFactory = _ => "rejected.csv" };
        var key = new Option<string?>("--idempotency-key") { Description = "Names the import; by default made of the file." };
        var template = new Option<string?>("--template") { Description = "Print the header of a table of this kind instead." };
        var command = new Command("import", $"Import records from a file. A row is known by its reference: new is submitted, other is amended, same stays. {HubLine.Codes}\n\nExample: intelshare import accounts.csv --defaults ours.json --client se-noa") { file, defaults, dry, rejected, key, template };
        HubLine.AddOptions(command);
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(template) is { } kind)
            {
                return await PrintAsync(parsed, kind);
            }

            return await HubLine.AskAsync(parsed, clock, "contributor", async hub =>
            {
                var name = parsed.GetValue(file) ?? throw new InvalidDataException("Which file?");
                var media = Path.GetExtension(name).ToLowerInvariant() switch
                {
                    ".csv" or ".tsv" => Table,
                    ".ndjson" or ".jsonl" => "application/x-ndjson",
                    ".json" => name.EndsWith(".misp.json", StringComparison.OrdinalIgnoreCase) ? Events : Bundle,
                    _ => throw new InvalidDataException("A file is .csv or .tsv, .ndjson, .json for a STIX bundle, or .misp.json for events of MISP."),
                };
                var back = parsed.GetRequiredValue(rejected);
                if (parsed.GetValue(dry) && Path.GetFullPath(back).Equals(Path.GetFullPath(name), StringComparison.OrdinalIgnoreCase))
                {
                    // What is sound in it would be neither here nor in the hub.
                    throw new InvalidDataException($"A dry run would write what was refused over {name} itself: name another file with --rejected.");
                }

                var query = new List<string>();
                query.AddRange(parsed.GetValue(defaults) is { } said ? ["defaults=" + Uri.EscapeDataString((await HubLine.ReadJsonAsync(said, ct)).ToJsonString())] : Array.Empty<string>());
                query.AddRange(parsed.GetValue(dry) ? ["dryRun=true"] : Array.Empty<string>());
                JsonNode result;
                await using (var bytes = File.OpenRead(name))
                {
                    var made = await IdempotencyKey.OfAsync(bytes, ct) + (parsed.GetValue(dry) ? "-dry" : "");
                    bytes.Position = 0;
                    try
                    {
                        result = JsonNode.Parse((await Watched.ShownAsync(parsed, bytes.Length, sent =>
                            hub.SendFileAsync("/v1/imports" + (query.Count > 0 ? "?" + string.Join('&', query) : ""), bytes, media, new(IdempotencyKey: parsed.GetValue(key) ?? made), sent, ct))).Value)!;
                    }
                    catch (HttpRequestException lost)
                    {
                        throw new HttpRequestException($"{lost.Message} What was brought in stays: the same command goes on.", lost);
                    }
                }

                Shown.Write(parsed, result);
                if (result["refused"]!.GetValue<long>() is var refused and > 0)
                {
                    await ReturnAsync(hub, result["id"]!.GetValue<Guid>(), name, media, back, ct);
                    throw new RefusedException($"The hub refused {refused} of {result["rows"]} rows: see {back}.");
                }

                return HubLine.Done;
            }, ct);
        });
        return command;
    }

    private static async Task<int> PrintAsync(ParseResult parsed, string kind)
    {
        if (!Kind.All.ContainsKey(kind))
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"A kind is one of {string.Join(", ", Kind.All.Keys)}.");
            return HubLine.Usage;
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Join(',', ImportTable.Columns(kind)));
        return HubLine.Done;
    }

    /// <summary>
    /// Writes the refused rows as they were sent, each with why, in place of the file once all of them are written. Of a table that is a table again, whose
    /// column of problems may stay when it is sent again; of records a line, a table of the two.
    /// </summary>
    private static async Task ReturnAsync(IntelShareClient hub, Guid import, string file, string media, string rejected, CancellationToken ct)
    {
        var half = rejected + ".part";
        try
        {
            await WriteAsync(hub, import, file, media, half, ct);
            File.Move(half, rejected, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static async Task WriteAsync(IntelShareClient hub, Guid import, string file, string media, string half, CancellationToken ct)
    {
        var isTable = media == Table;
        await using var sent = File.OpenRead(file);
        await using var rows = (media is Bundle or Events ? ObjectsAsync(sent, ct) : ImportLines.NumberedAsync(PipeReader.Create(sent), isTable, ct, LongestBack).Select(row => (row.Number, row.Bytes))).GetAsyncEnumerator(ct);
        await using var written = new StreamWriter(half, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var table = isTable && await rows.MoveNextAsync() ? new RejectedTable(Row()) : null;
        await written.WriteLineAsync(table?.Header ?? "record,problem");
        await foreach (var refused in hub.ImportRowsAsync(import, RowOutcome.Refused, ct))
        {
            while (await rows.MoveNextAsync() && rows.Current.Number < refused.Row)
            {
            }

            var why = string.Join(' ', (refused.Problems ?? []).Select(problem => $"{problem.Pointer} {problem.Code}: {problem.Reason}".TrimStart()));
            await written.WriteLineAsync(table?.Row(Row(), why) ?? RejectedTable.Quoted(Row()) + "," + RejectedTable.Quoted(why));
        }

        string Row() => rows.Current.Bytes is { } bytes ? Encoding.UTF8.GetString(bytes).TrimEnd('\r') : $"Row {rows.Current.Number} of {Path.GetFileName(file)}";

        static async IAsyncEnumerable<(long Number, byte[]? Bytes)> ObjectsAsync(Stream whole, [EnumeratorCancellation] CancellationToken ct)
        {
            using var json = await JsonDocument.ParseAsync(whole, new() { MaxDepth = int.MaxValue }, ct);
            foreach (var (i, one) in (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("objects", out var objects) ? objects.EnumerateArray() : MispReading.Rows(json.RootElement)).Index())
            {
                yield return (i + 1, Encoding.UTF8.GetBytes(one.GetRawText()));
            }
        }
    }
}
