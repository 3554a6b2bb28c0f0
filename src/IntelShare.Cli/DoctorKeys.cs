using System.Text;
using IntelShare.Api.Audit;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Cli;

/// <summary>The keys of a hub: its own, held against what was sealed and signed with them, and those of clients, by age.</summary>
internal sealed class DoctorKeys(NpgsqlConnection connection, Settings settings, TimeProvider clock)
{
    private const string Proof = "select proof from intelshare.master_key";

    private const string LastNote = "select log, note from intelshare.audit_fold order by xid desc limit 1";

    private const string Keys =
        """
        select m.data ->> 'id' || '/' || c.id || '/' || k.kid, (k.key ->> 'addedAt')::timestamptz, (k.key ->> 'retiresAt')::timestamptz
        from doc.mt_doc_member m cross join lateral jsonb_each(m.data -> 'clients') c(id, client) cross join lateral jsonb_each(c.client -> 'keys') k(kid, key)
        where not coalesce((c.client ->> 'removed')::boolean, false) and k.key ->> 'revokedAt' is null and coalesce((k.key ->> 'retiresAt')::timestamptz > $1, true) order by 1
        """;

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Checkup>> LookAsync(CancellationToken ct) => [.. await MasterAsync(ct), .. await SigningAsync(ct), .. await ClientsAsync(ct)];

    private async Task<IReadOnlyList<Checkup>> MasterAsync(CancellationToken ct)
    {
        const string Readable = "master-key";
        const string Matches = "master-key-proof";
        if (settings is { MasterKey: null, MasterKeyFile: null, Embedded: true } && !File.Exists(Path.Combine(settings.DataPath(), "master.key")))
        {
            return [Checkup.Fault(Readable, "The data directory has no master.key.", "Bring it back from where it is kept; no other opens the records.")];
        }

        try
        {
            var vault = new Vault(await MasterKey.ReadAsync(settings, ct));
            await using var read = new NpgsqlCommand(Proof, connection);
            var left = (byte[]?)await read.ExecuteScalarAsync(ct);
            return
            [
                Checkup.Fine(Readable, "It can be read."),
                Checkup.Of(Matches, left is null || KeyProof.Of(vault).AsSpan().SequenceEqual(left), left is null ? "Nothing was sealed yet." : KeyProof.Of(vault).AsSpan().SequenceEqual(left) ? "It is the one that the database was written with." : "It is not the one that the database was written with.", "Bring back that key; no other opens the records, and no search finds."),
            ];
        }
        catch (InvalidOperationException unreadable)
        {
            return [Checkup.Fault(Readable, unreadable.Message, "Let the hub's user, and nobody else, read the file; it holds 32 bytes as base64.")];
        }
    }

    private async Task<IReadOnlyList<Checkup>> SigningAsync(CancellationToken ct)
    {
        const string Readable = "audit-key";
        const string Signs = "audit-key-signs";
        if (settings is { AuditKey: null, AuditKeyFile: null, Embedded: true } && !File.Exists(Path.Combine(settings.DataPath(), "audit.key")))
        {
            return [Checkup.Fault(Readable, "The data directory has no audit.key.", "Bring it back, or let the hub make another and tell its fingerprint to the agencies.")];
        }

        try
        {
            var keys = await AuditKeys.ReadAsync(settings, ct);
            await using var command = new NpgsqlCommand(LastNote, connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct))
            {
                return [Checkup.Fine(Readable, "It can be read."), Checkup.Fine(Signs, "Nothing was signed yet.")];
            }

            var signed = SignedNote.Parse(Encoding.UTF8.GetBytes(reader.GetString(1)))?.Signers(keys.Of(reader.GetString(0))) is { Count: > 0 };
            return [Checkup.Fine(Readable, "It can be read."), Checkup.Of(Signs, signed, signed ? "It signed the newest checkpoint." : "It did not sign the newest checkpoint.", "Put the key that did beside the new one, in the same file (runbook, The audit key): who trusts the old one trusts none of this.")];
        }
        catch (InvalidOperationException unreadable)
        {
            return [Checkup.Fault(Readable, unreadable.Message, "Let the hub's user, and nobody else, read the file; it holds ECDSA keys on P-256 in PEM.")];
        }
    }

    private async Task<IReadOnlyList<Checkup>> ClientsAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = new List<(string Name, DateTimeOffset? Added, DateTimeOffset? Retires)>();
        await using (var command = new NpgsqlCommand(Keys, connection) { Parameters = { new() { Value = now } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                keys.Add((reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)));
            }
        }

        string[] old = [.. keys.Where(key => key.Added < now.AddYears(-1)).Select(key => key.Name)];
        string[] retiring = [.. keys.Where(key => key.Retires < now + Soon && !keys.Exists(other => Owner(other.Name) == Owner(key.Name) && !(other.Retires < now + Soon))).Select(key => key.Name)];
        return
        [
            Checkup.Of("client-keys-age", old.Length == 0, old.Length == 0 ? $"None of {keys.Count} is older than a year." : $"Older than a year: {string.Join(", ", old)}.", "Have each agency add a new one and retire the old (intelshare client key add, retire)."),
            Checkup.Of("client-keys-retiring", retiring.Length == 0, retiring.Length == 0 ? "No client is left without a key within two weeks." : $"The last key of its client, and retiring within two weeks: {string.Join(", ", retiring)}.", "Have the agency add another before (intelshare client key add)."),
        ];

        static string Owner(string key) => string.Join('/', key.Split('/').Take(2));
    }
}
