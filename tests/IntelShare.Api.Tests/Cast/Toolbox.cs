using System.CommandLine;
using System.Runtime.CompilerServices;
using IntelShare.Cli;

namespace IntelShare.Api.Tests.Cast;

/// <summary>The tool, as its program runs a line of it.</summary>
internal static class Toolbox
{
    /// <summary>One tool for all lines under a clock: commands share their options, and each tool makes the next one slower to make.</summary>
    private static readonly ConditionalWeakTable<TimeProvider, RootCommand> Made = [];

    public static async Task<Said> RunAsync(TimeProvider clock, params string[] line)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await Tool.RunAsync(Made.GetValue(clock, Tool.Make), line, new() { Output = output, Error = error });
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>A line of a client of the cast, at this hub.</summary>
    public static Task<Said> ToolAsync(this TestHub hub, string client, params string[] line) =>
        RunAsync(hub.Clock, [.. line, "--client", client, "--data", hub.DataDirectory, "--hub", hub.Address.ToString()]);

    /// <summary>A line that is to be done.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> DoneAsync(this Task<Said> running)
    {
        var said = await running;
        Assert.True(said.Code == 0, said.Output + said.Error);
        return said.Output;
    }
}
