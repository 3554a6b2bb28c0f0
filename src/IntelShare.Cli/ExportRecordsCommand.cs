using System.CommandLine;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary><c>intelshare export</c>: everything that may be read, into a file that is there only once it is whole.</summary>
internal static class ExportRecordsCommand
{
    public static Command Make(TimeProvider clock)
    {
        var file = new Argument<string>("FILE") { Description = "Where to; overwritten once the export is whole." };
        var format = new Option<string>("--format") { Description = "ndjson, csv, csv-for-spreadsheets, stix or misp.", DefaultValueFactory = _ => "ndjson" };
        var kind = new Option<string?>("--kind") { Description = "Records of this kind alone; mandatory for a table." };
        var mine = new Option<bool>("--mine") { Description = "The own records alone." };
        var purpose = new Option<string>("--purpose") { Description = "Why; goes on record.", DefaultValueFactory = _ => "cross-checking" };
        var reference = new Option<string?>("--case") { Description = "The own case reference; goes on record. Mandatory where personal data may be among them." };
        var command = new Command("export", $"Export what may be read in full. {HubLine.Codes}\n\nExample: intelshare export terms.csv --format csv --kind lexicon-entry --client fr-ofast") { file, format, kind, mine, purpose, reference };
        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "analyst", async hub =>
        {
            var (name, half) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(file) + ".part");
            var path = $"/v1/exports?format={Uri.EscapeDataString(parsed.GetRequiredValue(format))}{(parsed.GetValue(kind) is { } only ? "&kind=" + Uri.EscapeDataString(only) : "")}{(parsed.GetValue(mine) ? "&mine=true" : "")}";
            try
            {
                await using (var into = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    await Watched.ShownAsync(parsed, length: null, received => hub.FetchAsync(path, into, new(new Why(parsed.GetRequiredValue(purpose), parsed.GetValue(reference))), received, ct));
                }

                File.Move(half, name, overwrite: true);
            }
            finally
            {
                File.Delete(half);
            }

            return HubLine.Done;
        }, ct));
        return command;
    }
}
