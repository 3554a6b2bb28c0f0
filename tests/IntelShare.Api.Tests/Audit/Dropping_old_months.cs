using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Audit;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntelShare.Api.Tests.Audit;

/// <summary>
/// What is on record is made four years older, in its rows, so that the database's own clock finds its month due. December 2022 is the month that
/// goes, January 2023 one more where a test needs it.
/// </summary>
public sealed class Dropping_old_months(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] Auditor = ["auditor"];
    private readonly TestHub hub = new(server);

    public async ValueTask InitializeAsync()
    {
        await hub.InitializeAsync();
        await using var owner = NpgsqlDataSource.Create(hub.OwnerConnectionString);
        await Migrations.ApplyAsync(owner, new FakeTimeProvider(new(2022, 12, 1, 0, 0, 0, TimeSpan.Zero)), Requests.Ct);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task keeps_the_last_checkpoint_and_what_later_proofs_go_on_from()
    {
        await hub.ReadsAsync("se-noa", 300);
        var (gone, past) = ((await hub.ReadsAsync("se-noa", 1))[0], await AgedAsync());
        await hub.ReadsAsync("se-noa", 5);
        await hub.SealAsync();
        await DropAsync();

        Assert.Equal("0", await RowsAsync("select count(*) from intelshare.audit_entry where at < '2023-01-01'"));
        Assert.Equal("0", await RowsAsync("select count(*) from intelshare.audit_detail where at < '2023-01-01'"));
        using var old = await hub.AuditorAsync("se-noa", "/v1/audit/logs/se-noa/leaves");
        Assert.Equal((HttpStatusCode.Gone, "leaves-gone"), (old.StatusCode, await old.CodeAsync()));
        Assert.Equal(past["note"]!.GetValue<string>(), (await hub.LogAsync("se-noa", "checkpoint?at=2023-01-01T00:00:00Z"))["note"]!.GetValue<string>());
        using var unproved = await hub.AuditorAsync("se-noa", "/v1/audit/logs/se-noa/inclusion/" + gone);
        Assert.Equal(HttpStatusCode.NotFound, unproved.StatusCode);
        using var within = await hub.AuditorAsync("se-noa", "/v1/audit/logs/se-noa/consistency?from=3");
        Assert.Equal("leaves-gone", await within.CodeAsync());
        await AssertGoesOnFromAsync(past);
        using var sample = await hub.AuditorAsync("se-noa", "/v1/audit/sample");
        Assert.Equal((HttpStatusCode.OK, past["size"]!.GetValue<long>()), (sample.StatusCode, (await sample.JsonAsync())["first"]!.GetValue<long>()));
        using var desk = new AuditDesk(hub, "se-noa");
        await desk.ExportedAsync("what is left");
        await desk.TrustedAsync("what is left");
    }

    [Fact]
    public async Task leaves_a_log_that_another_node_goes_on_with()
    {
        await hub.ReadsAsync("se-noa", 3);
        var past = await AgedAsync();
        await DropAsync();
        await hub.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);
        await hub.ReadsAsync("se-noa", 3);
        await using var other = NpgsqlDataSource.Create(PostgresServer.AsApp(hub.OwnerConnectionString));
        using var sealer = new Sealer(other, hub.Services.GetRequiredService<RegistryCache>(), hub.Services.GetRequiredService<Trail>(), await AuditKeys.ReadAsync(new Settings { AuditKey = PostgresServer.AuditKey }, Requests.Ct), hub.Clock, NullLogger<Sealer>.Instance);
        do
        {
            await sealer.GoAsync(Requests.Ct);
        }
        while (await hub.HasUnsealedAsync());

        await sealer.StopAsync(Requests.Ct);
        await AssertGoesOnFromAsync(past);
    }

    [Fact]
    public async Task is_refused_by_the_database_before_the_day_without_roots_and_before_all_is_sealed()
    {
        await hub.ReadsAsync("se-noa", 3);
        await AgedAsync();
        Assert.False(await AsAppAsync("2026-11-01"));
        Assert.False(await AsAppAsync("2022-12-02"));
        foreach (var odd in new[] { "2026-12-01 BC", "2022-12-01 BC", "-infinity", "infinity" })
        {
            Assert.False(await AsAppAsync(odd));
        }

        Assert.False(await AsAppAsync("2022-12-01"));
        await hub.ExecuteAsync("update intelshare.audit_entry set xid = pg_current_xact_id() where id = (select id from intelshare.audit_entry where at < '2023-01-01' limit 1)");
        await DropAsync();

        Assert.NotEqual("0", await RowsAsync("select count(*) from intelshare.audit_entry where at < '2023-01-01'"));
    }

    [Fact]
    public async Task stops_for_the_log_that_two_officers_hold_until_two_lift_it()
    {
        await hub.ReadsAsync("se-noa", 3);
        await hub.ReadsAsync("fr-ofast", 3);
        await AgedAsync();
        Assert.Equal("proposed", await HoldAsync(HttpMethod.Put, "first"));
        Assert.Equal("proposed", await HoldAsync(HttpMethod.Put, "first"));
        Assert.Equal("standing", await HoldAsync(HttpMethod.Put, "second"));
        await DropAsync();
        Assert.Equal("se-noa", await RowsAsync("select string_agg(distinct log, ' ') from intelshare.audit_fold where at < '2023-01-01'"));
        Assert.Equal("0", await RowsAsync("select count(*) from intelshare.audit_entry where at < '2023-01-01' and member <> 'se-noa'"));
        Assert.Equal(HttpStatusCode.Gone, (await hub.AsOfficer("fr-ofast", "first", Auditor).SendAsync(HttpMethod.Put, "/v1/audit/logs/fr-ofast/holds/2022-12")).StatusCode);
        Assert.Empty((await (await hub.AuditorAsync("fr-ofast", "/v1/audit/entries?until=2023-01-01T00:00:00Z")).JsonAsync())["items"]!.AsArray());
        Assert.NotEqual("0", await RowsAsync("select count(*) from intelshare.audit_detail where at < '2023-01-01'"));
        Assert.Equal(0, (await hub.LeavesAsync("se-noa"))["first"]!.GetValue<long>());

        Assert.Equal("lifting-proposed", await HoldAsync(HttpMethod.Delete, "first"));
        Assert.Equal("lifting-proposed", await HoldAsync(HttpMethod.Delete, "first"));
        await DropAsync();
        Assert.NotEqual("0", await RowsAsync("select count(*) from intelshare.audit_fold where at < '2023-01-01'"));
        Assert.Equal("lifted", await HoldAsync(HttpMethod.Delete, "second"));
        await DropAsync();
        Assert.Equal("0", await RowsAsync("select count(*) from intelshare.audit_fold where at < '2023-01-01'"));
        Assert.Equal("0", await RowsAsync("select count(*) from intelshare.audit_detail where at < '2023-01-01'"));
        using var late = await SendAsync(HttpMethod.Put, "first", "2022-12");
        Assert.Equal((HttpStatusCode.Gone, "leaves-gone"), (late.StatusCode, await late.CodeAsync()));
    }

    [Fact]
    public async Task is_held_by_no_other_agency_and_for_no_month_to_come()
    {
        using var others = await hub.AsOfficer("fr-ofast", "first", Auditor).SendAsync(HttpMethod.Put, "/v1/audit/logs/se-noa/holds/2026-12");
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        foreach (var month in new[] { "2027-01", "2026-13", "26-12", "2026-12-01" })
        {
            using var refused = await SendAsync(HttpMethod.Put, "first", month);
            Assert.Equal((month, "malformed-parameter"), (month, await refused.CodeAsync()));
        }

        using var never = await SendAsync(HttpMethod.Delete, "first", "2026-12");
        Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
        var placed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => HoldAsync(HttpMethod.Put, "officer " + i.ToString(CultureInfo.InvariantCulture), "2026-12")));
        Assert.Equal(1, placed.Count(state => state == "proposed"));
        Assert.Single((await hub.LogAsync("se-noa", "holds"))["items"]!.AsArray());
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string officer, string month) => hub.AsOfficer("se-noa", officer, Auditor).SendAsync(method, "/v1/audit/logs/se-noa/holds/" + month);

    private async Task<string> HoldAsync(HttpMethod method, string officer, string month = "2022-12") => (await SendAsync(method, officer, month).DoneAsync())["state"]!.GetValue<string>();

    /// <summary>Seals, and makes all that is on record four years older.</summary>
    /// <returns>Sweden's checkpoint.</returns>
    private async Task<JsonNode> AgedAsync()
    {
        await hub.SealAsync();
        var checkpoint = await hub.LogAsync("se-noa", "checkpoint");
        await hub.ExecuteAsync("""
            update intelshare.audit_entry set at = at - interval '4 years' where xid < (select max(xid) from intelshare.audit_fold);
            update intelshare.audit_detail set at = at - interval '4 years';
            update intelshare.audit_fold set at = at - interval '4 years';
            """);
        return checkpoint;
    }

    private async Task DropAsync()
    {
        using var retaining = ActivatorUtilities.CreateInstance<Retaining>(hub.Services, NullLogger<Retaining>.Instance);
        await retaining.GoAsync(Requests.Ct);
    }

    private Task<string> RowsAsync(string sql) => hub.ScalarAsync<string>($"select ({sql})::text");

    private Task<bool> AsAppAsync(string month) => Sql.ReadAsync<bool>(PostgresServer.AsApp(hub.OwnerConnectionString), $"select intelshare.drop_audit_month('{month}')");

    /// <summary>From the checkpoint before, to the newest: it only grew, and what came since is in it.</summary>
    private async Task AssertGoesOnFromAsync(JsonNode past)
    {
        var entry = (await hub.ReadsAsync("se-noa", 1))[0];
        await hub.SealAsync();
        var (before, now) = (Read(past), Read(await hub.LogAsync("se-noa", "checkpoint")));
        Assert.True(now.Size > before.Size);
        var grown = await hub.LogAsync("se-noa", string.Create(CultureInfo.InvariantCulture, $"consistency?from={before.Size}&until={now.Size}"));
        Assert.True(MerkleProof.IsConsistent(before.Size, before.RootHash, now.Size, now.RootHash, Hashes(grown)));
        var proof = await hub.LogAsync("se-noa", string.Create(CultureInfo.InvariantCulture, $"inclusion/{entry}?size={now.Size}"));
        Assert.True(MerkleProof.IsIncluded(MerkleTree.Leaf(Encoding.UTF8.GetBytes(proof["leaf"]!.GetValue<string>())), proof["index"]!.GetValue<long>(), now.Size, now.RootHash, Hashes(proof)));
        var page = await hub.LogAsync("se-noa", string.Create(CultureInfo.InvariantCulture, $"leaves?first={before.Size}&until={now.Size}"));
        var frontier = Frontier.From(before.Size, [.. page["frontier"]!.AsArray().SelectMany(root => Convert.FromBase64String(root!.GetValue<string>()))])!;
        Assert.Equal(before.RootHash, frontier.Root());

        static Checkpoint Read(JsonNode view) => Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(view["note"]!.GetValue<string>()))!.Text)!;
        static byte[][] Hashes(JsonNode proof) => [.. proof["hashes"]!.AsArray().Select(hash => Convert.FromBase64String(hash!.GetValue<string>()))];
    }
}
