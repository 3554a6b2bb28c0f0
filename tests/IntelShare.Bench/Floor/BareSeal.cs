using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace IntelShare.Bench.Floor;

/// <summary>
/// What a good engineer would write who owed nobody a log of its own: entries out by COPY in order, a line of text for the actor and one for the
/// owner, SHA-256 of each, lines and hashes back by COPY, one signature over a chain of hashes for each batch. No names of its own for anybody, no tree.
/// </summary>
internal sealed class BareSeal(NpgsqlDataSource owner, NpgsqlDataSource source) : IDisposable
{
    private const string Tables =
        """
        create schema bare;
        create table bare.leaf (n bigint primary key, log text not null, body bytea not null, hash bytea not null);
        create table bare.signed (n bigint primary key, chain bytea not null, signature bytea not null);
        grant usage on schema bare to intelshare_app;
        grant select, insert on all tables in schema bare to intelshare_app;
        """;

    private const int Batch = 4096;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] chain = new byte[SHA256.HashSizeInBytes];
    private ulong folded;
    private long leaves;

    public async Task CreateAsync(CancellationToken ct)
    {
        await using var command = owner.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Seals all there is.</summary>
    public async Task GoAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        while (await SealAsync(connection, ct) == Batch)
        {
        }
    }

    public void Dispose() => key.Dispose();

    private async Task<int> SealAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var lines = new List<(string Log, byte[] Body)>(2 * Batch);
        var entries = 0;
        var fields = new string[14];
        await using (var rows = await connection.BeginBinaryExportAsync(Next(folded), ct))
        {
            for (; await rows.StartRowAsync(ct) > 0; entries++)
            {
                folded = await rows.ReadAsync<ulong>(NpgsqlTypes.NpgsqlDbType.Xid8, ct);
                for (var i = 0; i < fields.Length; i++)
                {
                    fields[i] = rows.IsNull ? await NoneAsync(rows, ct) : await rows.ReadAsync<string>(ct);
                }

                lines.Add((fields[2], Encoding.UTF8.GetBytes(string.Join('|', fields))));
                if (fields[11] is { Length: > 0 } told && told != fields[2])
                {
                    lines.Add((told, Encoding.UTF8.GetBytes(string.Join('|', fields[0], fields[1], fields[2], fields[7], fields[8], fields[9], fields[12], fields[13]))));
                }
            }
        }

        if (lines.Count > 0)
        {
            await WriteAsync(connection, lines, ct);
        }

        return entries;
    }

    /// <summary>COPY takes no parameters.</summary>
    private static string Next(ulong folded) => string.Create(CultureInfo.InvariantCulture,
        $"""
        copy (select xid, id::text, at::text, member, client, officer, key, token, act, outcome, coalesce(purpose, ''), coalesce(detail, ''), owners[1], records[1]::text, levels[1]
        from intelshare.audit_entry where xid > '{folded}' and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit {Batch}) to stdout (format binary)
        """);

    private static async Task<string> NoneAsync(NpgsqlBinaryExporter rows, CancellationToken ct)
    {
        await rows.SkipAsync(ct);
        return "";
    }

    private async Task WriteAsync(NpgsqlConnection connection, List<(string Log, byte[] Body)> lines, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var rows = await connection.BeginBinaryImportAsync("copy bare.leaf (n, log, body, hash) from stdin (format binary)", ct))
        {
            foreach (var (log, body) in lines)
            {
                var hash = SHA256.HashData(body);
                chain = SHA256.HashData([.. chain, .. hash]);
                await rows.StartRowAsync(ct);
                await rows.WriteAsync(leaves++, ct);
                await rows.WriteAsync(log, ct);
                await rows.WriteAsync(body, ct);
                await rows.WriteAsync(hash, ct);
            }

            await rows.CompleteAsync(ct);
        }

        await using (var sign = new NpgsqlCommand("insert into bare.signed values ($1, $2, $3)", connection) { Parameters = { new() { Value = leaves }, new() { Value = chain }, new() { Value = key.SignHash(chain) } } })
        {
            await sign.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }
}
