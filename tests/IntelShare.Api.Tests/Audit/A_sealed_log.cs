using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;

namespace IntelShare.Api.Tests.Audit;

public sealed class A_sealed_log(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task holds_the_entry_that_an_answer_named_under_a_signed_checkpoint()
    {
        var (id, _) = await hub.As("de-bka").SubmittedAsync(Bodies.Handle("in.the.log", "country:FR"));
        using var read = await hub.As("fr-ofast", @case: "F-7").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        var receipt = read.Headers.GetValues("Audit-Entry").Single();
        await hub.SealAsync();

        var checkpoint = await hub.LogAsync("fr-ofast", "checkpoint");
        var signed = Verified(checkpoint);
        var proof = await hub.LogAsync("fr-ofast", $"inclusion/{receipt}?size={signed.Size}");
        var leaf = proof["leaf"]!.GetValue<string>();
        Assert.True(MerkleProof.IsIncluded(MerkleTree.Leaf(Encoding.UTF8.GetBytes(leaf)), proof["index"]!.GetValue<long>(), signed.Size, signed.RootHash, Hashes(proof)));

        var entry = JsonNode.Parse(leaf)!;
        Assert.Equal((receipt, "fr-ofast", "indicator-read", "fr-ofast-officer", "cross-checking"), (Text(entry, "id"), Text(entry, "member"), Text(entry, "act"), Text(entry, "officer"), Text(entry, "purpose")));
        Assert.DoesNotContain("F-7", leaf, StringComparison.Ordinal);
        Assert.DoesNotContain(id, leaf, StringComparison.Ordinal);

        var theirs = await hub.LeavesAsync("de-bka");
        var seen = JsonNode.Parse(theirs["leaves"]!.AsArray().Select(line => line!.GetValue<string>()).Single(line => line.Contains("indicator-read", StringComparison.Ordinal)))!;
        Assert.Equal(["id", "at", "member", "act", "outcome", "purpose", "records"], seen.AsObject().Select(member => member.Key));
        Assert.Equal(("fr-ofast", "full"), (Text(seen, "member"), Text(seen["records"]![0]!, "level")));
        Assert.NotEqual(Text(entry["records"]![0]!, "record"), Text(seen["records"]![0]!, "record"));
        var named = theirs["records"]!.AsArray().Single(record => Text(record!, "record") == Text(seen["records"]![0]!, "record"))!;
        Assert.Equal(id, Text(named, "indicator"));
        Assert.Equal(Text(named, "record"), Commitment.Reference(System.Buffers.Text.Base64Url.DecodeFromChars(Text(named, "salt")), Guid.Parse(id)));
    }

    [Fact]
    public async Task only_grows()
    {
        await hub.SealAsync();
        var before = Verified(await hub.LogAsync("se-noa", "checkpoint"));
        for (var i = 0; i < 9; i++)
        {
            using var me = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/me");
            await hub.SealAsync();
        }

        var after = Verified(await hub.LogAsync("se-noa", "checkpoint"));
        Assert.True(after.Size >= before.Size + 9);
        var proof = await hub.LogAsync("se-noa", $"consistency?from={before.Size}&until={after.Size}");
        Assert.True(MerkleProof.IsConsistent(before.Size, before.RootHash, after.Size, after.RootHash, Hashes(proof)));
    }

    [Fact]
    public async Task names_an_entry_that_is_not_sealed_yet_and_none_that_is_anothers()
    {
        using var me = await hub.As("dk-nsk").SendAsync(HttpMethod.Get, "/v1/me");
        var receipt = me.Headers.GetValues("Audit-Entry").Single();
        using var early = await hub.AuditorAsync("dk-nsk", "/v1/audit/logs/dk-nsk/inclusion/" + receipt);
        Assert.Equal((HttpStatusCode.Conflict, "not-sealed-yet"), (early.StatusCode, await early.CodeAsync()));
        foreach (var path in new[] { "dk-nsk/inclusion/AAAAAAAAAAAAAAAAAAAAAA", "fi-krp/inclusion/" + receipt, "fi-krp/checkpoint", "fi-krp/leaves", "fi-krp/consistency?from=1" })
        {
            using var hidden = await hub.AuditorAsync("dk-nsk", "/v1/audit/logs/" + path);
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }
    }

    private static Checkpoint Verified(JsonNode view)
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(Text(view, "note")))!;
        var keys = view["keys"]!.AsArray().Select(key => VerifierKey.Parse(key!.GetValue<string>())!);
        Assert.Single(note.Signers(keys)!);
        return Checkpoint.Parse(note.Text)!;
    }

    private static byte[][] Hashes(JsonNode proof) => [.. proof["hashes"]!.AsArray().Select(hash => Convert.FromBase64String(hash!.GetValue<string>()))];

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
