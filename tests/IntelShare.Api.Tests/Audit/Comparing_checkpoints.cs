using System.Security.Cryptography;
using IntelShare.Api.Audit;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Audit;

public sealed class Comparing_checkpoints(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task tells_one_log_from_two_stories()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        await hub.ReadsAsync("se-noa", 2);
        await hub.SealAsync();
        await desk.ExportedAsync("monday");
        Assert.Equal(3, (await desk.CompareAsync("monday/checkpoint", "monday/checkpoint")).Code);
        await desk.TrustedAsync("monday");

        await hub.SealAsync();
        await desk.ExportedAsync("tuesday");
        var monday = Checkpoint.Parse(SignedNote.Parse(await File.ReadAllBytesAsync(desk.In("monday", Export.Checkpoint), Requests.Ct))!.Text)!;
        using var hubs = ECDsa.Create();
        hubs.ImportFromPem(PostgresServer.AuditKey);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var otherRoot = monday with { Root = Convert.ToBase64String(SHA256.HashData("another story"u8)) };
        foreach (var (name, note) in new[]
        {
            // ECDSA signs another way each time: one checkpoint, two signatures.
            ("another reader's", monday.Sign(hubs)), ("another story", otherRoot.Sign(hubs)), ("a stranger's", otherRoot.Sign(stranger)),
            ("another log's", (monday with { Origin = "urn:intelshare:hub:local/audit/fr-ofast" }).Sign(hubs)),
        })
        {
            await File.WriteAllBytesAsync(desk.In(name), note.ToBytes(), Requests.Ct);
        }

        await File.WriteAllTextAsync(desk.In("french"), VerifierKey.Of("urn:intelshare:hub:local/audit/fr-ofast", hubs) + "\n", Requests.Ct);
        foreach (var (other, code, likeness) in new[]
        {
            ("another reader's", 0, "same"), ("another story", 1, "split-view"), ("tuesday/checkpoint", 2, "other-size"), ("another log's", 3, "other-log"), ("a stranger's", 1, null),
        })
        {
            var said = await desk.CompareAsync("monday/checkpoint", other, "--json", "--keys", desk.In("french"));
            Assert.Equal((other, code, likeness), (other, said.Code, System.Text.Json.Nodes.JsonNode.Parse(said.Output)!["found"]!["likeness"]?.GetValue<string>()));
        }

        var split = await desk.CompareAsync("another story", "monday/checkpoint");
        Assert.Equal((1, true), (split.Code, split.Output.StartsWith("Split view", StringComparison.Ordinal)));
        Assert.Equal(3, (await desk.CompareAsync("monday/checkpoint", "nowhere")).Code);
    }

    [Fact]
    public async Task under_two_keys_lets_a_reader_go_on_from_the_old_to_the_new_by_the_logs_own_word()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        using var added = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var newPem = added.ExportPkcs8PrivateKeyPem();
        await hub.ReadsAsync("se-noa", 2);
        await hub.SealAsync();
        await desk.ExportedAsync("old");
        await desk.TrustedAsync("old");

        await hub.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);
        await GrowAsync("both", newPem + "\n" + PostgresServer.AuditKey);
        Assert.Equal(2, (await File.ReadAllLinesAsync(desk.In("both", Export.Keys), Requests.Ct)).Length);
        Assert.Single(desk.Entries("both"), line => line.Contains("\"audit-key-added\"", StringComparison.Ordinal));
        Assert.Equal(0, (await desk.VerifyAsync("both")).Code);

        // Whoever was told the new key alone gets there as well.
        using var newcomer = new AuditDesk(hub, "se-noa");
        await File.WriteAllTextAsync(newcomer.In("new key"), VerifierKey.Of("urn:intelshare:hub:local/audit/se-noa", added) + "\n", Requests.Ct);
        Assert.Equal(0, (await newcomer.RunAsync("audit", "verify", desk.In("both"), "--state", newcomer.In("state"), "--keys", newcomer.In("new key"))).Code);

        await GrowAsync("new", newPem);
        Assert.Single(await File.ReadAllLinesAsync(desk.In("new", Export.Keys), Requests.Ct));
        Assert.Equal(0, (await desk.VerifyAsync("new")).Code);
        Assert.Equal(2, (await desk.CompareAsync("old/checkpoint", "new/checkpoint")).Code);

        // Without the entries in between there is no such word.
        using var old = new AuditDesk(hub, "se-noa");
        Assert.Equal(1, (await old.RunAsync("audit", "verify", desk.In("new"), "--state", old.In("state"), "--keys", desk.In("old", Export.Keys))).Code);

        async Task GrowAsync(string export, string keys)
        {
            await using var node = await SecondHub.StartAsync(hub, server, auditKey: keys);
            await hub.ReadsAsync("se-noa", 2);
            await hub.SealAsync(node.Services);
            desk.Hub = node.Address;
            await desk.ExportedAsync(export, "--since", desk.In(export == "both" ? "old" : "both", Export.Checkpoint));
            await node.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);
        }
    }
}
