using System.Runtime.CompilerServices;

namespace IntelShare.Api.Host.Door;

/// <summary>The rows of a file in batches, each of which is one transaction.</summary>
internal static class ImportBatches
{
    /// <summary>Rows of one batch.</summary>
    public const int Most = 1000;

    /// <summary>And bytes of the file: what is read into memory is some ten times as large.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>A reference that stands twice in the file is decided on what its first row made of it: no batch has it twice.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<ImportRow>> OfAsync(IAsyncEnumerable<ImportRow> rows, [EnumeratorCancellation] CancellationToken ct)
    {
        var (batch, named, bytes) = (new List<ImportRow>(), new HashSet<string>(StringComparer.Ordinal), 0L);
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (batch.Count == Most || bytes >= MostBytes || (row.Reference is { } standing && named.Contains(standing)))
            {
                yield return batch;
                (batch, named, bytes) = ([], new(StringComparer.Ordinal), 0);
            }

            batch.Add(row);
            bytes += row.Bytes;
            named.UnionWith(row.Reference is { } reference ? [reference] : []);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
