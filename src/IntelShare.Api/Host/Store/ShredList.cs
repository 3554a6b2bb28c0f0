using System.Globalization;
using System.Text;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// What was erased, in a file of this node's own outside the database: a backup from before an erasure would bring the record
/// back. A line is on disk before its erasure is answered. At start whatever a restored database holds again is erased again;
/// what the file lacks is written then and at every sweep.
/// </summary>
internal sealed class ShredList(Settings settings, NpgsqlDataSource source, Streams streams, Trail trail, RegistryCache registry, TimeProvider clock) : IDisposable
{
    private const string Revived = $"select id from {EventStore.Documents}.mt_doc_indicator where id = any($1) and data ->> 'status' is distinct from 'erased'";
    private const string Erased = $"select id from {EventStore.Documents}.mt_doc_indicator where data ->> 'status' = 'erased' and not exists (select from unnest($1) listed where listed = id)";

    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>One line each: the moment of writing, and the id.</summary>
    public string File { get; } = settings.ShredList ?? Path.Combine(settings.DataPath(), "shredded.txt");

    /// <summary>Adds records, flushed to disk.</summary>
    public async Task AddAsync(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        if (records.Count == 0)
        {
            return;
        }

        var lines = string.Concat(records.Select(record => string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {record}\n")));
        await writing.WaitAsync(ct);
        try
        {
            await using var file = Open();
            await file.WriteAsync(Encoding.ASCII.GetBytes(lines), ct);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Brings database and file together: what either says is erased, is. Run before anything is answered.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be written: an erasure could not be answered.</exception>
    public async Task ReplayAsync(CancellationToken ct)
    {
        try
        {
            await using var writable = Open();
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The list of erased records cannot be written ({denied.Message}). Set IntelShare__ShredList to a file that outlives the database.", denied);
        }

        foreach (var record in await IdsAsync(Revived, await ListedAsync(ct), ct))
        {
            await using var open = await streams.OpenAsync(record, stored => stored.Status != IndicatorStatus.Erased, ct, alone: true);
            if (open is not null)
            {
                await streams.ChangeAsync(open, [new IndicatorErased(ErasureGround.Restored, "erased before the backup", clock.GetUtcNow())], trail.EntryOf(open.Record.Owner, registry.Current, "indicator-erased", [record]), ct);
            }
        }

        await CompleteAsync(ct);
    }

    /// <summary>Adds what is erased and not listed: by the sweep, by another node, or by one that died before it wrote. Never what is not erased, or the next start would erase it.</summary>
    public async Task CompleteAsync(CancellationToken ct) => await AddAsync(await IdsAsync(Erased, await ListedAsync(ct), ct), ct);

    public void Dispose() => writing.Dispose();

    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        return new(File, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    private async Task<Guid[]> ListedAsync(CancellationToken ct) =>
        [.. (await System.IO.File.ReadAllLinesAsync(File, ct)).Select(line => Guid.TryParse(line.Split(' ')[^1], out var id) ? id : Guid.Empty)];

    private async Task<List<Guid>> IdsAsync(string sql, Guid[] listed, CancellationToken ct)
    {
        var ids = new List<Guid>();
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = listed });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
