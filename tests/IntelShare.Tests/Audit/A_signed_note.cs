using System.Security.Cryptography;
using System.Text;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class A_signed_note
{
    private const string Name = "urn:intelshare:hub:local/audit/se-noa";

    /// <summary>The production key of the Rekor log, as the public lists of logs give it: same type, made by other hands.</summary>
    private const string Rekor = "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

    private static readonly ECDsa Old = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa New = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa Stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static VerifierKey Key(ECDsa key, string name = Name) => VerifierKey.Of(name, key);

    private static SignedNote Note(string text, params ECDsa[] keys) => SignedNote.Sign(text, keys.Select(key => (Name, key)));

    [Fact]
    public void reads_as_it_was_written()
    {
        var bytes = Note("Tor\n\n\nfågel ❄\n", Old, New).ToBytes();
        var note = SignedNote.Parse(bytes)!;
        Assert.Equal("Tor\n\n\nfågel ❄\n", note.Text);
        Assert.Equal(bytes, note.ToBytes());
        Assert.Equal([Key(Old), Key(New)], note.Signers([Key(Old), Key(New)]));
    }

    [Fact]
    public void of_a_log_that_changes_its_key_counts_for_whoever_trusts_either()
    {
        var note = Note("a\n", Old, New);
        Assert.Equal([Key(Old)], note.Signers([Key(Old)]));
        Assert.Equal([Key(New)], note.Signers([Key(New), Key(Stranger)]));
        Assert.Empty(note.Signers([Key(Stranger)])!);
        Assert.Empty(note.Signers([Key(Old, "other")])!);
        Assert.Empty(note.Signers([])!);
    }

    // A good signature beside a wrong one of a trusted key: somebody put them together.
    [Fact]
    public void counts_for_nobody_when_a_trusted_key_did_not_sign_what_bears_its_name()
    {
        var note = Note("a\n", Old, New);
        var mixed = note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Signature = Note("b\n", New).Signatures[0].Signature }] };
        Assert.Null(mixed.Signers([Key(Old), Key(New)]));
        Assert.Equal([Key(Old)], mixed.Signers([Key(Old)]));
    }

    [Fact]
    public void is_lost_with_any_byte()
    {
        var bytes = Note("intelshare\n12\n", Old).ToBytes();
        for (var at = 0; at < bytes.Length; at++)
        {
            var flipped = bytes.ToArray();
            flipped[at] ^= 1;
            Assert.NotEqual([Key(Old)], SignedNote.Parse(flipped)?.Signers([Key(Old)]) ?? []);
        }
    }

    [Fact]
    public void is_refused_in_any_other_form()
    {
        var line = Encoding.UTF8.GetString(Note("a\n", Old).ToBytes())[3..];
        Assert.NotNull(Parse($"a\n\n{line}"));
        string[] wrong =
        [
            "", "a\n", "a\n\n", $"a\n{line}", $"a\n\n{line}\n", $"a\n\n{line[..^1]}", $"a\t\n\n{line}", $"a\r\n\n{line}", $"a\u0085\n\n{line}", $"a\n\n{line}{line}", $"a\n\n{line.Replace('—', '-')}",
            $"a\n\n{line.Replace(" urn", "  urn", StringComparison.Ordinal)}", $"a\n\n{line.Replace("urn", "u+rn", StringComparison.Ordinal)}", "a\n\n— x AAAAAA==\n", "a\n\n— x AAAAAAB=\n", $"a\n\n{line}x\n",
            $"a\n\n{string.Concat(Enumerable.Range(0, 17).Select(number => $"— x{number} AAAAAAAA\n"))}", $"{new string('a', 65_536)}\n\n{line}",
        ];
        Assert.All(wrong, text => Assert.Null(Parse(text)));
        Assert.NotNull(Parse($"a\n\n{string.Concat(Enumerable.Range(0, 16).Select(number => $"— x{number} AAAAAAAA\n"))}"));
        Assert.Null(SignedNote.Parse([0xFF, .. Note("a\n", Old).ToBytes()]));
    }

    [Fact]
    public void is_verified_with_a_key_whose_text_is_exact()
    {
        var key = VerifierKey.Parse(Rekor)!;
        Assert.Equal(("rekor.sigstore.dev", 0xc0d23d6a, Rekor), (key.Name, key.Id, key.ToString()));
        Assert.StartsWith("c0d2 3d6a ", key.Fingerprint, StringComparison.Ordinal);
        Assert.Equal(Key(Old), VerifierKey.Parse(Key(Old).ToString()));
        string[] wrong = ["", "a+b", Rekor.ToUpperInvariant(), Rekor.Replace("c0d2", "C0D2", StringComparison.Ordinal), Rekor.Replace("c0d2", "c0d3", StringComparison.Ordinal), Rekor[..^2], Rekor + " ", "+" + Rekor, Rekor.Replace('.', ' ')];
        Assert.All(wrong, text => Assert.Null(VerifierKey.Parse(text)));
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => Key(larger));
        Assert.Throws<ArgumentException>(() => Key(Old, "with space"));

        // A point that is not on the curve signs nothing.
        var spki = Convert.FromBase64String(Rekor.Split('+', 3)[2]);
        spki[^1] ^= 1;
        var nowhere = VerifierKey.Parse($"{Name}+{Convert.ToHexStringLower(SHA256.HashData(spki.AsSpan(1)))[..8]}+{Convert.ToBase64String(spki)}")!;
        var note = Note("a\n", Old);
        Assert.Null((note with { Signatures = [note.Signatures[0] with { KeyId = nowhere.Id }] }).Signers([nowhere]));
    }

    private static SignedNote? Parse(string text) => SignedNote.Parse(Encoding.UTF8.GetBytes(text));
}
