using IntelShare.Api.Host.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace IntelShare.Api.Host;

/// <summary>Ready means: the database answers and has this version's schema.</summary>
internal sealed class DatabaseReady(NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return (await Migrations.PendingAsync(connection, cancellationToken)).Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("schema");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("database");
        }
    }
}
