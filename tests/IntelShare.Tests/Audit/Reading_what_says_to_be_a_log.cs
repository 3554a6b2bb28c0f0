using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

/// <summary>
/// Files of a log come from another agency, a court, a disk: whatever they hold is a log, or is said not to be one. What is read
/// is written as it was, so that no two files say the same.
/// </summary>
[Properties(MaxTest = 1000, Arbitrary = [typeof(Files)])]
public sealed class Reading_what_says_to_be_a_log
{
    private static readonly Dictionary<string, byte[]> Whole = Exports.Files(first: 100, until: 130, from: 64);
    private static readonly string Note = Encoding.UTF8.GetString(Whole[Export.Checkpoint]);

    private static readonly Evidence Good = new(
        "se-noa", Exports.Origin, Guid.Parse("7b0a3f58-0d7c-4c1e-9a3c-3f6f0d9f3c11"), Convert.ToBase64String(new byte[32]).TrimEnd('=').Replace('/', '_'), "{\"kind\":\"lexicon-entry\"}", Note,
        [new(7, Exports.Bodies[7], [new byte[32]], [new("7b0a3f58-0d7c-4c1e-9a3c-3f6f0d9f3c11 1 indicator-submitted {}", "AA")])], Key: new byte[32]);

    [Property]
    public bool of_a_note(Sent sent)
    {
        var note = SignedNote.Parse(sent.Note);
        return note is null || (note.ToBytes().AsSpan().SequenceEqual(sent.Note) && (note.Signers([Exports.KeyOf(Exports.Old)]) is null or { Count: <= 1 }));
    }

    [Property]
    public bool of_a_checkpoint(Sent sent) => Checkpoint.Parse(sent.Words) is not { } read || (read.Text == sent.Words && read.RootHash.Length == 32 && read.Size >= 0);

    [Property]
    public bool of_a_key(Sent sent) => VerifierKey.Parse(sent.Key) is not { } read || (read.ToString() == sent.Key && read.Fingerprint.Length == 79);

    [Property]
    public bool of_an_entry(Sent sent)
    {
        var entries = Whole[Export.Entries];
        var first = entries.AsSpan().IndexOf((byte)'\n');
        return Exports.Verify(Exports.With(Whole, Export.Entries, [.. sent.Entry, .. entries[first..]])).Fault is null == entries.AsSpan(0, first).SequenceEqual(sent.Entry);
    }

    [Property]
    public bool of_a_stored_fact(Sent sent)
    {
        var fact = StoredFact.Parse(sent.Fact);
        return fact is null || fact.ToString().Length >= sent.Fact.Length || fact.Version >= 0;
    }

    [Property(MaxTest = 3000)]
    public bool of_a_proof(Proof proof)
    {
        var (included, consistent) = (MerkleProof.IsIncluded(proof.Leaf, proof.One, proof.Other, proof.Root, proof.Hashes), MerkleProof.IsConsistent(proof.One, proof.Leaf, proof.Other, proof.Root, proof.Hashes));
        return (!included || (proof.One >= 0 && proof.One < proof.Other)) && (!consistent || (proof.One > 0 && proof.One <= proof.Other))
            && (Frontier.From(proof.One, [.. proof.Hashes.SelectMany(hash => hash)]) is not { } frontier || (frontier.Size == proof.One && (proof.One == long.MaxValue || frontier.Root().Length == 32)));
    }

    /// <summary>Nothing but the export itself is whole; what was erased has no line among its details.</summary>
    [Property]
    public bool of_an_export(Sent sent)
    {
        var isWhole = Exports.Verify(Exports.With(Whole, sent.File, sent.Bytes), Exports.At(64)).Fault is null;
        return isWhole == sent.Bytes.AsSpan().SequenceEqual(Whole[sent.File]) || (sent.File == Export.Details && isWhole && Lines(Whole[sent.File]).Where(Lines(sent.Bytes).Contains).SequenceEqual(Lines(sent.Bytes)));

        static string[] Lines(byte[] file) => Encoding.UTF8.GetString(file).Split('\n');
    }

    [Property]
    public bool of_evidence(Sent sent) => EvidenceVerification.Of(name => name switch
    {
        Evidence.File => sent.Evidence,
        Export.Keys => Whole[Export.Keys],
        Export.Checkpoint => Whole[Export.Checkpoint],
        _ => [],
    }, [Exports.KeyOf(Exports.Old)]).Fault is not null;

    public sealed record Sent(byte[] Note, string Words, string Key, byte[] Entry, string Fact, string File, byte[] Bytes, byte[] Evidence)
    {
        public override string ToString() => $"{Encoding.UTF8.GetString(Note)}\n{Words}\n{Key}\n{Encoding.UTF8.GetString(Entry)}\n{Fact}\n{File}: {Encoding.UTF8.GetString(Bytes)}\n{Encoding.UTF8.GetString(Evidence)}";
    }

    public sealed record Proof(byte[] Leaf, byte[] Root, long One, long Other, byte[][] Hashes);

    private static class Files
    {
        private static readonly Gen<byte[]> Hashes = Gen.Frequency((20, Gen.Constant(new byte[32])), (1, Gen.Choose(0, 40).Select(length => new byte[length])));
        private static readonly Gen<long> Sizes = Gen.OneOf(Gen.Choose(-2, 70).Select(size => (long)size), Gen.Choose(0, 63).Select(bit => 1L << bit), Gen.Elements(long.MaxValue, long.MaxValue - 1, long.MinValue, int.MaxValue));
        private static readonly string[] Jsons = [Export.Head, Export.Consistency];

        public static Arbitrary<Sent> Any() => (
            from note in Mutated.Bytes(Whole[Export.Checkpoint])
            from words in Text(Exports.At(130).Text)
            from key in Text(Exports.KeyOf(Exports.Old).ToString())
            from entry in Gen.OneOf(Mutated.Json(Exports.Bodies[100]), Mutated.Json(Exports.Bodies[Exports.RotatedAt]), Mutated.Bytes(Encoding.UTF8.GetBytes(Exports.Bodies[100])))
            from fact in Text(Good.Entries[0].Facts[0].Text)
            from file in Gen.Elements(Whole.Keys.ToArray())
            from bytes in Jsons.Contains(file) ? Gen.OneOf(Mutated.Json(Encoding.UTF8.GetString(Whole[file])).Select(json => (byte[])[.. json, (byte)'\n']), Mutated.Bytes(Whole[file])) : Mutated.Bytes(Whole[file])
            from evidence in Mutated.Json(Encoding.UTF8.GetString(Export.Line(Good)))
            select new Sent(note, words, key, entry, fact, file, bytes, [.. evidence, (byte)'\n'])).ToArbitrary();

        public static Arbitrary<Proof> Proofs() => (
            from leaf in Hashes
            from root in Hashes
            from one in Sizes
            from other in Sizes
            from hashes in Hashes.ListOf()
            select new Proof(leaf, root, one, other, [.. hashes])).ToArbitrary();

        private static Gen<string> Text(string good) => Mutated.Bytes(Encoding.UTF8.GetBytes(good)).Select(Encoding.UTF8.GetString);
    }
}
