using System.Globalization;
using System.Reflection;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// Brings a database to this version's schema, from reviewed SQL, in the order of the file names, each step in its own
/// transaction and once. Run by <c>intelshare db migrate</c> and by the embedded default; never by an Api on a connection string.
/// </summary>
internal static class Migrations
{
    private const string Lock = "hashtext('intelshare.migrations')";

    private const string Notes =
        """
        create schema if not exists intelshare_schema;
        create table if not exists intelshare_schema.step (name text primary key, at timestamptz not null default now());

        """;

    private const string Folder = "IntelShare.Api.Host.Store.Schema.";
    private static readonly Assembly Here = typeof(Migrations).Assembly;

    /// <summary>The steps this version knows, in order.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        .. Here.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && char.IsAsciiDigit(name[Folder.Length]))
            .Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Applies what is missing.</summary>
    /// <returns>The steps applied now.</returns>
    public static async Task<IReadOnlyList<string>> ApplyAsync(NpgsqlDataSource owner, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await Execute($"select pg_advisory_lock({Lock})");
        await Execute(Notes);
        var applied = new List<string>();
        foreach (var step in await PendingAsync(connection, ct))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Execute(Read(step) + Note(step));
            await transaction.CommitAsync(ct);
            applied.Add(step);
        }

        await Execute(string.Create(CultureInfo.InvariantCulture, $"select set_config('intelshare.now', '{clock.GetUtcNow():O}', false)"));
        await Execute(Read("partitions.sql"));
        await Execute(Read("grants.sql"));
        await Execute($"select pg_advisory_unlock({Lock})");
        return applied;

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Steps the database lacks; all of them when it was never migrated.</summary>
    public static async Task<IReadOnlyList<string>> PendingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        await using var exists = new NpgsqlCommand("select to_regclass('intelshare_schema.step') is not null", connection);
        if ((bool)(await exists.ExecuteScalarAsync(ct))!)
        {
            await using var command = new NpgsqlCommand("select name from intelshare_schema.step", connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                done.Add(reader.GetString(0));
            }
        }

        return [.. Steps.Where(step => !done.Contains(step))];
    }

    /// <summary>The whole schema as one script, for review and for administrators who apply it by hand to an empty database.</summary>
    public static string Script() =>
        Notes + string.Concat(Steps.Select(step => $"\n-- {step}\n{Read(step)}{Note(step)}")) + $"\n{Read("partitions.sql")}\n{Read("grants.sql")}";

    private static string Note(string step) => $"\ninsert into intelshare_schema.step (name) values ('{step}');\n";

    private static string Read(string step)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream(Folder + step)!);
        return reader.ReadToEnd();
    }
}
