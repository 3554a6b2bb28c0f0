using System.Globalization;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Cli;

/// <summary>The database of a hub: what its login may do, whether the schema is this version's, whether what is written is durable, and whether one hub seals.</summary>
/// <param name="connection">Open.</param>
/// <param name="role">Whose rights are looked at; null: those of the connection's own login.</param>
/// <param name="clock">This machine's.</param>
internal sealed class DoctorDatabase(NpgsqlConnection connection, string? role, TimeProvider clock)
{
    private static readonly TimeSpan MostOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestUnsealed = TimeSpan.FromSeconds(30);

    private const string Powers =
        "select rolsuper, rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles where rolname = coalesce($1, session_user)";

    private const string Ddl =
        """
        select 'create in ' || n.nspname from pg_namespace n where n.nspname in ('es', 'doc', 'intelshare', 'intelshare_schema') and has_schema_privilege(coalesce($1, session_user)::name, n.oid, 'create')
        union all select 'own ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('es', 'doc', 'intelshare', 'intelshare_schema') and pg_has_role(coalesce($1, session_user)::name, c.relowner, 'usage') and not (select rolsuper from pg_roles where rolname = coalesce($1, session_user))
        """;

    private const string Changes =
        """
        select lower(p.may) || ' ' || t.name from unnest(array['es.mt_events', 'intelshare.audit_entry', 'intelshare.audit_fold', 'intelshare.audit_node', 'intelshare.audit_checkpoint', 'intelshare.audit_detail']) t(name), unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p(may)
        where to_regclass(t.name) is not null and has_table_privilege(coalesce($1, session_user)::name, t.name, p.may)
        """;

    private const string Lossy = "select name from pg_settings where name = any(string_to_array($1, ',')) and setting = 'off'";

    // The hub's login reads the trail and not its partitions one by one: what stands beyond the last month is found by its time.
    private const string Partitions =
        """
        with last as (
            select max(to_date(right(c.relname, 7), 'YYYY_MM')) as month from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'intelshare.audit_entry'::regclass and c.relname ~ '_\d{4}_\d{2}$')
        select exists (select from intelshare.audit_entry where at >= (select (month + interval '1 month') at time zone 'UTC' from last)), (select month from last) > now() at time zone 'UTC'
        """;

    private const string Seat =
        """
        select count(*) from pg_locks l
        where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
          and l.objsubid = 1 and l.classid::bigint << 32 | l.objid::bigint = hashtext('intelshare.sealing')::bigint
        """;

    private const string Unsealed =
        """
        select min(at) from intelshare.audit_entry where xid >= coalesce((select max(xid) from (select max(xid) as xid from intelshare.audit_fold union all select max(xid) from intelshare.audit_checkpoint) f), '0')
        """;

    private const string Administrators =
        """
        select count(*) from doc.mt_doc_member m join doc.mt_doc_party p on p.data ->> 'id' = m.data ->> 'party' and p.data ->> 'kind' = 'hub'
        cross join lateral jsonb_each(m.data -> 'clients') c(id, client)
        where c.client -> 'roles' ? 'hub-admin' and not coalesce((c.client ->> 'removed')::boolean, false)
          and exists (select from jsonb_each(c.client -> 'keys') k(kid, key) where k.key ->> 'revokedAt' is null and coalesce((k.key ->> 'retiresAt')::timestamptz > $1, true))
        """;

    /// <summary>What the login may do, and must not.</summary>
    public async Task<IReadOnlyList<Checkup>> RightsAsync(CancellationToken ct)
    {
        var powers = (await RowsAsync(Powers, ct, role)).Single();
        var isSuper = (bool)powers[0]!;
        var ddl = isSuper ? [] : await WordsAsync(Ddl, ct, role);
        var changes = isSuper ? [] : await WordsAsync(Changes, ct, role);
        return
        [
            Checkup.Of("role", !isSuper && !(bool)powers[1]!, isSuper ? "The hub's login is a superuser." : (bool)powers[1]! ? "The hub's login may make roles or databases, replicate, or pass over row security." : "The hub's login is nobody special.",
                "Give the hub a login of its own, as nothing but a member of intelshare_app (runbook, First start)."),
            Checkup.Of("role-ddl", ddl.Count == 0, ddl.Count == 0 ? "It cannot change the schema." : $"It may {Few(ddl)}.", "As the owner, revoke it; the schema is the migration's, not the hub's."),
            Checkup.Of("role-record", changes.Count == 0, changes.Count == 0 ? "It can add facts and entries, and change none." : $"It may {Few(changes)}.", "As the owner, revoke it and run intelshare db migrate, which grants what is needed and no more."),
        ];
    }

    /// <summary>Whether the schema is this version's.</summary>
    public async Task<Checkup> SchemaAsync(CancellationToken ct)
    {
        var pending = await Migrations.PendingAsync(connection, ct);
        return Checkup.Of("schema", pending.Count == 0, pending.Count == 0 ? $"At {Migrations.Steps[^1]}." : $"It lacks {string.Join(", ", pending)}.", "Stop every hub, back up, run intelshare db migrate as the owner, start.");
    }

    /// <summary>Whether the database and the hub on it are alive and well.</summary>
    public async Task<IReadOnlyList<Checkup>> LifeAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow();
        var there = new DateTimeOffset((DateTime)(await RowsAsync("select clock_timestamp()", ct)).Single()[0]!);
        var now = clock.GetUtcNow();
        var off = before + ((now - before) / 2) - there;
        var (early, lossy) = (await WordsAsync(Lossy, ct, "synchronous_commit"), await WordsAsync(Lossy, ct, "fsync,full_page_writes"));
        var partitions = (await RowsAsync(Partitions, ct)).Single();
        var (beyond, next) = (partitions[0] is true, partitions[1] is true);
        var seat = (await RowsAsync(Seat, ct)).Single();
        var held = (long)seat[0]!;
        var oldest = (await RowsAsync(Unsealed, ct)).Single()[0] is DateTime at ? (DateTimeOffset?)new DateTimeOffset(at) : null;
        var administrators = (await RowsAsync(Administrators, ct, now)).Single();
        var administer = (long)administrators[0]!;
        return
        [
            Checkup.Of("clock-database", off.Duration() < MostOff, string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {Math.Abs(off.TotalSeconds):0.0} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} the database's."), "Let both machines follow NTP: what is on record carries the hub's clock, months are dropped by the database's."),
            Checkup.Of("durability", early.Count == 0, early.Count == 0 ? "A commit is durable before it is answered." : "The database answers before a commit is durable: synchronous_commit is off for the hub's login.", "As the owner: alter role <login> reset synchronous_commit, or switch it on; a hub does not start without it."),
            Checkup.Of("server-durability", lossy.Count == 0, lossy.Count == 0 ? "The server keeps what it wrote." : $"Off on the server: {Few(lossy)}. After a power cut the database may be lost.", "Switch it on in postgresql.conf, and restart the server."),
            Checkup.Of("partitions", !beyond && next, beyond ? "Entries of the trail stand in intelshare.audit_entry_beyond." : next ? "The trail has room for the next month." : "The trail has no partition for the next month.", "Run intelshare db migrate as the owner; it makes them for three years."),
            Checkup.Of("sealer", held == 1, held == 1 ? "One hub seals." : held == 0 ? "No hub seals: nothing is added to the agencies' logs." : $"{held} sessions hold the seat of the sealer.", "Start a hub, and look into its log: it says there why it does not seal."),
            Checkup.Of("sealer-lag", oldest is null || now - oldest < LongestUnsealed, oldest is null ? "Every entry is in its log." : string.Create(CultureInfo.InvariantCulture, $"The oldest entry that is in no log is {Math.Max(0, (now - oldest.Value).TotalSeconds):0} s old."), "Look for a transaction that was left open (pg_stat_activity, also of other databases of the cluster), and into the hub's log: a log that is not what was signed stops the sealer (runbook, The audit key)."),
            Checkup.Of("administrators", administer >= 3, $"{administer} can administer the hub.", "Two decide whatever widens, and one may be away: introduce another (intelshare member introduce hub …), or ask an agency for a deputy."),
        ];
    }

    private static string Few(IReadOnlyList<string> words) => string.Join(", ", words.Take(5)) + (words.Count > 5 ? $" and {words.Count - 5} more" : "");

    private async Task<IReadOnlyList<string>> WordsAsync(string sql, CancellationToken ct, params object?[] values) => [.. (await RowsAsync(sql, ct, values)).Select(row => (string)row[0]!)];

    private async Task<IReadOnlyList<object?[]>> RowsAsync(string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }
}
