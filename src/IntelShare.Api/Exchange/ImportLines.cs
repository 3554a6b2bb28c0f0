using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace IntelShare.Api.Exchange;

/// <summary>The rows of a file as bytes, found while it is read.</summary>
internal static class ImportLines
{
    /// <summary>Bytes of one row.</summary>
    private const int Longest = 64 * 1024;

    /// <summary>Rows with their numbers and places in bytes, without their ends and the mark of UTF-8; the header of a table is row 0. Null for one that is too long.</summary>
    public static async IAsyncEnumerable<(long Number, long Offset, byte[]? Bytes)> NumberedAsync(PipeReader body, bool isTable, [EnumeratorCancellation] CancellationToken ct)
    {
        var number = isTable ? 0L : 1L;
        await foreach (var (offset, bytes) in LinesAsync(body, isTable, ct))
        {
            var marked = offset == 0 && bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            if (bytes is null || bytes.AsSpan(marked).ContainsAnyExcept(" \t\r"u8))
            {
                yield return (number++, offset + marked, bytes?[marked..]);
            }
        }
    }

    /// <summary>Lines with their places in bytes, without their ends; in a table, a cell in quotes may go over several. Null for one that is too long.</summary>
    private static async IAsyncEnumerable<(long Offset, byte[]? Bytes)> LinesAsync(PipeReader body, bool isTable, [EnumeratorCancellation] CancellationToken ct)
    {
        // Not ended by the token itself: the server could not drain the body any more, and would cut the answer off.
        using var ending = ct.Register(body.CancelPendingRead);
        var (offset, skipping) = (0L, false);
        for (var completed = false; !completed;)
        {
            var read = await body.ReadAsync(CancellationToken.None);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException(ct);
            }

            var (rest, lines) = (read.Buffer, new List<(long, byte[]?)>());
            completed = read.IsCompleted;
            while (EndOf(rest, isTable && !skipping) is { } end || (completed && (end = rest.Length) > 0))
            {
                lines.Add((offset, skipping || end > Longest ? null : rest.Slice(0, end).ToArray()));
                rest = rest.Slice(Math.Min(end + 1, rest.Length));
                (offset, skipping) = (offset + end + 1, false);
            }

            if (rest.Length > Longest)
            {
                (offset, skipping, rest) = (offset + rest.Length, true, rest.Slice(rest.End));
            }

            // Before anybody goes on, or stops for good.
            body.AdvanceTo(rest.Start, read.Buffer.End);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    /// <summary>How many bytes stand before the end of the line; null where it has not come yet.</summary>
    private static long? EndOf(ReadOnlySequence<byte> bytes, bool quoting)
    {
        var (at, quoted) = (0L, false);
        foreach (var segment in bytes)
        {
            foreach (var one in segment.Span)
            {
                quoted ^= quoting && one == '"';
                if (one == '\n' && !quoted)
                {
                    return at;
                }

                at++;
            }
        }

        return null;
    }
}
