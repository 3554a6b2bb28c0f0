using Npgsql;

namespace IntelShare.Api.Tests.Cast;

/// <summary>One statement on a connection of its own: how tests look at the database and spoil it.</summary>
internal static class Sql
{
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Requests.Ct);
    }

    public static async Task<T> ReadAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Requests.Ct))!;
    }

    /// <summary>The SQLSTATE with which a statement is refused; "00000" when it is not.</summary>
    public static async Task<string> StateAsync(string connectionString, string sql)
    {
        try
        {
            await ExecuteAsync(connectionString, sql);
            return PostgresErrorCodes.SuccessfulCompletion;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }

    /// <summary>Everything the schema consists of, as text: relations, columns, constraints, indexes, functions, rights.</summary>
    public static Task<string> CatalogAsync(string connectionString) => ReadAsync<string>(
        connectionString,
        """
        with ours as (select oid, nspname from pg_namespace where nspname in ('es', 'doc', 'intelshare', 'intelshare_schema', 'public'))
        select string_agg(line, E'\n' order by line) from (
            select format('relation %s.%s %s %s', n.nspname, c.relname, c.relkind, c.relacl) from pg_class c join ours n on n.oid = c.relnamespace
            union all select format('column %s.%s.%s %s %s %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
                from pg_attribute a join pg_class c on c.oid = a.attrelid join ours n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where a.attnum > 0 and not a.attisdropped and c.relkind <> 'i'
            union all select format('constraint %s.%s %s', n.nspname, k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k join ours n on n.oid = k.connamespace
            union all select format('index %s', pg_get_indexdef(i.indexrelid)) from pg_index i join pg_class c on c.oid = i.indrelid join ours n on n.oid = c.relnamespace
            union all select format('function %s.%s %s %s', n.nspname, p.proname, md5(p.prosrc), p.proacl) from pg_proc p join ours n on n.oid = p.pronamespace
            union all select format('schema %s %s', n.nspname, s.nspacl) from pg_namespace s join ours n on n.oid = s.oid) catalog(line)
        """);
}
