using System.CommandLine;
using Spectre.Console;

namespace IntelShare.Cli;

/// <summary>What goes to or comes from the hub, with a bar on standard error, its rate and the time left where somebody looks on.</summary>
internal static class Watched
{
    /// <summary>Shows how far a work has come.</summary>
    /// <param name="length">In bytes; null of what has none before it is whole.</param>
    /// <param name="work">Tells the bytes so far.</param>
    public static Task<T> ShownAsync<T>(ParseResult parsed, long? length, Func<IProgress<long>?, Task<T>> work) => Console.IsErrorRedirected || (parsed.GetValue(HubLine.Json) && !Console.IsOutputRedirected)
        ? work(null)
        : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }).Progress().AutoClear(enabled: true).Columns(new SpinnerColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                var task = progress.AddTask("", maxValue: length ?? double.MaxValue);
                task.IsIndeterminate = length is null;
                return work(new Bar(task));
            });

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
