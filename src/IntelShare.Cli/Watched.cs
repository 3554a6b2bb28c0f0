using System.CommandLine;
using System.Net;
using Spectre.Console;

namespace IntelShare.Cli;

/// <summary>What goes to or comes from the hub, with a bar, its rate and the time left where somebody looks on.</summary>
internal static class Watched
{
    /// <summary>Sends a file.</summary>
    public static Task<T> FileAsync<T>(ParseResult parsed, FileStream file, Func<HttpContent, Task<T>> send) => ShownAsync(parsed, file.Length, async heard =>
    {
        using var content = new Counted(file, heard);
        return await send(content);
    });

    /// <summary>Fetches what has no length before it is whole.</summary>
    public static Task FetchAsync(ParseResult parsed, Func<Action<long>, Task> fetch) => ShownAsync(parsed, length: null, async heard =>
    {
        await fetch(heard);
        return true;
    });

    private static Task<T> ShownAsync<T>(ParseResult parsed, long? length, Func<Action<long>, Task<T>> work) => parsed.GetValue(HubLine.Json) || Console.IsOutputRedirected
        ? work(_ => { })
        : AnsiConsole.Progress().AutoClear(enabled: true).Columns(new SpinnerColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                var task = progress.AddTask("", maxValue: length ?? double.MaxValue);
                task.IsIndeterminate = length is null;
                return work(bytes => task.Increment(bytes));
            });

    private sealed class Counted(FileStream file, Action<long> heard) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await file.ReadAsync(buffer, cancellationToken)) > 0; heard(read))
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = file.Length - file.Position;
            return true;
        }
    }
}
