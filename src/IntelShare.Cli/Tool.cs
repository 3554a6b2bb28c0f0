using System.CommandLine;
using System.Text.Json;

namespace IntelShare.Cli;

/// <summary><c>intelshare</c> as a whole: its commands, and what a line of them comes to.</summary>
internal static class Tool
{
    /// <summary>The commands, for any number of lines.</summary>
    /// <param name="clock">Tokens are signed by it.</param>
    public static RootCommand Make(TimeProvider clock)
    {
        var root = new RootCommand(
            $"""
            The tool of partners' engineers and administrators.

            Which hub, and who asks it: --hub, and --key or (of the demonstration cast) --client; or once and for all INTELSHARE_HUB, INTELSHARE_KEY, INTELSHARE_CLIENT, INTELSHARE_DATA, INTELSHARE_OFFICER.
            {HubLine.Codes} Commands that verify or look (audit, db check, token check, doctor) name their own.
            """);
        foreach (var command in (IEnumerable<Command>)
            [
                .. RegistryCommands.Make(clock), SubmitCommand.Make(clock), ImportCommand.Make(clock), ExportRecordsCommand.Make(clock), SearchCommand.Make(clock), ScanCommand.Make(clock), LexiconCommand.Make(clock), ReportCommand.Make(clock), AuditCommand.Make(clock), TokenCommand.Make(clock), KeysCommand.Make(),
                FoundCommand.Make(), DbCommand.Make(clock), DoctorCommand.Make(clock), CompletionCommand.Make(),
            ])
        {
            root.Add(command);
        }

        return root;
    }

    /// <summary>Runs one line.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="args">The line, without the program.</param>
    /// <param name="writing">Where it writes to; by default the console.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args, InvocationConfiguration? writing = null)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0 || args is ["db" or "found", ..])
        {
            return await parsed.InvokeAsync(writing);
        }

        // A slip of the keyboard must not read as a refusal, or as a log that was tampered with.
        if (args.Contains("--json", StringComparer.Ordinal))
        {
            await (writing?.Error ?? Console.Error).WriteLineAsync(JsonSerializer.Serialize(new { code = "usage", detail = string.Join(' ', parsed.Errors.Select(error => error.Message)) }, HubLine.Printed));
            return HubLine.Usage;
        }

        await parsed.InvokeAsync(writing);
        return HubLine.Usage;
    }
}
