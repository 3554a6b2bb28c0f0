using System.CommandLine;

namespace IntelShare.Cli;

/// <summary><c>intelshare</c> as a whole: its commands, and what a line of them comes to.</summary>
internal static class Tool
{
    /// <summary>Runs one line.</summary>
    /// <param name="args">The line, without the program.</param>
    /// <param name="clock">Tokens are signed by it.</param>
    /// <param name="writing">Where it writes to; by default the console.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider clock, InvocationConfiguration? writing = null)
    {
        var root = new RootCommand("The tool of partners' engineers and administrators.") { TokenCommand.Make(clock), KeysCommand.Make(), FoundCommand.Make(), DbCommand.Make(), AuditCommand.Make(clock) };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(writing);

        // A slip of the keyboard must not read as a log that was tampered with.
        return parsed.Errors.Count > 0 && args is ["audit", ..] ? AuditCommand.Usage : code;
    }
}
