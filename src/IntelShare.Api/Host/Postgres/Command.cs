using System.ComponentModel;
using System.Diagnostics;

namespace IntelShare.Api.Host.Postgres;

/// <summary>One of PostgreSQL's or the system's programs, run to its end.</summary>
internal static class Command
{
    /// <summary>What the program said on both its streams; a program that does not exist ended with 127, as in a shell.</summary>
    internal sealed record Ending(int Code, string Output)
    {
        public bool Well => Code == 0;
    }

    public static async Task<Ending> RunAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Describe(words) };
        process.StartInfo.RedirectStandardInput = true;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new Ending(127, e.Message);
        }

        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            var said = await output + await error;
            await process.WaitForExitAsync(ct);
            return new Ending(process.ExitCode, said.Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The hub's own variables may hold keys and connection strings: no program inherits them.</summary>
    public static ProcessStartInfo Describe(IReadOnlyList<string> words)
    {
        var info = new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false };
        foreach (var name in info.Environment.Keys.Where(n => n.StartsWith("IntelShare", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            info.Environment.Remove(name);
        }

        return info;
    }
}
