using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelShare.Keeping;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>A fact that was listed outside the database.</summary>
internal sealed record Listed(Guid Id, Guid Stream, object Fact);

/// <summary>
/// What takes away (revocations, suspensions, withdrawals, narrower releases), in a file of this node's own outside the database, sealed,
/// and a mark that rises in both every minute. A restored database has a lower mark than the file, and lacks what the file lists.
/// </summary>
internal sealed partial class NarrowingList(Settings settings, NpgsqlDataSource source, Vault vault, TimeProvider clock, IHostApplicationLifetime hub, ILogger<NarrowingList> log) : Rounds(TimeSpan.FromMinutes(1), clock, log, atStart: true)
{
    private const string Bound = "narrowing";

    // A lower mark than this node raised last is that of a database that was restored, or fell behind, under a running hub.
    private const string Raise = "update intelshare.opening set mark = case when mark >= $2 then mark + 1 else mark end, marked_at = case when mark >= $2 then $1 else marked_at end, closed = closed or mark < $2 returning mark, incarnation, closed";

    private const string Settled = $"select coalesce(max(seq_id), $1) from {EventStore.Facts}.mt_events where seq_id > $1 and timestamp < now() - interval '5 minutes'";

    // Commits come out of order: what is younger than five minutes is looked at again. What a fact says of content is not listed.
    private const string Since = $"select id, stream_id, type, (data - 'content' - 'secret')::text from {EventStore.Facts}.mt_events where seq_id > $1 and type = any($2) order by seq_id";

    private static readonly string[] Names = [.. FactNames.All.Where(fact => Narrowings.Kinds.Contains(fact.Key)).Select(fact => fact.Value)];
    private readonly SemaphoreSlim writing = new(1, 1);
    private HashSet<Guid>? listed;
    private long seen;

    /// <summary>One line each: the fact's id, its stream's, and the sealed fact.</summary>
    public string File { get; } = settings.NarrowingsPath();

    /// <summary>Whether the database went back under this hub, which ends then.</summary>
    public bool WentBack { get; private set; }

    /// <summary>Raises the mark, and writes what is new before it keeps it: whoever holds a mark holds everything that was committed before it.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            var before = await Mark.ReadAsync(File, ct);
            if (await RaiseAsync(before?.Value ?? 0, ct) is not { } mark)
            {
                WentBack = true;
                Closed();
                hub.StopApplication();
                return;
            }

            if (mark.Incarnation > before?.Incarnation && System.IO.File.Exists(File))
            {
                // What it lists was repeated when the hub was opened; a later restore must not repeat it again.
                System.IO.File.Move(File, string.Create(CultureInfo.InvariantCulture, $"{File}.{before.Incarnation}"), overwrite: true);
                (listed, seen) = (null, 0);
            }

            if (!System.IO.File.Exists(File))
            {
                // Lost, or never written: what it told of is written again.
                (listed, seen) = (null, 0);
            }

            listed ??= await ListedAsync(ct);
            await WriteNewAsync(listed, ct);
            var draft = Mark.PathOf(File) + ".new";
            await WriteAsync(draft, FileMode.Create, mark.ToString(), ct);
            System.IO.File.Move(draft, Mark.PathOf(File), overwrite: true);
        }
        catch
        {
            // Perhaps a line was written in part: the file is looked at again before the next.
            (listed, seen) = (null, 0);
            throw;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The facts of a list, in order.</summary>
    /// <exception cref="InvalidDataException">A line is not of this hub, or not whole.</exception>
    public static async Task<IReadOnlyList<Listed>> ReadAsync(string file, Vault vault, CancellationToken ct)
    {
        var facts = new List<Listed>();
        var text = await System.IO.File.ReadAllTextAsync(file, ct);
        // What a node wrote while it died is in no mark.
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            facts.Add(line.Split(' ') is [var id, var stream, var box] && vault.OpenToken(Bound, box) is { } opened && Encoding.UTF8.GetString(opened).Split('\n', 2) is [var name, var data] && FactNames.Types.TryGetValue(name, out var type)
                ? new(Guid.Parse(id), Guid.Parse(stream), JsonSerializer.Deserialize(data, type, Json.Stored)!)
                : throw new InvalidDataException($"A line of {Path.GetFileName(file)} was not sealed by this hub, or is not whole."));
        }

        return facts;
    }

    [LoggerMessage(LogLevel.Critical, "The database was restored, or is behind, under this running hub: it closes, and stays closed until two administrators have opened it.")]
    private partial void Closed();

    /// <summary>The mark one higher; null where the database went back, which is closed then.</summary>
    private async Task<Mark?> RaiseAsync(long last, CancellationToken ct)
    {
        await using var raise = source.CreateCommand(Raise);
        raise.Parameters.Add(new() { Value = Clock.GetUtcNow() });
        raise.Parameters.Add(new() { Value = last });
        await using var row = await raise.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return row.GetBoolean(2) ? null : new(row.GetInt64(0), Clock.GetUtcNow(), row.GetInt32(1));
    }

    private async Task WriteNewAsync(HashSet<Guid> known, CancellationToken ct)
    {
        await using var settle = source.CreateCommand(Settled);
        settle.Parameters.Add(new() { Value = seen });
        // Asked first: what is committed after this is younger.
        var settled = (long)(await settle.ExecuteScalarAsync(ct))!;
        var (lines, fresh) = (new StringBuilder(), new List<Guid>());
        await using (var command = source.CreateCommand(Since))
        {
            command.Parameters.Add(new() { Value = seen });
            command.Parameters.Add(new() { Value = Names });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                if (!known.Contains(reader.GetGuid(0)))
                {
                    fresh.Add(reader.GetGuid(0));
                    lines.Append(CultureInfo.InvariantCulture, $"{reader.GetGuid(0)} {reader.GetGuid(1)} {vault.SealToken(Bound, Encoding.UTF8.GetBytes(reader.GetString(2) + "\n" + reader.GetString(3)))}\n");
                }
            }
        }

        // Also where there is nothing to list: a mark without a list beside it would be one that was lost.
        if (fresh.Count > 0 || !System.IO.File.Exists(File))
        {
            await WriteAsync(File, FileMode.Append, lines.ToString(), ct);
            known.UnionWith(fresh);
        }

        seen = settled;
    }

    /// <summary>The ids in the file, which ends with a whole line from now on: a node may have died while it wrote.</summary>
    private async Task<HashSet<Guid>> ListedAsync(CancellationToken ct)
    {
        if (!System.IO.File.Exists(File))
        {
            return [];
        }

        var text = await System.IO.File.ReadAllTextAsync(File, ct);
        var whole = text.LastIndexOf('\n') + 1;
        await using (var file = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.Read))
        {
            file.SetLength(whole);
        }

        return [.. text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Guid.Parse(line.AsSpan(0, 36)))];
    }

    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    private static async Task WriteAsync(string file, FileMode mode, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct);
        stream.Flush(flushToDisk: true);
    }
}
