using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelShare.Api.Audit;
using IntelShare.Audit;

namespace IntelShare.Cli;

/// <summary>Writes the files of an export page by page; holds 16 bytes of each record that was named.</summary>
internal sealed class ExportWriter(string folder, AuditHub hub, string address)
{
    /// <summary>The most that the hub gives at once.</summary>
    private const int Page = 1000;

    private readonly HashSet<Guid> named = [];
    private readonly List<VerifierKey> introduced = [];

    /// <summary>Writes the entries from <paramref name="first"/> up to the checkpoint, and what belongs to them.</summary>
    public async Task WriteAsync(CheckpointView checkpoint, long first, Action<long> written, CancellationToken ct)
    {
        await File.WriteAllTextAsync(In(Export.Checkpoint), checkpoint.Note, ct);
        await using (var entries = File.Create(In(Export.Entries)))
        await using (var details = File.Create(In(Export.Details)))
        {
            var at = first;
            do
            {
                var page = await hub.GetAsync<LeavesView>(string.Create(CultureInfo.InvariantCulture, $"{address}/leaves?first={at}&until={Math.Min(at + Page, checkpoint.Size)}"), ct);
                if (at == first)
                {
                    var head = new ExportHead(checkpoint.Log, checkpoint.Origin, first, checkpoint.Size, [.. page.Frontier.Select(Convert.FromBase64String)]);
                    await File.WriteAllBytesAsync(In(Export.Head), Export.Line(head), ct);
                }

                if (page.First != at || page.Until != at + page.Leaves.Count || (page.Leaves.Count == 0 && at < checkpoint.Size))
                {
                    throw new RefusedException("The hub answers other entries than those asked for.");
                }

                await WriteAsync(page, entries, details, ct);
                at = page.Until;
                written(at - first);
            }
            while (at < checkpoint.Size);
        }

        await WriteKeysAsync(checkpoint, ct);
    }

    private string In(string file) => Path.Combine(folder, file);

    private async Task WriteAsync(LeavesView page, FileStream entries, FileStream details, CancellationToken ct)
    {
        var detailOf = page.Details.ToDictionary(detail => detail.Id, StringComparer.Ordinal);
        var recordOf = page.Records.ToDictionary(record => record.Record, StringComparer.Ordinal);
        foreach (var leaf in page.Leaves)
        {
            await entries.WriteAsync(Encoding.UTF8.GetBytes(leaf + "\n"), ct);
            using var entry = JsonDocument.Parse(leaf);
            if (entry.RootElement.GetProperty("act").ValueEquals("audit-key-added") && VerifierKey.Parse(entry.RootElement.GetProperty("key").GetString()!) is { } added)
            {
                introduced.Add(added);
            }

            if (detailOf.TryGetValue(entry.RootElement.GetProperty("id").GetString()!, out var own))
            {
                await details.WriteAsync(Export.Line(Revealed.OfEntry(own.Id, Base64Url.DecodeFromChars(own.Salt), own.Detail)), ct);
            }

            foreach (var record in RecordsOf(entry.RootElement).Where(name => recordOf.ContainsKey(name) && named.Add(new(Base64Url.DecodeFromChars(name)))))
            {
                await details.WriteAsync(Export.Line(Revealed.OfRecord(Base64Url.DecodeFromChars(recordOf[record].Salt), recordOf[record].Indicator)), ct);
            }
        }
    }

    /// <summary>By the references that the entry names records with; a hit names none.</summary>
    private static IEnumerable<string> RecordsOf(JsonElement entry) => !entry.TryGetProperty("records", out var told) ? []
        : told.EnumerateArray().Select(line => line.TryGetProperty("record", out var record) ? record.GetString() : null).OfType<string>();

    /// <summary>The hub names its keys of today: one that it took away since stands in the log alone, if anywhere.</summary>
    private async Task WriteKeysAsync(CheckpointView checkpoint, CancellationToken ct)
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(checkpoint.Note));
        var signers = note?.Signers(checkpoint.Keys.Select(VerifierKey.Parse).OfType<VerifierKey>().Concat(introduced));
        if (signers is null || signers.Count != note!.Signatures.Length)
        {
            throw new RefusedException("The checkpoint bears a signature by a key that the hub does not name. Export until a later moment.");
        }

        await File.WriteAllTextAsync(In(Export.Keys), string.Concat(signers.Union(introduced).Select(key => key + "\n")), ct);
    }
}
