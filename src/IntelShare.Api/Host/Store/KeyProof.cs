using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// Whether a master key is the one the database was written with. The first hub leaves a keyed hash; a hub with another key
/// would answer "none" to every search and seal records that the right one cannot open.
/// </summary>
internal static class KeyProof
{
    /// <summary>The hash under a key.</summary>
    public static byte[] Of(Vault vault) => vault.Mac("master-key", []);

    /// <summary>Leaves the hash, or holds the key against the one that is there.</summary>
    /// <exception cref="InvalidOperationException">The key is another one.</exception>
    public static async Task CheckAsync(NpgsqlDataSource source, Vault vault, CancellationToken ct)
    {
        var proof = Of(vault);
        await using var leave = source.CreateCommand("insert into intelshare.master_key (proof) values ($1) on conflict do nothing");
        leave.Parameters.Add(new() { Value = proof });
        await leave.ExecuteNonQueryAsync(ct);
        await using var read = source.CreateCommand("select proof from intelshare.master_key");
        var left = (byte[])(await read.ExecuteScalarAsync(ct))!;
        if (!proof.AsSpan().SequenceEqual(left))
        {
            throw new InvalidOperationException(
                "The master key is not the one this database was written with. Bring back that key (the embedded default keeps it in master.key of its data directory); no other opens the records.");
        }
    }
}
