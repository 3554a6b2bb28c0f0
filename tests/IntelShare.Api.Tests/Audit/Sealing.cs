using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Audit;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntelShare.Api.Tests.Audit;

public sealed class Sealing(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub hub = new(server);

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task takes_every_entry_once_from_two_nodes_that_seal_while_others_write()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var there = second.Services.GetRequiredService<Sealer>();
        var writing = Enumerable.Range(0, 8).Select(async i =>
        {
            for (var n = 0; n < 12; n++)
            {
                using var response = await hub.As(i % 2 == 0 ? "se-noa" : "fr-ofast").SendAsync(HttpMethod.Get, "/v1/me");
            }
        });
        var sealing = Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? there.GoAsync(Requests.Ct) : hub.Services.GetRequiredService<Sealer>().GoAsync(Requests.Ct));
        await Task.WhenAll(writing.Concat(sealing));
        await hub.SealAsync();

        await AssertWholeAsync();
    }

    [Fact]
    public async Task waits_for_a_transaction_that_began_before_others_and_commits_after_them()
    {
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        await using var late = await source.OpenConnectionAsync(Requests.Ct);
        await using var transaction = await late.BeginTransactionAsync(Requests.Ct);
        await using var insert = new NpgsqlCommand(
            """
            insert into intelshare.audit_entry (id, at, member, client, officer, token, act, outcome, owners, records, levels, registry_version)
            values ('99999999-9999-4999-8999-999999999999', '2026-12-01T12:00:00Z', 'dk-nsk', 'dk-nsk', 'late', 'none', 'late', 'ok', '{}', '{}', '{}', 1)
            """, late, transaction);
        await insert.ExecuteNonQueryAsync(Requests.Ct);
        using var me = await hub.As("dk-nsk").SendAsync(HttpMethod.Get, "/v1/me");
        var sealer = hub.Services.GetRequiredService<Sealer>();
        await sealer.GoAsync(Requests.Ct);
        using var early = await hub.AuditorAsync("dk-nsk", "/v1/audit/logs/dk-nsk/inclusion/" + me.Headers.GetValues("Audit-Entry").Single());
        Assert.Equal("not-sealed-yet", await early.CodeAsync());

        await transaction.CommitAsync(Requests.Ct);
        await hub.SealAsync();
        var acts = (await hub.LeavesAsync("dk-nsk"))["leaves"]!.AsArray().Select(leaf => JsonNode.Parse(leaf!.GetValue<string>())!["act"]!.GetValue<string>()).ToList();
        Assert.True(acts.IndexOf("late") < acts.IndexOf("caller-read"));
        await AssertWholeAsync();
    }

    [Theory]
    [InlineData("audit_fold")]
    [InlineData("audit_node")]
    public async Task that_is_cut_off_leaves_nothing_half_done(string table)
    {
        await hub.ReadsAsync("se-noa", 300);
        await hub.ExecuteAsync($"""
            create function public.cut() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
            create trigger cut before insert on intelshare.{table} for each row execute function public.cut();
            """);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => SealAllAsync(hub.Services.GetRequiredService<Sealer>()));
        await hub.ExecuteAsync($"drop trigger cut on intelshare.{table}; drop function public.cut()");

        await hub.SealAsync();
        await AssertWholeAsync();
    }

    [Fact]
    public async Task stops_where_a_log_is_not_what_was_signed()
    {
        await hub.ReadsAsync("se-noa", 3);
        await hub.SealAsync();
        await hub.ExecuteAsync("update intelshare.audit_fold set leaves[1] = 'x'::bytea where log = 'se-noa' and size = (select max(size) from intelshare.audit_fold where log = 'se-noa')");
        await hub.ReadsAsync("se-noa", 1);
        await using var other = NpgsqlDataSource.Create(PostgresServer.AsApp(hub.OwnerConnectionString));
        using var sealer = await SealerAsync(other, PostgresServer.AuditKey);
        await hub.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);

        Assert.Contains("se-noa", await RefusalAsync(sealer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task under_another_key_hands_each_log_over_to_it()
    {
        await hub.ReadsAsync("se-noa", 1);
        await hub.SealAsync();
        await hub.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);
        await hub.ReadsAsync("se-noa", 1);
        using var added = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var other = NpgsqlDataSource.Create(PostgresServer.AsApp(hub.OwnerConnectionString));
        using var sealer = await SealerAsync(other, added.ExportPkcs8PrivateKeyPem() + "\n" + PostgresServer.AuditKey);
        await SealAllAsync(sealer);
        await sealer.StopAsync(Requests.Ct);
        var view = await hub.LogAsync("se-noa", "checkpoint");
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(view["note"]!.GetValue<string>()))!;
        var key = VerifierKey.Of(view["origin"]!.GetValue<string>(), added);
        Assert.Equal(2, note.Signatures.Length);
        Assert.Single(note.Signers([key])!);
        Assert.Contains((await hub.LeavesAsync("se-noa"))["leaves"]!.AsArray(), leaf => leaf!.GetValue<string>().Contains(key.ToString(), StringComparison.Ordinal));
        await AssertWholeAsync();
    }

    [Fact]
    public async Task commits_to_the_facts_of_a_write_as_they_are_stored()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("committed.to", "country:FR"));
        await hub.SealAsync();
        var stored = await hub.ScalarAsync<string>($"select id || ' ' || stream_id || ' ' || version || ' ' || type || ' ' || data from es.mt_events where stream_id = '{id}'");

        var commitment = Commitment.Of(hub.Services.GetRequiredService<Trail>().SaltOf(Guid.Parse(stored[..36])), stored[37..]);
        var leaf = JsonNode.Parse((await hub.LeavesAsync("se-noa"))["leaves"]!.AsArray()[^1]!.GetValue<string>())!;
        Assert.Equal("indicator-submitted", leaf["act"]!.GetValue<string>());
        Assert.Equal($"""["{commitment}"]""", leaf["facts"]!.ToJsonString());
    }

    [Fact]
    public async Task stops_where_a_fact_was_taken_out_before_it_was_sealed()
    {
        await hub.Services.GetRequiredService<Sealer>().StopAsync(Requests.Ct);
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("taken out"));
        await hub.ExecuteAsync($"delete from es.mt_events where stream_id = '{id}'");
        await using var other = NpgsqlDataSource.Create(PostgresServer.AsApp(hub.OwnerConnectionString));
        using var sealer = await SealerAsync(other, PostgresServer.AuditKey);

        Assert.Contains("is not in the store", await RefusalAsync(sealer), StringComparison.Ordinal);
    }

    private async Task<Sealer> SealerAsync(NpgsqlDataSource source, string keys) =>
        new(source, hub.Services.GetRequiredService<RegistryCache>(), hub.Services.GetRequiredService<Trail>(), await AuditKeys.ReadAsync(new Settings { AuditKey = keys }, Requests.Ct), hub.Clock, NullLogger<Sealer>.Instance) { Batch = 2 };

    /// <summary>Until nothing is left: what is younger than a transaction of another test waits for it.</summary>
    private async Task SealAllAsync(Sealer sealer)
    {
        while (await hub.HasUnsealedAsync())
        {
            await sealer.GoAsync(Requests.Ct);
        }
    }

    private async Task<string> RefusalAsync(Sealer sealer) => (await Assert.ThrowsAsync<InvalidOperationException>(() => SealAllAsync(sealer))).Message;

    /// <summary>Every entry has its actor's leaf once; every log's rows follow each other without a gap and are what its last checkpoint signed.</summary>
    private async Task AssertWholeAsync()
    {
        const string Missing =
            """
            select (select count(*) from intelshare.audit_entry e where e.xid < (select max(xid) from intelshare.audit_fold) and (select count(*) from intelshare.audit_fold f where f.log = e.member and f.entries @> array[e.id]) <> 1)
                 + (select count(*) from (select entry from intelshare.audit_fold f, unnest(f.entries) entry where entry <> '00000000-0000-0000-0000-000000000000' group by f.log, entry having count(*) > 1) twice)
                 + (select count(*) from (select size - cardinality(leaves) as first, lag(size, 1, 0::bigint) over (partition by log order by size) as before from intelshare.audit_fold) f where first <> before)
            """;
        Assert.Equal(0, await hub.ScalarAsync<long>(Missing));
        await using var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(Requests.Ct);
        foreach (var log in new[] { "se-noa", "fr-ofast", "dk-nsk", "hub" })
        {
            // An agency that has done nothing yet has no log.
            var logs = new AuditLogs(connection);
            if (await logs.HeadAsync(log, DateTimeOffset.MaxValue, Requests.Ct) is not { } head)
            {
                continue;
            }

            var whole = new Frontier();
            foreach (var (_, _, body) in await logs.LeavesAsync(log, 0, head.Size, Requests.Ct))
            {
                whole.Append(MerkleTree.Leaf(body));
            }

            Assert.Equal(head.Checkpoint.RootHash, whole.Root());
            Assert.Equal(head.Checkpoint.RootHash, (await logs.FrontierAsync(log, head.Size, Requests.Ct)).Root());
        }
    }
}
