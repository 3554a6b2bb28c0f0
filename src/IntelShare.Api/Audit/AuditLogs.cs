using System.Text;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>What was signed over a log, when.</summary>
internal sealed record Head(long Size, DateTimeOffset At, string Note)
{
    public Checkpoint Checkpoint => SignedNote.Parse(Encoding.UTF8.GetBytes(Note)) is { } note && Checkpoint.Parse(note.Text) is { } read ? read : throw new InvalidOperationException("A stored checkpoint is none.");
}

/// <summary>
/// The logs as they are stored. A full subtree's root is read where one is kept (every 256 leaves, and at the end of what retention dropped)
/// and worked out from the leaves elsewhere, so a proof reads a few hundred leaves at any size.
/// </summary>
internal sealed class AuditLogs(NpgsqlConnection connection)
{
    /// <summary>Roots are kept at this level and its multiples.</summary>
    public const int Step = 8;

    private const int Block = 1 << Step;

    private const string HeadBy =
        """
        select size, at, note from (select log, size, at, note from intelshare.audit_fold union all select log, size, at, note from intelshare.audit_checkpoint) f
        where log = $1 and at <= $2 order by size desc limit 1
        """;

    private const string FirstLeft = "select size - cardinality(leaves) from intelshare.audit_fold where log = $1 order by size limit 1";
    private const string Leaves = "select size, leaves, entries from intelshare.audit_fold where log = $1 and size > $2 order by size limit $3";
    private const string Kept = "select n, hash from intelshare.audit_node where log = $1 and level = $2 and n >= $3 and n < $4 order by n";
    private const string KeptWithin = "select level, n, hash from intelshare.audit_node where log = $1 and level < $2 and n << level >= $3 and n << level < $4";
    private readonly Dictionary<(string Log, long Block), Dictionary<(int Level, long N), byte[]>> blocks = [];

    /// <summary>The last checkpoint signed by <paramref name="moment"/>; null for a log that had no leaf then.</summary>
    public async Task<Head?> HeadAsync(string log, DateTimeOffset moment, CancellationToken ct)
    {
        await using var command = Command(HeadBy, log, moment);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2)) : null;
    }

    /// <summary>The first leaf that retention left; null where it left none, or nothing was ever sealed.</summary>
    public async Task<long?> FirstAsync(string log, CancellationToken ct)
    {
        await using var command = Command(FirstLeft, log);
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    /// <summary>Leaves [<paramref name="from"/>, <paramref name="until"/>) and the entry of each; fewer where retention dropped some.</summary>
    public async Task<IReadOnlyList<(long Index, Guid Entry, byte[] Body)>> LeavesAsync(string log, long from, long until, CancellationToken ct)
    {
        var leaves = new List<(long, Guid, byte[])>();
        await using var command = Command(Leaves, log, from, until - from);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (bodies, entries) = (reader.GetFieldValue<byte[][]>(1), reader.GetFieldValue<Guid[]>(2));
            var first = reader.GetInt64(0) - bodies.Length;
            for (var i = Math.Max(0, from - first); i < bodies.Length && first + i < until; i++)
            {
                leaves.Add((first + i, entries[i], bodies[i]));
            }

            if (first + bodies.Length >= until)
            {
                break;
            }
        }

        return leaves;
    }

    /// <summary>The log up to <paramref name="size"/>, to be gone on from.</summary>
    /// <exception cref="InvalidOperationException">The log lacks what it must have.</exception>
    public async Task<Frontier> FrontierAsync(string log, long size, CancellationToken ct)
    {
        var roots = await RootsAsync(log, [new(0, size)], ct) ?? throw new InvalidOperationException($"The log {log} lacks leaves, and roots that stand for them.");
        return Frontier.From(size, [.. new LeafRange(0, size).Perfect().SelectMany(part => roots[part])])!;
    }

    /// <summary>The roots of the perfect subtrees that these ranges fall into; null where one is made of leaves that are gone.</summary>
    public async Task<IReadOnlyDictionary<LeafRange, byte[]>?> RootsAsync(string log, IEnumerable<LeafRange> ranges, CancellationToken ct)
    {
        var roots = new Dictionary<LeafRange, byte[]>();
        foreach (var part in ranges.SelectMany(range => range.Perfect()))
        {
            if ((part.Level < Step ? await SmallAsync(log, part, ct) : await LargeAsync(log, part, ct)) is not { } root)
            {
                return null;
            }

            roots[part] = root;
        }

        return roots;
    }

    private async Task<byte[]?> SmallAsync(string log, LeafRange part, CancellationToken ct)
    {
        var block = await BlockAsync(log, part.From >> Step, ct);
        return Within(part.Level, part.From >> part.Level);

        byte[]? Within(int level, long n) => block.TryGetValue((level, n), out var known) ? known
            : level > 0 && Within(level - 1, 2 * n) is { } left && Within(level - 1, (2 * n) + 1) is { } right ? block[(level, n)] = MerkleTree.Node(left, right)
            : null;
    }

    private async Task<byte[]?> LargeAsync(string log, LeafRange part, CancellationToken ct)
    {
        var level = part.Level / Step * Step;
        var over = new Frontier();
        await using var command = Command(Kept, log, (short)level, part.From >> level, part.Until >> level);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            over.Append(reader.GetFieldValue<byte[]>(1));
        }

        return over.Size == (part.Until - part.From) >> level ? over.Root() : null;
    }

    /// <summary>What is known within a block: its leaves, and the roots that stand for dropped ones.</summary>
    private async Task<Dictionary<(int Level, long N), byte[]>> BlockAsync(string log, long number, CancellationToken ct)
    {
        if (!blocks.TryGetValue((log, number), out var block))
        {
            var (from, until) = (number * Block, (number + 1) * Block);
            block = (await LeavesAsync(log, from, until, ct)).ToDictionary(leaf => (0, leaf.Index), leaf => MerkleTree.Leaf(leaf.Body));
            await using var command = Command(KeptWithin, log, (short)Step, from, until);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                block[(reader.GetInt16(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
            }

            blocks[(log, number)] = block;
        }

        return block;
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}
