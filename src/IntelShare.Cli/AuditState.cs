using IntelShare.Audit;

namespace IntelShare.Cli;

/// <summary>What a reader of audit logs keeps between two verifications: the keys it trusts, and of each log the newest checkpoint it verified.</summary>
internal sealed class AuditState(string folder)
{
    private string KeyFile => Path.Combine(folder, "keys");

    /// <summary>Keys in a file, one a line; blank lines are nothing.</summary>
    /// <exception cref="InvalidDataException">A line is no key.</exception>
    public static VerifierKey[] ReadKeys(string file) =>
        [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => VerifierKey.Parse(line) ?? throw new InvalidDataException($"{file} has a line that is not a verifier key."))];

    /// <summary>The keys in <paramref name="file"/>, if any, and those trusted before.</summary>
    public VerifierKey[] Trusted(string? file) => [.. (file is null ? [] : ReadKeys(file)).Union(File.Exists(KeyFile) ? ReadKeys(KeyFile) : [])];

    /// <summary>The newest checkpoint verified of a log; null at first.</summary>
    public Checkpoint? Kept(string origin)
    {
        var file = CheckpointFile(origin);
        return !File.Exists(file) ? null
            : SignedNote.Parse(File.ReadAllBytes(file)) is { } note && Checkpoint.Parse(note.Text) is { } kept && kept.Origin == origin ? kept
            : throw new InvalidDataException($"{file} is not the checkpoint that was kept there.");
    }

    /// <summary>Remembers what an export without fault proves.</summary>
    public void Keep(Verification whole)
    {
        var origin = whole.Checkpoint!.Origin;
        Keep(whole.Trusted.Where(key => key.Name == origin));
        Replace(CheckpointFile(origin), System.Text.Encoding.UTF8.GetString(whole.Note!.ToBytes()));
    }

    /// <summary>Remembers keys that something verified under.</summary>
    public void Keep(IEnumerable<VerifierKey> keys)
    {
        Directory.CreateDirectory(folder);
        Replace(KeyFile, string.Concat(Trusted(file: null).Union(keys).Select(key => key + "\n")));
    }

    private string CheckpointFile(string origin) => Path.Combine(folder, Uri.EscapeDataString(origin) + ".checkpoint");

    /// <summary>A reader that dies meanwhile keeps what it had.</summary>
    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}
