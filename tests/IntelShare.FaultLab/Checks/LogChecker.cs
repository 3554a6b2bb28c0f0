using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Audit;
using IntelShare.Audit;
using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;
using Npgsql;

namespace IntelShare.FaultLab.Checks;

/// <summary>What was looked at in the audit logs after the healing.</summary>
/// <param name="Entries">On record.</param>
/// <param name="Receipts">Names of entries that answers carried.</param>
internal sealed record LogFigures(int Logs, int Checkpoints, int Leaves, int Entries, int Receipts);

/// <summary>Works every audit log out anew from its leaves, and holds the receipts of the journal against it.</summary>
internal sealed class LogChecker(Site site, Journal journal, TimeProvider clock)
{
    private const int AtOnce = 4;

    /// <summary>Of all receipts so many are proved over HTTP; each is looked for in its log.</summary>
    private const int Proved = 400;

    private const string Unsealed = "select exists (select from intelshare.audit_entry where xid >= coalesce((select max(xid) from intelshare.audit_fold), '0'))";
    private const string Folds = "select log, size, leaves, entries, note from intelshare.audit_fold order by log, size";
    private const string Kept = "select log, level::int, n, hash from intelshare.audit_node";
    private const string OnRecord = "select id, member from intelshare.audit_entry where xid < (select max(xid) from intelshare.audit_fold)";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<LogFigures> CheckAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(site.Database());
        for (var since = clock.GetTimestamp(); await IsUnsealedAsync(source, ct); await Task.Delay(TimeSpan.FromMilliseconds(50), clock, ct))
        {
            if (clock.GetElapsedTime(since) > Patience)
            {
                journal.Blame(Check.LogProofs, "entries stay out of the logs");
                break;
            }
        }

        var (logs, checkpoints, torn) = await ReadAsync(source, ct);
        var (entries, unfolded) = (0, 0);
        await using (var onRecord = source.CreateCommand(OnRecord))
        {
            await using var rows = await onRecord.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                entries++;
                unfolded += logs.TryGetValue(rows.GetString(1), out var log) && log.Entries.GetValueOrDefault(rows.GetGuid(0)) == 1 ? 0 : 1;
            }
        }

        // What an agency was answered, by the log that it must be in.
        var receipts = journal.Exchanges.Where(exchange => exchange.Reply.Entry is not null).Select(exchange => (exchange.Member, Name: exchange.Reply.Entry!)).ToArray();
        var missing = receipts.Count(receipt => logs.GetValueOrDefault(receipt.Member)?.Names.GetValueOrDefault(receipt.Name) is not { Length: 1 });
        var unproved = 0;
        await Parallel.ForEachAsync(receipts.Chunk((receipts.Length / Proved) + 1).Select(some => some[0]), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (receipt, stop) =>
        {
            if (!logs.TryGetValue(receipt.Member, out var log) || !await IsProvedAsync(receipt.Member, receipt.Name, log.Whole, stop))
            {
                Interlocked.Increment(ref unproved);
            }
        });
        Blame(journal.Kept.Count(kept => logs.GetValueOrDefault(kept.Member)?.Checkpoints.GetValueOrDefault(kept.Checkpoint.Size) != kept.Checkpoint), "checkpoints that agencies kept, from which their log does not go on");
        Blame(unfolded, "entries that are not in their log exactly once");
        Blame(torn, "rows that do not go on from the one before, checkpoints or roots that are not those of the leaves");
        Blame(missing, "receipts that are not in their log exactly once");
        Blame(unproved, "receipts whose inclusion is not proved");
        return new(logs.Count, checkpoints, logs.Values.Sum(log => (int)log.Whole.Size), entries, receipts.Length);
    }

    private void Blame(int count, string what)
    {
        if (count > 0)
        {
            journal.Blame(Check.LogProofs, $"{count} {what}");
        }
    }

    private async Task<(Dictionary<string, Log> Logs, int Checkpoints, int Torn)> ReadAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(site.AuditKeyFile, ct));
        var (logs, checkpoints, torn) = (new Dictionary<string, Log>(StringComparer.Ordinal), 0, 0);
        await using var command = source.CreateCommand(Folds);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (name, size, leaves, entries) = (rows.GetString(0), rows.GetInt64(1), rows.GetFieldValue<byte[][]>(2), rows.GetFieldValue<Guid[]>(3));
            if (!logs.TryGetValue(name, out var log))
            {
                logs[name] = log = new();
            }

            for (var i = 0; i < leaves.Length; i++)
            {
                log.Add(entries[i], leaves[i]);
            }

            var note = SignedNote.Parse(Encoding.UTF8.GetBytes(rows.GetString(4)));
            var checkpoint = note is null ? null : Checkpoint.Parse(note.Text);
            var signed = checkpoint is not null && note!.Signers([VerifierKey.Of(checkpoint.Origin, key)]) is { Count: 1 };
            checkpoints++;
            log.Checkpoints[size] = checkpoint;
            torn += signed && log.Whole.Size == size && entries.Length == leaves.Length && checkpoint == Checkpoint.Of(checkpoint!.Origin, log.Whole) ? 0 : 1;
        }

        return (logs, checkpoints, torn + await OtherRootsAsync(source, logs, ct));
    }

    /// <summary>Roots kept that the leaves do not have, and those that are not kept.</summary>
    private static async Task<int> OtherRootsAsync(NpgsqlDataSource source, Dictionary<string, Log> logs, CancellationToken ct)
    {
        var (expected, kept) = (new HashSet<string>(logs.SelectMany(log => log.Value.Roots.Select(root => $"{log.Key} {root}")), StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        await using var command = source.CreateCommand(Kept);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            kept.Add($"{rows.GetString(0)} {Log.RootOf(rows.GetInt32(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3))}");
        }

        kept.SymmetricExceptWith(expected);
        return kept.Count;
    }

    private async Task<bool> IsProvedAsync(string member, string entry, Frontier whole, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/v1/audit/logs/{member}/inclusion/{entry}?size={whole.Size}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", site.Key(member).Sign(clock.GetUtcNow(), ["auditor"]));
        using var response = await site.Nodes[0].SendAsync(request, ct);
        var proof = JsonNode.Parse(await response.Content.ReadAsStringAsync(ct))!;
        return response.IsSuccessStatusCode
            && (string?)JsonNode.Parse((string)proof["leaf"]!)!["id"] == entry
            && MerkleProof.IsIncluded(MerkleTree.Leaf(Encoding.UTF8.GetBytes((string)proof["leaf"]!)), (long)proof["index"]!, whole.Size, whole.Root(), [.. proof["hashes"]!.AsArray().Select(hash => Convert.FromBase64String((string)hash!))]);
    }

    private static async Task<bool> IsUnsealedAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Unsealed);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>A log as its leaves say it.</summary>
    private sealed class Log
    {
        public Frontier Whole { get; } = new();

        /// <summary>As signed, by their size.</summary>
        public Dictionary<long, Checkpoint?> Checkpoints { get; } = [];

        /// <summary>How often each entry is in it.</summary>
        public Dictionary<Guid, int> Entries { get; } = [];

        /// <summary>Those that a hub keeps, as text.</summary>
        public List<string> Roots { get; } = [];

        /// <summary>The places of each name.</summary>
        public Dictionary<string, long[]> Names { get; } = new(StringComparer.Ordinal);

        public static string RootOf(int level, long n, ReadOnlySpan<byte> root) => string.Create(CultureInfo.InvariantCulture, $"{level} {n} {Convert.ToHexStringLower(root)}");

        public void Add(Guid entry, byte[] leaf)
        {
            var name = (string)JsonNode.Parse(leaf)!["id"]!;
            Names[name] = [.. Names.GetValueOrDefault(name) ?? [], Whole.Size];
            Entries[entry] = Entries.GetValueOrDefault(entry) + 1;
            Whole.Append(MerkleTree.Leaf(leaf), (level, root) =>
            {
                if (level % AuditLogs.Step == 0)
                {
                    Roots.Add(RootOf(level, Whole.Size >> level, root));
                }
            });
        }
    }
}
