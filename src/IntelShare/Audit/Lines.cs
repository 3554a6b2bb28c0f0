namespace IntelShare.Audit;

/// <summary>
/// A file line by line, each with its line feed: a line without one is what a cut file ends with, or is longer than any that a
/// hub writes. A line is valid until the next is asked for.
/// </summary>
internal static class Lines
{
    private const int Longest = 16 * 1024 * 1024;

    public static IEnumerable<ReadOnlyMemory<byte>> Of(Stream file)
    {
        var buffer = new byte[64 * 1024];
        var (from, searched, until) = (0, 0, 0);
        while (true)
        {
            var feed = buffer.AsSpan(searched, until - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                var next = searched + feed + 1;
                yield return buffer.AsMemory(from, next - from);
                (from, searched) = (next, next);
                continue;
            }

            if (from > 0)
            {
                buffer.AsSpan(from, until - from).CopyTo(buffer);
                (from, until) = (0, until - from);
            }
            else if (until == buffer.Length && until < Longest)
            {
                Array.Resize(ref buffer, until * 2);
            }

            searched = until;
            var read = file.Read(buffer, until, buffer.Length - until);
            until += read;
            if (read == 0)
            {
                break;
            }
        }

        if (until > 0)
        {
            yield return buffer.AsMemory(0, until);
        }
    }
}
