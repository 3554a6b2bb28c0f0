using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntelShare.Api.Audit;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Audit;

public sealed class Verifying_an_export(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] Files = [Export.Head, Export.Entries, Export.Checkpoint, Export.Keys, Export.Details];

    private readonly TestHub hub = new(server);
    private AuditDesk? sweden;

    private AuditDesk Desk => sweden ??= new(hub, "se-noa");

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        sweden?.Dispose();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task trusts_nobody_unasked_and_shows_the_fingerprint_to_be_asked_for()
    {
        await ExportedAsync("export");
        using var key = ECDsa.Create();
        key.ImportFromPem(PostgresServer.AuditKey);
        var fingerprint = string.Join(' ', Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())).Chunk(4).Select(four => new string(four)));

        var unasked = await Desk.VerifyAsync("export");
        Assert.Equal((3, ""), (unasked.Code, unasked.Output));
        Assert.Contains(fingerprint, unasked.Error, StringComparison.Ordinal);

        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Desk.In("stranger"), VerifierKey.Of("urn:intelshare:hub:local/audit/se-noa", stranger) + "\n", Requests.Ct);
        Assert.Equal(1, (await Desk.VerifyAsync("export", "--keys", Desk.In("stranger"))).Code);
        Assert.False(Directory.Exists(Desk.In("state")));

        await Desk.TrustedAsync("export");
        Assert.Equal(0, (await Desk.VerifyAsync("export")).Code);
    }

    [Fact]
    public async Task verifies_nothing_for_a_slip_of_the_keyboard()
    {
        await ExportedAsync("export");
        await Desk.TrustedAsync("export");
        await File.WriteAllTextAsync(Desk.In("no keys"), "none\n", Requests.Ct);
        foreach (var slip in new[] { Desk.VerifyAsync("exprot"), Desk.VerifyAsync("export", "--kyes"), Desk.VerifyAsync("export", "--keys", Desk.In("nowhere")), Desk.VerifyAsync("export", "--keys", Desk.In("no keys")), Desk.RunAsync("audit", "verfy") })
        {
            Assert.Equal(3, (await slip).Code);
        }
    }

    [Fact]
    public async Task finds_one_flipped_byte_and_one_missing_file()
    {
        await ExportedAsync("export");
        await Desk.TrustedAsync("export");
        Assert.Equal(Files.Order(StringComparer.Ordinal), Directory.GetFiles(Desk.In("export")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in Files)
        {
            var file = Desk.In("export", name);
            var bytes = await File.ReadAllBytesAsync(file, Requests.Ct);
            foreach (var at in new[] { 0, bytes.Length / 2, bytes.Length - 2 })
            {
                byte[] flipped = [.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]];
                await File.WriteAllBytesAsync(file, flipped, Requests.Ct);
                var said = await Desk.VerifyAsync("export");
                Assert.Equal((name, at, 1), (name, at, said.Code));
                Assert.StartsWith("Tampered: ", said.Output, StringComparison.Ordinal);
            }

            File.Delete(file);
            Assert.Equal((2, $"Incomplete: {name}: The file is missing.\n"), (await Desk.VerifyAsync("export")) is var missing ? (missing.Code, missing.Output.ReplaceLineEndings("\n")) : default);
            await File.WriteAllBytesAsync(file, bytes, Requests.Ct);
        }

        await File.WriteAllLinesAsync(Desk.In("export", Export.Entries), Desk.Entries("export")[..^1], Requests.Ct);
        Assert.Equal(2, (await Desk.VerifyAsync("export")).Code);
    }

    [Fact]
    public async Task shows_the_entry_of_a_receipt_and_says_where_there_is_none()
    {
        var receipt = (await hub.ReadsAsync("se-noa", 3))[1];
        var anothers = (await hub.ReadsAsync("fr-ofast", 1))[0];
        await hub.SealAsync();
        await Desk.ExportedAsync("export");
        await Desk.TrustedAsync("export");
        var later = (await hub.ReadsAsync("se-noa", 1))[0];

        // The second of the three that come last.
        var (place, body) = (Desk.Entries("export").Length - 2, Desk.Entries("export")[^2]);
        var found = await Desk.ReceiptAsync(receipt, "export", "--json");
        var said = JsonNode.Parse(found.Output)!;
        Assert.Equal((0, "whole", place, body), (found.Code, said["verdict"]!.GetValue<string>(), said["found"]!["entry"]!.GetValue<int>(), said["found"]!["body"]!.GetValue<string>()));
        Assert.Equal(receipt, JsonNode.Parse(body)!["id"]!.GetValue<string>());
        Assert.Contains($"Entry {place}: {body}", (await Desk.ReceiptAsync(receipt, "export")).Output, StringComparison.Ordinal);
        Assert.Equal((2, 2, 2), ((await Desk.ReceiptAsync(later, "export")).Code, (await Desk.ReceiptAsync(anothers, "export")).Code, (await Desk.ReceiptAsync(receipt[..^1], "export")).Code));

        await File.WriteAllLinesAsync(Desk.In("export", Export.Entries), Desk.Entries("export").Select(line => line.Replace("caller-read", "caller-lead", StringComparison.Ordinal)), Requests.Ct);
        Assert.Equal(1, (await Desk.ReceiptAsync(receipt, "export")).Code);
    }

    [Fact]
    public async Task finds_a_log_that_the_hub_itself_wrote_anew()
    {
        await ExportedAsync("monday");
        await Desk.TrustedAsync("monday");
        await hub.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);
        await hub.ExecuteAsync("update intelshare.audit_entry set officer = 'somebody-else' where member = 'se-noa'; delete from intelshare.audit_fold; delete from intelshare.audit_node");
        await hub.ReadsAsync("se-noa", 2);
        await using var anew = await SecondHub.StartAsync(hub, server);
        await hub.SealAsync(anew.Services);

        await Desk.ExportedAsync("tuesday", "--since", Desk.In("monday", Export.Checkpoint));
        await Desk.ExportedAsync("everything");
        foreach (var export in new[] { "tuesday", "everything" })
        {
            var said = await Desk.VerifyAsync(export);
            Assert.Equal(1, said.Code);
            Assert.Contains("are not those verified before", said.Output, StringComparison.Ordinal);
        }

        // For whoever verified nothing before, it is a log like any other.
        using var newcomer = new AuditDesk(hub, "se-noa");
        await newcomer.ExportedAsync("everything");
        await newcomer.TrustedAsync("everything");
    }

    private async Task ExportedAsync(string name)
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle("exported", "country:FR"));
        using var search = await hub.As("se-noa", @case: "S-1").SearchAsync("account-handle", "exported");
        await hub.ReadsAsync("se-noa", 2);
        await hub.SealAsync();
        await Desk.ExportedAsync(name);
    }
}
