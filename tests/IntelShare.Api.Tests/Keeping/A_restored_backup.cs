using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Keeping;

public sealed class A_restored_backup(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    [Fact]
    public async Task brings_nothing_back_that_was_erased()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("back.again", "member-states"));
        await hub.ExecuteAsync($"""
            create table public.backup_key as select * from intelshare.record_key where indicator = '{id}';
            create table public.backup_match as select * from intelshare.match_key where indicator = '{id}';
            create table public.backup_posting as select * from intelshare.posting where indicator = '{id}';
            create table public.backup_record as select * from doc.mt_doc_indicator where id = '{id}';
            """);
        await hub.As("se-noa").EraseAsync(id).DoneAsync();
        await hub.ExecuteAsync($"""
            delete from es.mt_events where stream_id = '{id}' and type = 'indicator-erased';
            delete from intelshare.departure where indicator = '{id}';
            delete from intelshare.departed where indicator = '{id}';
            update es.mt_streams set version = 1 where id = '{id}';
            insert into intelshare.record_key select * from public.backup_key;
            insert into intelshare.match_key select * from public.backup_match;
            insert into intelshare.posting select * from public.backup_posting;
            update doc.mt_doc_indicator d set data = b.data, mt_version = b.mt_version from public.backup_record b where d.id = b.id;
            drop table public.backup_key, public.backup_match, public.backup_posting, public.backup_record;
            """);
        Assert.Equal(HttpStatusCode.OK, (await hub.As("fr-ofast").GotAsync(id)).Status);

        await using var restarted = await SecondHub.StartAsync(hub, server, hub.ShredList());

        Assert.Equal(HttpStatusCode.NotFound, (await hub.As("fr-ofast").GotAsync(id)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await hub.As("se-noa").GotAsync(id)).Status);
        var certificate = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/erasure").DoneAsync();
        Assert.Equal(("restored", null), (certificate["ground"]!.GetValue<string>(), certificate["officer"]));
        Assert.Equal("""{"recordKeys":0,"matchKeys":0,"postings":0}""", certificate["remaining"]!.ToJsonString());
    }

    [Fact]
    public async Task finds_its_list_whole_though_a_node_died_before_it_wrote()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("unlisted", "member-states"));
        await hub.As("se-noa").EraseAsync(id).DoneAsync();
        var lost = hub.ShredList() + ".lost";

        await using var restarted = await SecondHub.StartAsync(hub, server, lost);

        Assert.Contains(id, await File.ReadAllTextAsync(lost, Requests.Ct), StringComparison.Ordinal);
    }
}
