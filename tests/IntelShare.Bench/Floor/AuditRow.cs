using IntelShare.Api.Host;
using Npgsql;

namespace IntelShare.Bench.Floor;

/// <summary>The product's audit insert with its fence, and the detail row where a case is stated, in one round trip.</summary>
internal static class AuditRow
{
    private const string Columns = "(id, at, member, client, officer, token, act, outcome, purpose, case_mac, owners, records, levels, registry_version)";

    private const string Insert =
        $"insert into intelshare.audit_entry {Columns} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, (select version from intelshare.registry where version = $14))";

    /// <summary>The same with the question marks of Marten's queued SQL.</summary>
    public const string Queued =
        $"insert into intelshare.audit_entry {Columns} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select version from intelshare.registry where version = ?))";

    private const string InsertDetail = "insert into intelshare.audit_detail (entry, at, box) values ($1, $2, $3)";
    private static readonly Ids Ids = new();
    private static readonly byte[] CaseMac = new byte[32];
    private static readonly byte[] Box = new byte[43];

    public static async Task InsertAsync(NpgsqlConnection connection, long version, string act, string[] owners, Guid[] records, bool hasCase, CancellationToken ct)
    {
        var id = Ids.Next("bench");
        var at = TimeProvider.System.GetUtcNow();
        var levels = new string[records.Length];
        Array.Fill(levels, "full");
        await using var batch = new NpgsqlBatch(connection);
        var insert = new NpgsqlBatchCommand(Insert);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
        Text("fr-ofast");
        Text("fr-ofast");
        Text("officer-1");
        Text("3f2504e04f8941d39a0c0305e82c3301");
        Text(act);
        Text("ok");
        Text("cross-checking");
        insert.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = hasCase ? CaseMac : null, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = owners });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = records });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = levels });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        batch.BatchCommands.Add(insert);
        if (hasCase)
        {
            var detail = new NpgsqlBatchCommand(InsertDetail);
            detail.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            detail.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
            detail.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Box });
            batch.BatchCommands.Add(detail);
        }

        await batch.ExecuteNonQueryAsync(ct);

        void Text(string value) => insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
    }

    public static async Task<long> VersionAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select version from intelshare.registry");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
