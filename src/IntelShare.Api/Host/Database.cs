using System.Security.Cryptography;
using IntelShare.Api.Host.Postgres;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Host;

/// <summary>
/// The hub's one database: the operator's own, or the embedded default, which is migrated at start and then used through
/// the same run-time role without DDL.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private const string AppLogin = "intelshare_api";
    private readonly EmbeddedPostgres? server;

    private Database(string connectionString, EmbeddedPostgres? server) => (Source, this.server) = (Open(connectionString), server);

    public NpgsqlDataSource Source { get; }

    /// <summary>Opens the operator's database, or starts and migrates the embedded one.</summary>
    /// <exception cref="InvalidOperationException">The database cannot serve; the message says what to do.</exception>
    public static async Task<Database> StartAsync(Settings settings, TimeProvider clock, ILogger log, CancellationToken ct)
    {
        if (!settings.Embedded)
        {
            var own = new Database(settings.ConnectionString!, server: null);
            try
            {
                await RequireCurrentAsync(own.Source, ct);
                return own;
            }
            catch
            {
                await own.DisposeAsync();
                throw;
            }
        }

        var embedded = await EmbeddedPostgres.StartAsync(settings.DataPath(), clock, log, ct);
        try
        {
            await using var owner = NpgsqlDataSource.Create(embedded.ConnectionString);
            await Migrations.ApplyAsync(owner, clock, ct);
            return new(await LoginAsync(owner, embedded.ConnectionString, ct), embedded);
        }
        catch
        {
            await embedded.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>One data source for everything, with prepared statements; settings that leak between requests are refused.</summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new(connectionString);
        }
        catch (ArgumentException unreadable)
        {
            // Npgsql's message may quote a part of the string, and a password is a part of it.
            throw new InvalidOperationException("The connection string cannot be read; it looks like Host=…;Database=…;Username=…;Password=…", unreadable);
        }

        if (builder.Multiplexing || builder.NoResetOnClose)
        {
            throw new InvalidOperationException("Multiplexing and No Reset On Close let one request's settings reach another's; remove them from the connection string.");
        }

        if (builder.IncludeErrorDetail || builder.LogParameters)
        {
            throw new InvalidOperationException("Include Error Detail and Log Parameters write what a statement holds into logs; remove them from the connection string.");
        }

        builder.MaxPoolSize = Math.Min(builder.MaxPoolSize, 40);
        builder.MaxAutoPrepare = 100;
        builder.AutoPrepareMinUsages = 2;
        // Overload and a silent database are told as 503 within seconds, not waited out.
        builder.Timeout = Math.Min(builder.Timeout, 5);
        builder.CommandTimeout = Math.Min(builder.CommandTimeout, 10);
        builder.ApplicationName ??= "intelshare";
        return NpgsqlDataSource.Create(builder);
    }

    /// <summary>An Api on a connection string never migrates: it says what is missing and does not start.</summary>
    private static async Task RequireCurrentAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        try
        {
            var pending = await Rekey.PendingAsync(source, ct);
            if (pending.Count > 0)
            {
                throw new InvalidOperationException($"The database lacks {string.Join(", ", pending)}. Run: intelshare db migrate --connection <owner's connection string>");
            }

            await using var mighty = source.CreateCommand(
                """
                select exists (select from pg_roles where rolname in (session_user, current_user) and (rolsuper or rolcreaterole or rolbypassrls))
                    or has_table_privilege(session_user, 'es.mt_events', 'update, delete, truncate') or has_table_privilege(session_user, 'intelshare.audit_entry', 'update, delete, truncate')
                """);
            if (await mighty.ExecuteScalarAsync(ct) is not false)
            {
                throw new InvalidOperationException("The login of the connection string could change what is on record: it is a superuser, may make roles, or owns the tables. Give the hub a login of its own: create role … login; grant intelshare_app to …");
            }

            await using var durable = source.CreateCommand("select current_setting('synchronous_commit') <> 'off'");
            if (await durable.ExecuteScalarAsync(ct) is not true)
            {
                throw new InvalidOperationException("The database answers before a commit is durable (synchronous_commit is off). An answer of this hub promises that it is on record; switch it on for its login.");
            }
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException("The login of the connection string may not use the hub's tables. As the owner: grant intelshare_app to <login>", denied);
        }
        catch (NpgsqlException away)
        {
            throw new InvalidOperationException($"The database of the connection string does not serve: {away.Message}", away);
        }
    }

    /// <summary>The login of the embedded default's run-time role, its password new at each start.</summary>
    private static async Task<string> LoginAsync(NpgsqlDataSource owner, string connectionString, CancellationToken ct)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        await using var command = owner.CreateCommand(
            $$"""
            do $do$ begin
                if not exists (select from pg_roles where rolname = '{{AppLogin}}') then create role {{AppLogin}} login; end if;
            end $do$;
            alter role {{AppLogin}} password '{{password}}';
            grant intelshare_app to {{AppLogin}};
            """);
        await command.ExecuteNonQueryAsync(ct);
        return new NpgsqlConnectionStringBuilder(connectionString) { Username = AppLogin, Password = password }.ConnectionString;
    }
}
