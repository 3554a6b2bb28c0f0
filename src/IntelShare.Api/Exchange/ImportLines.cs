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
    /// <param name="body">The file.</param>
    /// <param name="isTable">Whether a cell in quotes may go over several lines.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="longest">Bytes of a row that is still given.</param>
    public static async IAsyncEnumerable<(long Number, long Offset, byte[]? Bytes)> NumberedAsync(PipeReader body, bool isTable, [EnumeratorCancellation] CancellationToken ct, int longest = Longest)
    {
        var (number, ends) = (isTable ? 0L : 1L, new Ends(isTable));
        await foreach (var (offset, bytes) in LinesAsync(body, ends, longest, ct))
        {
            if (bytes is null || bytes.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                yield return (number++, offset, bytes);
            }
        }
    }

    /// <summary>Lines with their places in bytes, without their ends. Null for one that is too long.</summary>
    private static async IAsyncEnumerable<(long Offset, byte[]? Bytes)> LinesAsync(PipeReader body, Ends ends, int longest, [EnumeratorCancellation] CancellationToken ct)
    {
        // Not ended by the token itself: the server could not drain the body any more, and would cut the answer off.
        using var ending = ct.Register(body.CancelPendingRead);
        var (offset, skipped, begun) = (0L, 0L, false);
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
            if (!begun && (completed || rest.Length >= Encoding.UTF8.Preamble.Length))
            {
                begun = true;
                offset = Marked(rest);
                rest = rest.Slice(offset);
            }

            while (begun && (ends.Next(rest) is { } end || (completed && (end = rest.Length) + skipped > 0)))
            {
                var line = skipped > 0 || end > longest ? null : rest.Slice(0, end).ToArray();
                lines.Add((offset, line));
                ends.Pass(line);
                rest = rest.Slice(Math.Min(end + 1, rest.Length));
                (offset, skipped) = (offset + skipped + end + 1, 0);
            }

            if (rest.Length > longest)
            {
                (skipped, rest) = (skipped + rest.Length, rest.Slice(rest.End));
                ends.Pass(line: null);
            }

            // Before anybody goes on, or stops for good.
            body.AdvanceTo(rest.Start, read.Buffer.End);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    private static int Marked(ReadOnlySequence<byte> file)
    {
        Span<byte> first = stackalloc byte[Encoding.UTF8.Preamble.Length];
        if (file.Length < first.Length)
        {
            return 0;
        }

        file.Slice(0, first.Length).CopyTo(first);
        return first.SequenceEqual(Encoding.UTF8.Preamble) ? first.Length : 0;
    }

    /// <summary>Finds where lines end; of a table, knows where in a row it stands, a row that is passed over included.</summary>
    private sealed class Ends(bool isTable)
    {
        private CsvPlace place;
        private char? separator;
        private long looked;

        /// <summary>How many bytes stand before the end of the line; null where it has not come yet. What was looked at is not looked at again.</summary>
        public long? Next(ReadOnlySequence<byte> bytes)
        {
            foreach (var segment in bytes.Slice(looked))
            {
                foreach (var one in segment.Span)
                {
                    if (isTable)
                    {
                        // Of the header any separator may be its own.
                        place = place.Behind((char)one, separator ?? (one is (byte)';' or (byte)'\t' ? (char)one : ','));
                    }

                    if (one == '\n' && place == CsvPlace.Begins)
                    {
                        return looked;
                    }

                    looked++;
                }
            }

            return null;
        }

        /// <summary>Goes on behind what was looked at: a line, null for one that is too long, or a part of one. The first of a table is its header.</summary>
        public void Pass(byte[]? line)
        {
            looked = 0;
            separator ??= isTable && line.AsSpan().ContainsAnyExcept(" \t\r"u8) ? ImportTable.SeparatorOf(Encoding.UTF8.GetString(line!)) : null;
        }
    }
}
