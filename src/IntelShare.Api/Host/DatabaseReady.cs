using IntelShare.Api.Host.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace IntelShare.Api.Host;

/// <summary>
/// Ready means: the database answers and has this version's schema, what is on record goes into the logs, and what was written into the feeds. Whatever
/// else answers reads is folded in the writes' own transactions, so nothing of that can pause.
/// </summary>
internal sealed class DatabaseReady(NpgsqlDataSource source, Tide tide, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return (await Migrations.PendingAsync(connection, cancellationToken)).Count > 0 ? HealthCheckResult.Unhealthy("schema")
                : await Watch.IsSealerStuckAsync(connection, clock, cancellationToken) ? HealthCheckResult.Unhealthy("sealer")
                : tide.IsStuck ? HealthCheckResult.Unhealthy("feeds")
                : HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("database");
        }
    }
}
