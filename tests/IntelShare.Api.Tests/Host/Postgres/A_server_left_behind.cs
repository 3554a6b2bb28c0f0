using System.Diagnostics;
using IntelShare.Api.Host.Postgres;

namespace IntelShare.Api.Tests.Host.Postgres;

public sealed class A_server_left_behind
{
    [Fact]
    public async Task by_a_killed_Api_is_adopted_and_stopped_by_the_next()
    {
        using var place = new Place();
        await using (var first = await place.StartAsync())
        {
            await Place.WriteAsync(first, "survivor");
        }

        var orphan = await place.OrphanAsync();
        await using (var next = await place.StartAsync())
        {
            Assert.Equal(orphan.Pid, next.ProcessId);
            Assert.Equal("survivor", await Place.ReadAsync(next));
        }

        Assert.False(orphan.Lives);
    }

    [Fact]
    public async Task and_killed_is_replaced_though_its_lock_file_remains()
    {
        using var place = new Place();
        await using (var first = await place.StartAsync())
        {
            await Place.WriteAsync(first, "recovered");
        }

        var orphan = await place.OrphanAsync();
        Place.Kill(orphan.Pid);

        await using var next = await place.StartAsync();
        Assert.NotEqual(orphan.Pid, next.ProcessId);
        Assert.Equal("recovered", await Place.ReadAsync(next));
    }

    [Fact]
    public async Task that_no_longer_answers_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no SIGSTOP");
        using var place = new Place();
        var orphan = await place.OrphanAsync();
        using (var stop = Process.Start("kill", ["-STOP", $"{orphan.Pid}"]))
        {
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var next = await place.StartAsync();
        Assert.False(orphan.Lives);
        Assert.NotEqual(orphan.Pid, next.ProcessId);
    }

    [Fact]
    public async Task whose_process_id_went_to_a_stranger_is_replaced_and_the_stranger_let_be()
    {
        using var place = new Place();
        await using (await place.StartAsync())
        {
        }

        using var stranger = Process.Start("sleep", "60");
        try
        {
            await File.WriteAllTextAsync(place.LockFile, $"{stranger.Id}\n{place.Data}\n1\n5432\n\n127.0.0.1\n1 1\nready\n", TestContext.Current.CancellationToken);
            await using var next = await place.StartAsync();
            Assert.NotEqual(stranger.Id, next.ProcessId);
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task with_an_empty_lock_file_by_a_power_cut_is_replaced()
    {
        using var place = new Place();
        await using (await place.StartAsync())
        {
        }

        await File.WriteAllTextAsync(place.LockFile, "", TestContext.Current.CancellationToken);
        await using var next = await place.StartAsync();
        Assert.True(ServerLock.Read(place.Data)!.Ready);
    }

    [Fact]
    public async Task serving_another_directory_is_a_stranger()
    {
        using var here = new Place();
        using var there = new Place();
        await using (await here.StartAsync())
        {
        }

        await using var other = await there.StartAsync();
        File.Copy(there.LockFile, here.LockFile);

        await using var server = await here.StartAsync();
        Assert.NotEqual(other.ProcessId, server.ProcessId);
        Assert.Equal(LockHolder.Server, ServerLock.Holder(other.ProcessId, there.Data));
    }
}
