using System.CommandLine;
using Spectre.Console;

namespace IntelShare.Cli;

/// <summary>What goes to or comes from the hub, with a bar on standard error, its rate and the time left, or taken, where somebody looks on.</summary>
internal static class Watched
{
    /// <summary>Shows how far a work has come, where standard error is a terminal and nothing else writes there.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="length">In bytes; null of what has none before it is whole.</param>
    /// <param name="work">Tells the bytes so far.</param>
    public static Task<T> ShownAsync<T>(ParseResult parsed, long? length, Func<IProgress<long>?, Task<T>> work) => Console.IsErrorRedirected || (parsed.GetValue(HubLine.Json) && !Console.IsOutputRedirected)
        ? work(null)
        : ShownAsync(AnsiConsole.Create(new() { Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(Console.Error) }), length, work);

    /// <inheritdoc cref="ShownAsync{T}(ParseResult, long?, Func{IProgress{long}?, Task{T}})" />
    /// <param name="terminal">Where the bar stands until the work is done.</param>
    public static Task<T> ShownAsync<T>(IAnsiConsole terminal, long? length, Func<IProgress<long>, Task<T>> work) =>
        terminal.Progress().AutoClear(enabled: true)
            .Columns(length is null
                ? [new SpinnerColumn(), new ProgressBarColumn(), new TransferSpeedColumn(), new ElapsedTimeColumn()]
                : [new SpinnerColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()])
            .StartAsync(progress =>
            {
                // A name there must be; only a terminal whose cursor cannot move shows it.
                var task = progress.AddTask("bytes", maxValue: length ?? double.MaxValue);
                task.IsIndeterminate = length is null;
                return work(new Bar(task));
            });

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
