using System.Globalization;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;

namespace IntelShare.Api.Tests.Audit;

/// <summary>With the tool, over HTTP, as an agency's auditor does; each test with a log of its own.</summary>
public sealed class Exporting_a_log(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task over_several_pages_holds_every_leaf_to_the_byte_and_what_stands_behind()
    {
        using var desk = new AuditDesk(hub, "fr-ofast");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("on.every.page", "country:FR"));
        foreach (var @case in new[] { "F-1", "F-2" })
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, await hub.As("fr-ofast", @case: @case).StatusAsync("/v1/indicators/" + id));
            await hub.EnterAsync("fr-ofast", 1100);
            await hub.SealAsync();
        }

        await desk.ExportedAsync("all");
        var stored = await hub.ScalarAsync<string>("select string_agg(convert_from(leaf, 'UTF8'), E'\\n' order by size, n) from intelshare.audit_fold, unnest(leaves) with ordinality t(leaf, n) where log = 'fr-ofast'");
        Assert.Equal(stored.Split('\n'), desk.Entries("all"));
        Assert.Equal(2202, desk.Entries("all").Length);
        Assert.Equal(3, await hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where act = 'leaves-read' and member = 'fr-ofast'"));

        // Either case with its entry, and the record once though both pages name it.
        var details = File.ReadAllLines(desk.In("all", Export.Details));
        Assert.Equal((3, 1, 1), (details.Length, details.Count(line => line.Contains("F-1", StringComparison.Ordinal)), details.Count(line => line.Contains("F-2", StringComparison.Ordinal))));
        Assert.Single(details, line => line.Contains(id, StringComparison.Ordinal));

        var said = await desk.VerifyAsync("all", "--keys", desk.In("all", Export.Keys));
        Assert.Equal((0, ""), (said.Code, said.Error));
        Assert.StartsWith("Whole: 2202 entries (0 until 2202) of urn:intelshare:hub:local/audit/fr-ofast, root ", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_period_holds_what_was_sealed_in_it()
    {
        using var desk = new AuditDesk(hub, "dk-nsk");
        await hub.ReadsAsync("dk-nsk", 3);
        var from = await LaterAsync();
        var within = await hub.ReadsAsync("dk-nsk", 4);
        var until = await LaterAsync();
        await hub.ReadsAsync("dk-nsk", 5);
        await hub.SealAsync();

        await desk.ExportedAsync("within", "--from", from, "--until", until);
        await desk.ExportedAsync("since then", "--from", from);
        await desk.ExportedAsync("until then", "--until", from);
        Assert.Equal((4, 9, 3), (desk.Entries("within").Length, desk.Entries("since then").Length, desk.Entries("until then").Length));
        Assert.All(within, entry => Assert.Single(desk.Entries("within"), line => line.Contains($"\"{entry}\"", StringComparison.Ordinal)));
        Assert.Contains("4 entries (3 until 7)", (await desk.VerifyAsync("within", "--keys", desk.In("within", Export.Keys))).Output, StringComparison.Ordinal);

        var nothing = await desk.ExportAsync("before there was a log", "--until", "2026-11-01T00:00:00Z");
        Assert.Equal(1, nothing.Code);
        Assert.Contains("not-found", nothing.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await desk.ExportAsync("backwards", "--from", until, "--until", from)).Code);
        Assert.Equal(1, (await desk.ExportAsync("no moment", "--from", "yesterday")).Code);
        Assert.Equal(["since then", "state", "until then", "within"], Directory.GetFileSystemEntries(desk.In()).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task goes_on_from_what_was_kept()
    {
        using var desk = new AuditDesk(hub, "fi-krp");
        await hub.ReadsAsync("fi-krp", 3);
        await hub.SealAsync();
        await desk.ExportedAsync("monday");
        await desk.TrustedAsync("monday");

        // The export's own three requests are in the log as well.
        await hub.ReadsAsync("fi-krp", 2);
        await hub.SealAsync();
        await desk.ExportedAsync("tuesday", "--since", desk.In("monday", Export.Checkpoint));
        Assert.Contains("5 entries (3 until 8)", (await desk.VerifyAsync("tuesday")).Output, StringComparison.Ordinal);
        await desk.ExportedAsync("by size", "--since", "3");
        Assert.Equal(desk.Entries("tuesday"), desk.Entries("by size"));

        var later = await LaterAsync();
        await hub.ReadsAsync("fi-krp", 1);
        await hub.SealAsync();
        await desk.ExportedAsync("alone", "--from", later);
        var alone = await desk.VerifyAsync("alone");
        Assert.Equal((2, true), (alone.Code, alone.Output.Contains("No proof that the log goes on from the 8 entries", StringComparison.Ordinal)));
        await desk.ExportedAsync("proved", "--from", later, "--since", desk.In("tuesday", Export.Checkpoint));
        Assert.True(File.Exists(desk.In("proved", Export.Consistency)));
        Assert.Equal(0, (await desk.VerifyAsync("proved")).Code);

        var monday = await desk.VerifyAsync("monday");
        Assert.Equal((1, true), (monday.Code, monday.Output.Contains("Rolled back", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task is_refused_where_it_could_not_be_what_was_asked_for()
    {
        using var desk = new AuditDesk(hub, "no-kripos");
        using var other = new AuditDesk(hub, "de-bka");
        await hub.ReadsAsync("no-kripos", 1);
        await hub.ReadsAsync("de-bka", 1);
        await hub.SealAsync();
        await desk.ExportedAsync("mine");
        await other.ExportedAsync("theirs");

        Assert.Equal(3, (await desk.ExportAsync("mine")).Code);
        Assert.Equal(3, (await desk.ExportAsync("another", "--since", other.In("theirs", Export.Checkpoint))).Code);
        Assert.Equal(3, (await desk.ExportAsync("another", "--since", desk.In("nowhere"))).Code);
        Assert.Equal(3, (await desk.ExportAsync("another", "--since")).Code);
        Assert.Equal(1, (await desk.ExportAsync("another", "--since", "1000")).Code);
        Assert.Equal(3, (await desk.RunAsync("audit", "export", "--client", "nobody", "--data", hub.DataDirectory, "--hub", hub.Address.ToString(), "--out", desk.In("another"))).Code);
        desk.Hub = new("http://127.0.0.1:1/");
        Assert.Equal(1, (await desk.ExportAsync("another")).Code);
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(desk.In()).Select(Path.GetFileName));
    }

    /// <summary>Seals, and lets an hour pass.</summary>
    /// <returns>A moment within it.</returns>
    private async Task<string> LaterAsync()
    {
        await hub.SealAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        var moment = hub.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        return moment;
    }
}
