using System.CommandLine;
using System.Text.Json.Nodes;

namespace IntelShare.Cli;

/// <summary><c>intelshare report</c>: who has access to what, and the figures of a year; to be read, kept or printed.</summary>
internal static class ReportCommand
{
    public static Command Make(TimeProvider clock) => new("report", $"Reports. {HubLine.Codes}")
    {
        Report("access", "Who has access to what: levels, clients, networks, ages of keys, cleared officers, what was unused for 90 days.", "report access --since 2026-09-01T00:00:00Z --format html --out access.html --client hub", clock,
            new("--as-of") { Description = "The moment of which is told (RFC 3339); by default now." }, new("--since") { Description = "List what was changed after this moment too." }),
        Report("yearly", "The figures of a year: an agency's own, to a supervisor the totals.", "report yearly --year 2026 --client se-noa", clock, new Option<string?>("--year") { Description = "By default this one." }),
    };

    private static Command Report(string name, string says, string example, TimeProvider clock, params Option<string?>[] asked)
    {
        var form = new Option<string?>("--format") { Description = "json, csv or html; by default tables to be read here." }.AcceptOnlyFromAmong("json", "csv", "html");
        var file = new Option<string?>("--out") { Description = "A file to write to; it must not exist." };
        var command = new Command(name, $"{says}\n\nExample: intelshare {example}") { form, file };
        foreach (var option in asked)
        {
            command.Add(option);
        }

        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, "auditor", async hub =>
        {
            var wanted = parsed.GetValue(form) ?? (parsed.GetValue(HubLine.Json) || parsed.GetValue(file) is not null ? "json" : null);
            var query = asked.Where(option => parsed.GetValue(option) is not null).Select(option => $"{(option.Name == "--as-of" ? "asOf" : option.Name[2..])}={Uri.EscapeDataString(parsed.GetValue(option)!)}").Prepend("format=" + (wanted ?? "json"));
            var report = (await hub.SendAsync(HttpMethod.Get, $"/v1/reports/{name}?{string.Join('&', query)}", cancellationToken: ct)).Value;
            if (parsed.GetValue(file) is { } path)
            {
                await using var made = new StreamWriter(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
                await made.WriteAsync(report.AsMemory(), ct);
            }
            else if (wanted is null)
            {
                Shown.Write(parsed, JsonNode.Parse(report)!);
            }
            else
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(report.TrimEnd());
            }

            return HubLine.Done;
        }, ct));
        return command;
    }
}
