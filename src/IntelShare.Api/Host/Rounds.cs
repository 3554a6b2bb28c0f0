using Npgsql;

namespace IntelShare.Api.Host;

/// <summary>What a node does again and again by its clock. A round that fails is logged, without values, and made up for by the next.</summary>
internal abstract partial class Rounds(TimeSpan every, TimeProvider clock, ILogger log, bool atStart = false) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>One round: all that there is to do by now.</summary>
    public abstract Task GoAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Clock);
        for (var goes = atStart || await timer.WaitForNextTickAsync(stoppingToken); goes; goes = await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await GoAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                Failed(GetType().Name, failed.GetType().Name, (failed as PostgresException)?.SqlState, failed.StackTrace);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Work} failed: {Exception} {SqlState}\n{Trace}")]
    private partial void Failed(string work, string exception, string? sqlState, string? trace);
}
