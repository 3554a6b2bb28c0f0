using System.Security.Cryptography;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class A_checkpoint
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static readonly Checkpoint At20 = new("example.com/behind-the-sofa", 20, Root);

    [Fact]
    public void is_three_lines() => Assert.Equal((At20, $"example.com/behind-the-sofa\n20\n{Root}\n"), (Checkpoint.Parse(At20.Text), At20.Text));

    [Theory]
    [InlineData("o\n020\n" + Root + "\n")]
    [InlineData("o\n-1\n" + Root + "\n")]
    [InlineData("o\n+1\n" + Root + "\n")]
    [InlineData("o\n9223372036854775808\n" + Root + "\n")]
    [InlineData("o\n1\n" + Root)]
    [InlineData("o\n1\n" + Root + "\nmore\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("o o\n1\n" + Root + "\n")]
    [InlineData("o+o\n1\n" + Root + "\n")]
    public void has_no_other_form(string text) => Assert.Null(Checkpoint.Parse(text));

    [Fact]
    public void is_signed_in_its_origins_name()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var note = SignedNote.Parse(At20.Sign(key).ToBytes())!;
        Assert.Equal([VerifierKey.Of(At20.Origin, key)], note.Signers([VerifierKey.Of(At20.Origin, key)]));
        Assert.Equal(At20, Checkpoint.Parse(note.Text));
    }

    [Fact]
    public void beside_another_tells_a_split_view()
    {
        var otherRoot = Convert.ToBase64String(MerkleTree.EmptyRoot);
        Assert.Equal(Likeness.Same, At20.Beside(At20));
        Assert.Equal(Likeness.SplitView, At20.Beside(At20 with { Root = otherRoot }));
        Assert.Equal(Likeness.OtherSize, At20.Beside(At20 with { Size = 21 }));
        Assert.Equal(Likeness.OtherLog, At20.Beside(At20 with { Origin = "other", Root = otherRoot }));
    }
}
