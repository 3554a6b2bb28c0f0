using IntelShare.Api.Tests.Cast;
using IntelShare.Cli;
using Spectre.Console;

namespace IntelShare.Api.Tests.Cli;

/// <summary>The bar that somebody sees who looks on.</summary>
public sealed class Watching_a_work
{
    [Theory]
    [InlineData(4096L, "1.0/4.0 KiB")]
    [InlineData(null, "/s 00:00:0")]
    public async Task shows_how_far_it_has_come_and_nothing_once_it_is_done(long? length, string says)
    {
        var terminal = new Terminal(says);
        var shown = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(terminal) });
        Assert.Equal(7, await Watched.ShownAsync(shown, length, async read =>
        {
            read.Report(1024);
            await terminal.Said.WaitAsync(TimeSpan.FromSeconds(30), Requests.Ct);
            return 7;
        }));
        Assert.EndsWith("\u001b[?25h", terminal.ToString(), StringComparison.Ordinal);
    }

    private sealed class Terminal(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Said => said.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            if (ToString().Contains(awaited, StringComparison.Ordinal))
            {
                said.TrySetResult();
            }
        }
    }
}
