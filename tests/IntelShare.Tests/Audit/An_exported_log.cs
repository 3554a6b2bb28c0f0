using System.Text;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class An_exported_log
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 300)]
    [InlineData(0, 400)]
    [InlineData(1, 300)]
    [InlineData(137, 300)]
    [InlineData(256, 300)]
    [InlineData(300, 300)]
    public void is_whole_as_the_hub_wrote_it(int first, int until)
    {
        var verification = Exports.Verify(Exports.Files(first, until));
        Assert.Null(verification.Fault);
        Assert.Equal((Exports.At(until), first), (verification.Checkpoint, verification.First));
    }

    [Fact]
    public void shows_each_entry_and_its_place()
    {
        var seen = new List<(long, string)>();
        var files = Exports.Files(137, 300);
        Verification.Of(name => files.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null, [Exports.KeyOf(Exports.Old)], each: (index, body) => seen.Add((index, Encoding.UTF8.GetString(body.Span))));
        Assert.Equal(Exports.Bodies[137..300].Index().Select(entry => (137L + entry.Index, entry.Item)), seen);
    }

    [Fact]
    public void is_whole_without_the_details_that_were_erased()
    {
        var files = Exports.Files(0, 300);
        var lines = Encoding.UTF8.GetString(files[Export.Details]).Split('\n')[..^1];
        for (var erased = 0; erased < lines.Length; erased++)
        {
            Assert.Null(Exports.Verify(Exports.With(files, Export.Details, Encoding.UTF8.GetBytes(string.Concat(lines.Where((_, at) => at != erased).Select(line => line + "\n"))))).Fault);
        }

        Assert.Null(Exports.Verify(Exports.With(files, Export.Details, [])).Fault);
    }

    [Theory]
    [InlineData(Export.Head)]
    [InlineData(Export.Entries)]
    [InlineData(Export.Checkpoint)]
    [InlineData(Export.Keys)]
    [InlineData(Export.Details)]
    public void is_incomplete_without_one_of_its_files(string file)
    {
        var files = Exports.Files(0, 300);
        files.Remove(file);
        Assert.Equal((FaultKind.Incomplete, file), Kind(Exports.Verify(files)));
    }

    [Theory]
    [InlineData(0, 300, 120, null)]
    [InlineData(0, 300, 300, null)]
    [InlineData(120, 300, 120, null)]
    [InlineData(200, 300, 120, 120)]
    [InlineData(200, 300, 128, 128)]
    [InlineData(200, 300, 1, 1)]
    public void goes_on_from_what_was_verified_before(int first, int until, int kept, int? proof) =>
        Assert.Null(Exports.Verify(Exports.Files(first, until, from: proof), Exports.At(kept)).Fault);

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void is_incomplete_when_nothing_proves_that_it_goes_on(int? proof) =>
        Assert.Equal((FaultKind.Incomplete, Export.Consistency), Kind(Exports.Verify(Exports.Files(200, 300, from: proof), Exports.At(120))));

    [Theory]
    [InlineData(0, 120, null)]
    [InlineData(120, 120, null)]
    [InlineData(200, 120, 120)]
    public void is_tampered_with_when_it_is_not_what_was_verified_before(int first, int kept, int? proof) =>
        Assert.Equal(FaultKind.Tampered, Exports.Verify(Exports.Files(first, 300, from: proof), Exports.At(kept) with { Root = Exports.At(kept - 1).Root }).Fault?.Kind);

    [Fact]
    public void is_tampered_with_when_it_is_rolled_back() =>
        Assert.Equal((FaultKind.Tampered, Export.Checkpoint), Kind(Exports.Verify(Exports.Files(0, 300), Exports.At(301))));

    [Fact]
    public void hands_trust_on_to_the_key_that_a_trusted_one_signed_for()
    {
        Assert.Equal([Exports.KeyOf(Exports.Old)], Exports.Verify(Exports.Files(0, Exports.RotatedAt)).Trusted);
        var both = Exports.Verify(Exports.Files(0, 200, [Exports.Old, Exports.New]));
        Assert.Null(both.Fault);
        Assert.Equal(2, both.Trusted.Length);

        // What the new key alone signed says nothing of that key, unless the entry that introduces it was verified before.
        var alone = Exports.Files(0, 300, [Exports.New]);
        Assert.Equal((FaultKind.Tampered, Export.Checkpoint), Kind(Exports.Verify(alone)));
        Assert.Equal((FaultKind.Tampered, Export.Checkpoint), Kind(Exports.Verify(alone, Exports.At(Exports.RotatedAt))));
        Assert.Null(Exports.Verify(alone, Exports.At(Exports.RotatedAt + 1)).Fault);
        Assert.Null(Exports.Verify(alone, kept: null, Exports.New).Fault);
    }

    [Fact]
    public void is_whole_for_nobody_who_trusts_no_key_of_it()
    {
        var files = Exports.Files(0, 300);
        Assert.Equal((FaultKind.Tampered, Export.Checkpoint), Kind(Exports.Verify(files, kept: null, Exports.Stranger)));
        Assert.Equal((FaultKind.Tampered, Export.Checkpoint), Kind(Verify(files, [])));
        Assert.Equal((FaultKind.Tampered, Export.Checkpoint), Kind(Verify(files, [VerifierKey.Of("another-log", Exports.Old)])));
    }

    [Fact]
    public void reads_whole_from_a_stream_that_gives_little_at_a_time()
    {
        var files = Exports.Files(137, 300);
        Assert.Null(Verification.Of(name => files.TryGetValue(name, out var bytes) ? new Drops(bytes) : null, [Exports.KeyOf(Exports.Old)]).Fault);
    }

    private static Verification Verify(Dictionary<string, byte[]> files, VerifierKey[] trusted) =>
        Verification.Of(name => files.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null, trusted);

    private static (FaultKind?, string?) Kind(Verification verification) => (verification.Fault?.Kind, verification.Fault?.File);

    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
