using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntelShare.Audit;

/// <summary>What evidence proves to a reader who trusts some keys, up to the first fault.</summary>
public sealed class EvidenceVerification
{
    private static readonly string[] Files = [Audit.Evidence.File, Export.Keys, Export.Checkpoint, Audit.Evidence.Page];
    private readonly Dictionary<string, byte[]?> files;
    private readonly IReadOnlyList<VerifierKey> trusted;
    private readonly HashSet<VerifierKey> signers = [];
    private VerifierKey[] listed = [];
    private int opened;

    private EvidenceVerification(Func<string, byte[]?> read, IEnumerable<VerifierKey> trusted) => (files, this.trusted) = (Files.ToDictionary(name => name, read, StringComparer.Ordinal), [.. trusted]);

    /// <summary>Null where the evidence is whole.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>As far as it could be read; to be believed only without a <see cref="Fault"/>.</summary>
    public Evidence? Evidence { get; private set; }

    /// <summary>Under which its entries are proved.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>Verifies evidence.</summary>
    /// <param name="read">One of the files <see cref="Audit.Evidence.File"/>, <see cref="Export.Checkpoint"/>, <see cref="Export.Keys"/> and <see cref="Audit.Evidence.Page"/>; null where there is none.</param>
    /// <param name="trusted">Without any, nothing is whole.</param>
    /// <param name="kept">The newest checkpoint of this origin that was verified before; or null.</param>
    public static EvidenceVerification Of(Func<string, byte[]?> read, IEnumerable<VerifierKey> trusted, Func<string, Checkpoint?>? kept = null)
    {
        var verification = new EvidenceVerification(read, trusted);
        verification.Fault = verification.ReadAll(kept) ?? verification.CheckStatement() ?? verification.CheckEntries() ?? verification.CheckPage();
        return verification;
    }

    private Fault? ReadAll(Func<string, Checkpoint?>? kept)
    {
        if (Array.Find(Files, name => files[name] is null) is { } missing)
        {
            return new(FaultKind.Incomplete, missing, Line: null, "The file is missing.");
        }

        if (Export.Read<Evidence>(files[Audit.Evidence.File]) is not { } evidence || !evidence.Origin.EndsWith("/audit/" + evidence.Log, StringComparison.Ordinal) || Encoded.Base64Url(evidence.Salt) is not { Length: Commitment.SaltLength })
        {
            return Tampered(Audit.Evidence.File, "Not evidence as a hub gives it.");
        }

        Evidence = evidence;
        if (VerifierKey.ParseLines(files[Export.Keys]) is not { } keys)
        {
            return Tampered(Export.Keys, "Not a verifier key a line, each once.");
        }

        listed = keys;
        if (SignedNote.Parse(files[Export.Checkpoint]) is not { } note || Checkpoint.Parse(note.Text) is not { } checkpoint || checkpoint.Origin != evidence.Origin)
        {
            return Tampered(Export.Checkpoint, "Not a checkpoint of this log in a signed note.");
        }

        Checkpoint = checkpoint;
        return CheckSigners(note, Export.Checkpoint)
            ?? (kept?.Invoke(evidence.Origin) is { } before && before.Size == checkpoint.Size && before.Root != checkpoint.Root ? Tampered(Export.Checkpoint, "Another root was verified before for this size: the log told two stories.") : null);
    }

    /// <summary>Every signature is that of a listed key, and one is that of a trusted key.</summary>
    private Fault? CheckSigners(SignedNote note, string file)
    {
        if (note.Signers(listed) is not { } by || by.Count != note.Signatures.Length)
        {
            return Tampered(file, "A signature is not that of a key in the file of keys.");
        }

        signers.UnionWith(by);
        return by.Any(key => key.Name == Evidence!.Origin && trusted.Contains(key)) ? null : Tampered(file, "No trusted key of this log signed it.");
    }

    private Fault? CheckStatement()
    {
        if (SignedNote.Parse(Encoding.UTF8.GetBytes(Evidence!.Statement)) is not { } note || note.Text.Split('\n') is not [_, _, _, var at, _, _, ""] || !DateTimeOffset.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out var moment)
            || note.Text != Audit.Evidence.Stated(Evidence.Origin, Evidence.Indicator, moment, Evidence.Told, Evidence.Entries))
        {
            return Tampered(Audit.Evidence.File, "The statement is about something else than what is told here, or about other entries.");
        }

        return CheckSigners(note, Audit.Evidence.File)
            ?? (Array.Exists(listed, key => !signers.Contains(key)) ? Tampered(Export.Keys, "A key signed neither the checkpoint nor the statement.") : null);
    }

    private Fault? CheckEntries()
    {
        var before = -1L;
        var reference = Commitment.Reference(Encoded.Base64Url(Evidence!.Salt), Evidence.Indicator);
        foreach (var entry in Evidence.Entries)
        {
            var body = Encoding.UTF8.GetBytes(entry.Leaf);
            if (entry.Index <= before || !Leaf.TryRead(body, out var leaf) || !leaf.Names(reference))
            {
                return Tampered(Audit.Evidence.File, $"Entry {entry.Index} is not about the record, or not in its order.");
            }

            if (!MerkleProof.IsIncluded(MerkleTree.Leaf(body), entry.Index, Checkpoint!.Size, Checkpoint.RootHash, entry.Hashes))
            {
                return Tampered(Audit.Evidence.File, $"Entry {entry.Index} is not in the log that the checkpoint covers.");
            }

            if (entry.Facts.Select(fact => CheckFact(fact, entry)).FirstOrDefault(fault => fault is not null) is { } fault)
            {
                return fault;
            }

            before = entry.Index;
        }

        return Evidence.Key is not null && opened == 0 ? Tampered(Audit.Evidence.File, "The key opens nothing here.") : null;
    }

    private Fault? CheckFact(EvidenceFact given, EvidenceEntry entry)
    {
        if (StoredFact.Parse(given.Text) is not { } fact || fact.ToString() != given.Text || fact.Record != Evidence!.Indicator || Encoded.Base64Url(given.Salt) is not { Length: Commitment.SaltLength } salt)
        {
            return Tampered(Audit.Evidence.File, $"Entry {entry.Index} has a fact that is none of this record.");
        }

        using var leaf = JsonDocument.Parse(entry.Leaf);
        if (!leaf.RootElement.TryGetProperty("facts", out var committed) || committed.ValueKind != JsonValueKind.Array || committed.EnumerateArray().Count(one => one.ValueEquals(Commitment.Of(salt, given.Text))) != 1)
        {
            return Tampered(Audit.Evidence.File, $"Entry {entry.Index} committed to another fact.");
        }

        try
        {
            opened += Evidence.Key is { } key && fact.Open(key) is not null ? 1 : 0;
            return null;
        }
        catch (Exception closed) when (closed is CryptographicException or JsonException or ArgumentException or InvalidOperationException)
        {
            return Tampered(Audit.Evidence.File, $"The key does not open what is sealed in a fact of entry {entry.Index}.");
        }
    }

    private Fault? CheckPage() => files[Audit.Evidence.Page].AsSpan().SequenceEqual(EvidencePage.Of(Evidence!, Checkpoint!)) ? null : Tampered(Audit.Evidence.Page, "The page says something else than the evidence.");

    private static Fault Tampered(string file, string what) => new(FaultKind.Tampered, file, Line: null, what);
}
