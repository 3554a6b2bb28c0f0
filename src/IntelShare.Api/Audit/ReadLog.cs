using System.Globalization;
using System.Text;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>What the hub signed over a log: with its keys, the log can be verified without the hub.</summary>
/// <param name="First">The first leaf that was not dropped.</param>
/// <param name="Note">The signed note, to the byte.</param>
/// <param name="Keys">The verifier keys that signed it, as the hub claims them; trust them only after their fingerprints were read out.</param>
internal sealed record CheckpointView(string Log, string Origin, long Size, long First, DateTimeOffset At, string Note, IReadOnlyList<string> Keys);

/// <summary>That an entry is in the log.</summary>
/// <param name="Leaf">Its leaf, to the byte.</param>
/// <param name="Hashes">Base64, from the leaf up.</param>
internal sealed record InclusionView(string Entry, long Index, long Size, string Leaf, IReadOnlyList<string> Hashes);

/// <summary>That the log only grew.</summary>
/// <param name="Hashes">Base64, as RFC 9162 section 2.1.4 orders them.</param>
internal sealed record ConsistencyView(long From, long Until, IReadOnlyList<string> Hashes);

/// <summary>The own log: what was signed over it, and what proves that an entry is in it and that nothing was taken out.</summary>
internal static class ReadLogEndpoint
{
    private const string Where = "select size, leaves, entries from intelshare.audit_fold where log = $1 and entries @> array[$2]";
    private const string IsOnItsWay = "select exists (select from intelshare.audit_entry where id = $1 and at >= $3 and (member = $2 or owners @> array[$2]))";

    public static async Task<Answer> GetCheckpoint(string log, string? at, Visit visit, Line line, AuditKeys keys, CancellationToken ct)
    {
        if (!Moment.TryRead(at, DateTimeOffset.MaxValue, out var moment))
        {
            return Problems.Of("malformed-parameter", "at: RFC 3339.");
        }

        if (log != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        var logs = new AuditLogs(await line.OpenAsync(ct));
        return await logs.HeadAsync(log, moment, ct) is { } head
            ? Answer.Json(StatusCodes.Status200OK, new CheckpointView(log, keys.OriginOf(log), head.Size, await logs.FirstAsync(log, ct) ?? head.Size, head.At, head.Note, [.. keys.Of(log).Select(key => key.ToString())]))
            : Problems.NotFound();
    }

    [Published(Problems = ["not-sealed-yet", "leaves-gone"])]
    public static async Task<Answer> GetInclusion(string log, string entry, string? size, Visit visit, Line line, Trail trail, CancellationToken ct)
    {
        if (!TryReadSize(size, null, out var asked))
        {
            return Problems.Of("malformed-parameter", "size: of a checkpoint of this log.");
        }

        if (log != visit.Member.Id || trail.EntryNamed(entry, log) is not { } id)
        {
            return Problems.NotFound();
        }

        var connection = await line.OpenAsync(ct);
        var logs = new AuditLogs(connection);
        if (await FindAsync(connection, log, id, ct) is not var (index, leaf))
        {
            return await IsComingAsync(connection, log, id, visit.Now, ct) ? Problems.Of("not-sealed-yet") : Problems.NotFound();
        }

        var most = (await logs.HeadAsync(log, DateTimeOffset.MaxValue, ct))!.Size;
        var over = asked ?? most;
        if (over <= index || over > most)
        {
            return Problems.Of("malformed-parameter", string.Create(CultureInfo.InvariantCulture, $"size: {index + 1} to {most}."));
        }

        return await HashesAsync(logs, log, MerkleProof.Inclusion(index, over), ct) is { } hashes
            ? Answer.Json(StatusCodes.Status200OK, new InclusionView(entry, index, over, Encoding.UTF8.GetString(leaf), hashes))
            : Problems.Of("leaves-gone");
    }

    [Published(Problems = ["leaves-gone"])]
    public static async Task<Answer> GetConsistency(string log, string? from, string? until, Visit visit, Line line, CancellationToken ct)
    {
        if (!TryReadSize(from, null, out var earlier) || !TryReadSize(until, null, out var later) || earlier is null)
        {
            return Problems.Of("malformed-parameter", "from, until: sizes of checkpoints of this log.");
        }

        if (log != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        var logs = new AuditLogs(await line.OpenAsync(ct));
        var most = (await logs.HeadAsync(log, DateTimeOffset.MaxValue, ct))?.Size ?? 0;
        var over = later ?? most;
        if (earlier < 1 || earlier > over || over > most)
        {
            return Problems.Of("malformed-parameter", string.Create(CultureInfo.InvariantCulture, $"from, until: 1 to {most}, in this order."));
        }

        return await HashesAsync(logs, log, MerkleProof.Consistency(earlier.Value, over), ct) is { } hashes
            ? Answer.Json(StatusCodes.Status200OK, new ConsistencyView(earlier.Value, over, hashes))
            : Problems.Of("leaves-gone");
    }

    public static bool TryReadSize(string? given, long? absent, out long? size)
    {
        size = absent;
        if (given is null)
        {
            return true;
        }

        var read = long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        size = number;
        return read;
    }

    /// <summary>The hashes of a proof, in base64; null where one would be worked out from leaves that are gone.</summary>
    public static async Task<IReadOnlyList<string>?> HashesAsync(AuditLogs logs, string log, IReadOnlyList<LeafRange> ranges, CancellationToken ct) =>
        await logs.RootsAsync(log, ranges, ct) is { } roots ? [.. MerkleProof.Assemble(ranges, part => roots[part]).Select(Convert.ToBase64String)] : null;

    private static async Task<(long Index, byte[] Leaf)?> FindAsync(NpgsqlConnection connection, string log, Guid entry, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Where, connection) { Parameters = { new() { Value = log }, new() { Value = entry } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (leaves, at) = (reader.GetFieldValue<byte[][]>(1), Array.IndexOf(reader.GetFieldValue<Guid[]>(2), entry));
        return (reader.GetInt64(0) - leaves.Length + at, leaves[at]);
    }

    /// <summary>Whether the entry is on record and will be in the log within a moment.</summary>
    private static async Task<bool> IsComingAsync(NpgsqlConnection connection, string log, Guid entry, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(IsOnItsWay, connection) { Parameters = { new() { Value = entry }, new() { Value = log }, new() { Value = now.AddDays(-1) } } };
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
