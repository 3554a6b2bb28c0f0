using System.Collections.Immutable;

namespace IntelShare.Audit;

/// <summary>
/// What an export proves to a reader who trusts some keys and has kept the last checkpoint verified: that nothing on record was
/// altered or removed, up to the first fault. Reads each file once, line by line, and holds 16 bytes of each entry.
/// </summary>
public sealed class Verification
{
    /// <summary>Room made ahead for ids; what an export claims to hold is not believed beyond.</summary>
    private const int MostAtOnce = 1 << 20;

    private readonly Func<string, Stream?> open;
    private readonly HashSet<VerifierKey> trusted;
    private readonly List<VerifierKey> introduced = [];
    private ExportHead head = null!;
    private Frontier frontier = null!;
    private VerifierKey[] listed = [];
    private IReadOnlyList<VerifierKey> signers = [];
    private Checkpoint? kept;

    private Verification(Func<string, Stream?> open, IEnumerable<VerifierKey> trusted) => (this.open, this.trusted) = (open, [.. trusted]);

    /// <summary>Null where the export is whole.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>The checkpoint, as far as it could be read; to be believed and kept only without a <see cref="Fault"/>.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>The note that it stands in.</summary>
    public SignedNote? Note { get; private set; }

    /// <summary>The first entry of the export, by its place in the log.</summary>
    public long First => head?.First ?? 0;

    /// <summary>The keys trusted before, and those that the log introduced under a signature of a trusted key.</summary>
    public ImmutableArray<VerifierKey> Trusted => [.. trusted];

    /// <summary>Verifies an export.</summary>
    /// <param name="open">Opens one of the files named in <see cref="Export"/>; null where there is none.</param>
    /// <param name="trusted">Without any, nothing is whole.</param>
    /// <param name="kept">The newest checkpoint of this origin that was verified before; or null.</param>
    /// <param name="each">Is shown each entry, its index and exact bytes, before anything is known of it; for as long as the call lasts.</param>
    public static Verification Of(Func<string, Stream?> open, IEnumerable<VerifierKey> trusted, Func<string, Checkpoint?>? kept = null, Action<long, ReadOnlyMemory<byte>>? each = null)
    {
        var verification = new Verification(open, trusted);
        verification.Fault = verification.ReadHead() ?? verification.ReadCheckpoint() ?? verification.GoOnFrom(kept) ?? verification.ReadEntries(each) ?? verification.CheckKeys();
        return verification;
    }

    private Fault? ReadHead()
    {
        if (Whole(Export.Head) is not { } bytes)
        {
            return Missing(Export.Head);
        }

        if (Export.Read<ExportHead>(bytes) is not { } read || read.First < 0 || read.First > read.Until || !read.Origin.EndsWith("/audit/" + read.Log, StringComparison.Ordinal)
            || read.Frontier.Any(root => root.Length != MerkleTree.HashLength) || Frontier.From(read.First, [.. read.Frontier.SelectMany(root => root)]) is not { } start)
        {
            return Tampered(Export.Head, "Not a head as a hub writes it.");
        }

        (head, frontier) = (read, start);
        return null;
    }

    private Fault? ReadCheckpoint()
    {
        if (Whole(Export.Keys) is not { } keys)
        {
            return Missing(Export.Keys);
        }

        if (VerifierKey.ParseLines(keys) is not { } read)
        {
            return Tampered(Export.Keys, "Not a verifier key a line, each once.");
        }

        listed = read;
        if (Whole(Export.Checkpoint) is not { } bytes)
        {
            return Missing(Export.Checkpoint);
        }

        if (SignedNote.Parse(bytes) is not { } note || Audit.Checkpoint.Parse(note.Text) is not { } checkpoint)
        {
            return Tampered(Export.Checkpoint, "Not a checkpoint in a signed note.");
        }

        // Each signature must be somebody's that is listed: one by a stranger could be changed unseen.
        if (note.Signers(listed) is not { } signed || signed.Count != note.Signatures.Length)
        {
            return Tampered(Export.Checkpoint, "A signature is not that of a key in the file of keys.");
        }

        (Note, Checkpoint, signers) = (note, checkpoint, signed);
        return checkpoint.Origin != head.Origin ? Tampered(Export.Checkpoint, "It is another log's.")
            : checkpoint.Size != head.Until ? Tampered(Export.Checkpoint, $"It speaks of {checkpoint.Size} entries, the export of {head.Until}.")
            : null;
    }

    private Fault? GoOnFrom(Func<string, Checkpoint?>? known)
    {
        kept = known?.Invoke(head.Origin) is { Size: > 0 } checkpoint ? checkpoint : null;
        if (kept?.Size > head.Until)
        {
            return Tampered(Export.Checkpoint, $"Rolled back: it speaks of {head.Until} entries, and one of {kept.Size} was verified before.");
        }

        var bytes = Whole(Export.Consistency);
        var proof = bytes is null ? null : Export.Read<ExportedConsistency>(bytes);
        if (bytes is not null && (proof is null || proof.From >= head.First || !MerkleProof.IsConsistent(proof.From, proof.Root, head.Until, Checkpoint!.RootHash, proof.Hashes)))
        {
            return Tampered(Export.Consistency, "It does not prove that the log begins with the earlier one.");
        }

        if (kept is null || kept.Size >= head.First)
        {
            return Met(kept);
        }

        return proof?.From != kept.Size ? new(FaultKind.Incomplete, Export.Consistency, Line: null, $"No proof that the log goes on from the {kept.Size} entries verified before.")
            : Convert.ToBase64String(proof.Root) != kept.Root ? Tampered(Export.Consistency, "The earlier log is not the one verified before.")
            : null;
    }

    private Fault? ReadEntries(Action<long, ReadOnlyMemory<byte>>? each)
    {
        using var entries = open(Export.Entries);
        using var details = open(Export.Details);
        if (entries is null || details is null)
        {
            return Missing(entries is null ? Export.Entries : Export.Details);
        }

        var revealed = new RevealedLines(Lines.Of(details));
        var ids = new HashSet<Guid>((int)Math.Min(head.Until - head.First, MostAtOnce));
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        foreach (var line in Lines.Of(entries))
        {
            var number = frontier.Size - head.First + 1;
            if (line.Span[^1] != '\n')
            {
                return new(FaultKind.Incomplete, Export.Entries, number, "The line is cut.");
            }

            var body = line[..^1];
            if (frontier.Size == head.Until || !Leaf.TryRead(body.Span, out var leaf))
            {
                return Tampered(Export.Entries, frontier.Size == head.Until ? "More entries than the checkpoint covers." : "Not an entry as a hub writes it.", number);
            }

            if (!ids.Add(leaf.Name))
            {
                return Tampered(Export.Entries, "An entry before has this id.", number);
            }

            if (leaf.Key is { } key)
            {
                if (VerifierKey.Parse(key) is not { } added)
                {
                    return Tampered(Export.Entries, "The entry introduces no key.", number);
                }

                introduced.Add(added);
            }

            each?.Invoke(frontier.Size, body);
            MerkleTree.Leaf(body.Span, hash);
            frontier.Append(hash);
            if ((revealed.Take(leaf) ?? Met(kept)) is { } fault)
            {
                return fault;
            }
        }

        return frontier.Size < head.Until ? new(FaultKind.Incomplete, Export.Entries, Line: null, $"The export says {head.Until - head.First} entries, and holds {frontier.Size - head.First}.")
            : revealed.Left() ?? (frontier.Root().AsSpan().SequenceEqual(Checkpoint!.RootHash) ? null : Tampered(Export.Entries, "The entries are not those that the checkpoint covers."));
    }

    /// <summary>Where the entries reach what was verified before, they must be the same. What they introduced until there, a trusted key has signed.</summary>
    private Fault? Met(Checkpoint? before)
    {
        if (before is null || before.Size != frontier.Size)
        {
            return null;
        }

        if (!frontier.Root().AsSpan().SequenceEqual(before.RootHash))
        {
            return Tampered(Export.Entries, $"The first {before.Size} entries are not those verified before.");
        }

        trusted.UnionWith(introduced);
        return null;
    }

    private Fault? CheckKeys()
    {
        if (Array.FindIndex(listed, key => !signers.Contains(key) && !introduced.Contains(key)) is >= 0 and var stranger)
        {
            return Tampered(Export.Keys, "The key neither signed the checkpoint nor is introduced by an entry.", stranger + 1);
        }

        if (!signers.Any(key => key.Name == head.Origin && trusted.Contains(key)))
        {
            return Tampered(Export.Checkpoint, "No trusted key of this log signed it.");
        }

        trusted.UnionWith(introduced);
        return null;
    }

    private byte[]? Whole(string name)
    {
        using var file = open(name);
        if (file is null)
        {
            return null;
        }

        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private static Fault Missing(string file) => new(FaultKind.Incomplete, file, Line: null, "The file is missing.");

    private static Fault Tampered(string file, string what, long? line = null) => new(FaultKind.Tampered, file, line, what);
}
