using System.Globalization;
using IntelShare.Api.Audit;
using IntelShare.Api.Host.Door;
using IntelShare.Bench.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntelShare.Bench.Claims;

/// <summary>What an entry of one actor and one owner takes on disk once it is folded, all tables and indexes of the audit, beside one row of the same columns under a primary key.</summary>
internal static class EntrySize
{
    private const double Goal = 1024;
    private const int Least = 50_000;

    /// <summary>Entries in a transaction of the sealer: a quarter of a second at a thousand requests a second.</summary>
    private const int Batch = 250;

    private const string Reclaim = "vacuum analyze intelshare.audit_entry, intelshare.audit_detail, intelshare.audit_fold, intelshare.audit_node";

    private const string Sizes =
        """
        select part, sum(pg_table_size(c.oid))::float8, sum(pg_indexes_size(c.oid))::float8 from unnest(array['audit_entry', 'audit_detail', 'audit_fold', 'audit_node']) part
        join pg_class c on c.relnamespace = 'intelshare'::regnamespace and c.relkind = 'r' and c.relname ~ ('^' || part || '(_beyond|_\d+_\d+)?$') group by part order by part
        """;

    private const string Bare =
        """
        create schema bare;
        create table bare.entry (like intelshare.audit_entry, primary key (at, id));
        insert into bare.entry select * from intelshare.audit_entry;
        """;

    public static async Task<Figure> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await using var database = await Database.CreateAsync(1, ct);
        await using var source = Api.Host.Database.Open(database.ConnectionString);
        await using var hub = await database.HubAsync(source, ct);
        var services = hub.Services;
        var trail = services.GetRequiredService<Trail>();
        using var sealer = new Sealer(source, services.GetRequiredService<RegistryCache>(), trail, services.GetRequiredService<AuditKeys>(), TimeProvider.System, NullLogger<Sealer>.Instance) { Batch = Batch };
        var empty = (await SizesAsync(database.Owner, ct)).Sum(part => part.Table + part.Indexes);
        var count = Math.Max(Least, pace.Records);
        await new Entries(database.Owner, trail, services.GetRequiredService<RegistryCache>().Current.Version, TimeProvider.System).AddAsync(count, [], ct);
        await sealer.GoAsync(ct);
        await sealer.StopAsync(ct);
        await ExecuteAsync(database.Owner, Reclaim, ct);
        var parts = await SizesAsync(database.Owner, ct);
        await ExecuteAsync(database.Owner, Bare, ct);
        await using var bare = database.Owner.CreateCommand("select pg_total_relation_size('bare.entry')::float8");
        var floor = (double)(await bare.ExecuteScalarAsync(ct))! / count;
        var ours = (parts.Sum(part => part.Table + part.Indexes) - empty) / count;
        return new(string.Create(CultureInfo.InvariantCulture, $"Stored for an entry of one actor and one owner, of {count:N0}"), "bytes", ours, floor, Ratio: null, new(ours, ours), Goal, string.Create(CultureInfo.InvariantCulture,
            $"sealed {Batch} at a time, a third states a case; with indexes {string.Join("; ", parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Table / count:N0} + {part.Indexes / count:N0}")))}"));
    }

    private static async Task<List<(string Name, double Table, double Indexes)>> SizesAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        var sizes = new List<(string, double, double)>();
        await using var command = owner.CreateCommand(Sizes);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            sizes.Add((reader.GetString(0), reader.GetDouble(1), reader.GetDouble(2)));
        }

        return sizes;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource owner, string sql, CancellationToken ct)
    {
        await using var command = owner.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}
