using System.Text;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class Tampering_with_an_exported_log
{
    private const int First = 100;
    private const int Until = 400;

    /// <summary>Three hundred entries, with every file that an export can have.</summary>
    private static readonly Dictionary<string, byte[]> Whole = Exports.Files(First, Until, from: 64);

    private static readonly Dictionary<string, byte[]> SignedByBoth = Exports.Files(First, Until, [Exports.Old, Exports.New], from: 65);

    private static readonly string[] Entries = Encoding.UTF8.GetString(Whole[Export.Entries]).Split('\n')[..^1];

    [Fact]
    public void is_seen_at_every_byte_of_every_file()
    {
        var flips = Whole.SelectMany(file => Enumerable.Range(0, file.Value.Length).Select(at => (Files: Whole, file.Key, At: at)))
            .Concat(SignedByBoth.Where(file => file.Key is not (Export.Entries or Export.Details)).SelectMany(file => Enumerable.Range(0, file.Value.Length).Select(at => (Files: SignedByBoth, file.Key, At: at)))).ToArray();
        var detected = 0;
        Parallel.ForEach(flips, flip =>
        {
            var bytes = flip.Files[flip.Key].ToArray();
            bytes[flip.At] ^= (byte)(1 << flip.At % 8);
            Interlocked.Add(ref detected, Exports.Verify(Exports.With(flip.Files, flip.Key, bytes)).Fault is null ? 0 : 1);
        });
        Assert.Null(Exports.Verify(SignedByBoth).Fault);
        Report("bytes flipped", flips.Length, detected);
    }

    [Fact]
    public void is_seen_at_every_entry()
    {
        var changed = Enumerable.Range(0, Entries.Length).SelectMany(at => new[]
        {
            [.. Entries[..at], .. Entries[(at + 1)..]],
            [.. Entries[..at], Entries[at], .. Entries[at..]],
            at == 0 ? [.. Entries, Entries[0]] : [.. Entries[..(at - 1)], Entries[at], Entries[at - 1], .. Entries[(at + 1)..]],
            [.. Entries[..at], Entries[at].Replace("\"act\":\"", "\"act\":\"un", StringComparison.Ordinal), .. Entries[(at + 1)..]],
            Entries[..at],
            Entries[(at + 1)..],
            (string[])[.. Entries[..at], "", .. Entries[at..]],
        }).Select(lines => Exports.With(Whole, Export.Entries, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));
        Report("entries deleted, doubled, swapped, changed, cut off", changed);
    }

    [Fact]
    public void is_seen_when_entries_are_renumbered() => Report("renumbered", Enumerable.Range(-3, 500).Where(first => first != First).SelectMany(first => new[]
    {
        Head(first, Until),
        Head(first, first + Until - First),
        Head(First, first),
    }).Where(files => !files[Export.Head].AsSpan().SequenceEqual(Whole[Export.Head])));

    [Fact]
    public void is_seen_when_the_details_are_doubled_swapped_or_put_elsewhere()
    {
        var lines = Encoding.UTF8.GetString(Whole[Export.Details]).Split('\n')[..^1];
        Report("details doubled, swapped, put elsewhere", Enumerable.Range(1, lines.Length - 1).SelectMany(at => new string[][]
        {
            [.. lines[..at], lines[at], .. lines[at..]],
            [.. lines[..(at - 1)], lines[at], lines[at - 1], .. lines[(at + 1)..]],
            [.. lines, lines[at]],
            [.. lines[..at], lines[at] + " ", .. lines[(at + 1)..]],
            [.. lines[..at], lines[at].Replace("\"salt\":\"", "\"salt\":\"A", StringComparison.Ordinal), .. lines[(at + 1)..]],
        }).Select(changed => Exports.With(Whole, Export.Details, Encoding.UTF8.GetBytes(string.Concat(changed.Select(line => line + "\n"))))));
    }

    [Fact]
    public void is_seen_when_another_signs_or_the_log_is_another()
    {
        var strange = Exports.Files(First, Until, [Exports.Stranger], from: 64);
        Dictionary<string, byte[]>[] forged =
        [
            strange,
            Exports.With(Whole, Export.Checkpoint, strange[Export.Checkpoint]),
            Exports.With(Whole, Export.Keys, strange[Export.Keys]),
            Exports.With(Whole, Export.Keys, []),
            Exports.With(Whole, Export.Keys, [.. Whole[Export.Keys], .. Encoding.UTF8.GetBytes(Exports.KeyOf(Exports.Stranger) + "\n")]),
            Exports.With(Whole, Export.Checkpoint, Exports.Files(First, 300)[Export.Checkpoint]),
            Exports.With(Whole, Export.Consistency, Exports.Files(First, Until, from: 65)[Export.Consistency][..^1]),
            Exports.With(Whole, Export.Consistency, []),
            Exports.With(Whole, Export.Head, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Whole[Export.Head]).Replace("se-noa", "fr-ofast", StringComparison.Ordinal))),
        ];
        Report("signed by another, or another log", forged);
    }

    // The whole folder of an earlier day is whole by itself: what the reader has kept tells.
    [Fact]
    public void is_seen_when_the_log_is_rolled_back() => Report("rolled back", Enumerable.Range(First, Until - First).Select(until => Exports.Files(First, until)), Exports.At(Until));

    private static Dictionary<string, byte[]> Head(int first, int until) => Exports.With(Whole, Export.Head, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Whole[Export.Head])
        .Replace($"\"first\":{First},\"until\":{Until}", $"\"first\":{first},\"until\":{until}", StringComparison.Ordinal)));

    private static void Report(string what, IEnumerable<Dictionary<string, byte[]>> changed, Checkpoint? kept = null)
    {
        var tried = changed.ToArray();
        Report(what, tried.Length, tried.Count(files => Exports.Verify(files, kept).Fault is not null));
    }

    private static void Report(string what, int tried, int detected)
    {
        Assert.Null(Exports.Verify(Whole).Fault);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {tried} tried, {detected} detected");
        Assert.Equal(tried, detected);
    }
}
