using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Host.Store;

public sealed class Registry_writes_at_once(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task that_were_decided_at_one_version_pass_once()
    {
        string[] members = ["se-noa", "be-fgp", "dk-nsk", "fi-krp", "fr-ofast", "de-bka", "nl-dlio", "no-kripos"];
        for (var round = 0; round < 5; round++)
        {
            var version = await hub.ScalarAsync<long>("select version from intelshare.registry");
            var passed = await Task.WhenAll(members.Select(member => Task.Run(() => PassesAsync(member, version), Requests.Ct)));

            Assert.Single(passed, true);
            Assert.Equal(version + 1, await hub.ScalarAsync<long>("select version from intelshare.registry"));
        }
    }

    private async Task<bool> PassesAsync(string member, long version)
    {
        var entry = new Entry(hub.Services.GetRequiredService<Ids>().Next("hub"), hub.Clock.GetUtcNow(), new(member, member, "test", "none", "none"), "registered", "ok", Purpose: null, Case: null, version, []);
        try
        {
            await hub.Services.GetRequiredService<Streams>().RegisterAsync([Registered.Of(RegistryRoom.Member, member, new OfficerBlocked("somebody", "test"))], entry, Requests.Ct);
            return true;
        }
        catch (RegistryMovedException)
        {
            return false;
        }
    }
}
