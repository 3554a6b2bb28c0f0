using IntelShare.Api.Tests.Cast;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

/// <summary>What a hub that was taken over could do to the database: add facts and entries, and nothing to those that stand.</summary>
public sealed class The_run_time_role(TestHub hub) : IClassFixture<TestHub>
{
    [Theory]
    [InlineData("update es.mt_events set data = '{}'")]
    [InlineData("delete from es.mt_events")]
    [InlineData("truncate es.mt_events cascade")]
    [InlineData("delete from es.mt_streams")]
    [InlineData("truncate es.mt_streams cascade")]
    [InlineData("update intelshare.audit_entry set officer = 'nobody'")]
    [InlineData("delete from intelshare.audit_entry")]
    [InlineData("truncate intelshare.audit_entry")]
    [InlineData("delete from intelshare.audit_entry_beyond")]
    [InlineData("update intelshare.audit_detail set box = ''")]
    [InlineData("update intelshare.audit_fold set note = ''")]
    [InlineData("delete from intelshare.audit_fold")]
    [InlineData("truncate intelshare.audit_fold")]
    [InlineData("delete from intelshare.audit_fold_beyond")]
    [InlineData("update intelshare.audit_node set hash = ''")]
    [InlineData("delete from intelshare.audit_node")]
    [InlineData("truncate intelshare.audit_node")]
    [InlineData("update intelshare.audit_sample set size = 1")]
    [InlineData("delete from intelshare.audit_sample")]
    [InlineData("insert into intelshare.audit_checkpoint (log, size, at, xid, note) values ('se-noa', 1, now(), '1', '')")]
    [InlineData("delete from intelshare.audit_checkpoint")]
    [InlineData("delete from intelshare.audit_hold")]
    [InlineData("update intelshare.audit_hold set month = '2020-01-01'")]
    [InlineData("update intelshare.record_key set wrapped = ''")]
    [InlineData("update intelshare.match_key set key = ''")]
    [InlineData("update intelshare.master_key set proof = ''")]
    [InlineData("delete from intelshare.master_key")]
    [InlineData("update intelshare.disclosure set at = now()")]
    [InlineData("delete from intelshare.disclosure")]
    [InlineData("delete from intelshare.subject_queue")]
    [InlineData("delete from intelshare.import")]
    [InlineData("truncate intelshare.import")]
    [InlineData("delete from intelshare.import_named")]
    [InlineData("update intelshare.import set id = gen_random_uuid()")]
    [InlineData("update intelshare.subject_due set at = now()")]
    [InlineData("delete from intelshare.recall_side")]
    [InlineData("delete from intelshare.registry")]
    [InlineData("insert into intelshare.registry values (false, 1)")]
    [InlineData("insert into intelshare_schema.step (name) values ('none')")]
    [InlineData("create table public.mine (x int)")]
    [InlineData("create table doc.mine (x int)")]
    [InlineData("create schema mine")]
    [InlineData("alter table es.mt_events disable trigger all")]
    [InlineData("alter table es.mt_events add column mine int")]
    [InlineData("drop table intelshare.audit_entry")]
    [InlineData("drop index intelshare.match_key_outdated")]
    [InlineData("create or replace function es.mt_archive_stream(streamid uuid) returns void language sql as ''")]
    [InlineData("create role mine")]
    [InlineData("copy es.mt_events to program 'cat'")]
    [InlineData("create extension pgcrypto")]
    public async Task is_refused(string statement)
    {
        var role = PostgresServer.AsApp(hub.OwnerConnectionString);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await Sql.StateAsync(role, statement));
    }

    [Fact]
    public async Task changes_removes_and_empties_nothing_of_the_trail_in_any_of_its_months()
    {
        // As the catalogue has them: each table and each partition on its own, those of tomorrow too.
        var trail = (await Sql.ReadAsync<string[]>(hub.OwnerConnectionString, "select array_agg(relname::text order by relname) from pg_class where relnamespace = 'intelshare'::regnamespace and relkind in ('r', 'p') and relname ~ '^audit_'")).ToList();
        Assert.Equal(["audit_checkpoint", "audit_detail", "audit_entry", "audit_entry_2026_12", "audit_entry_2027_01"], trail.Take(5));
        Assert.True(trail.Count(table => table.StartsWith("audit_entry_20", StringComparison.Ordinal)) >= 36 && trail.Count(table => table.StartsWith("audit_fold_20", StringComparison.Ordinal)) >= 36);
        Assert.Contains("audit_node", trail);
        Assert.Contains("audit_sample", trail);

        await using var source = NpgsqlDataSource.Create(PostgresServer.AsApp(hub.OwnerConnectionString));
        var done = new List<string>();
        foreach (var statement in trail.SelectMany(table => new[] { $"update intelshare.{table} set {(table.StartsWith("audit_fold", StringComparison.Ordinal) || table == "audit_checkpoint" ? "log" : table == "audit_node" ? "hash" : table == "audit_detail" ? "box" : "id")} = null", $"delete from intelshare.{table}", $"truncate intelshare.{table}", $"drop table intelshare.{table} cascade" }))
        {
            try
            {
                await using var command = source.CreateCommand(statement);
                await command.ExecuteNonQueryAsync(Requests.Ct);
                done.Add(statement);
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                // As it must be.
            }
        }

        Assert.Empty(done);
    }

    [Fact]
    public async Task owns_nothing()
    {
        Assert.Equal(0, await Sql.ReadAsync<long>(hub.OwnerConnectionString, "select count(*) from pg_class where relowner = 'intelshare_app'::regrole"));
    }
}
