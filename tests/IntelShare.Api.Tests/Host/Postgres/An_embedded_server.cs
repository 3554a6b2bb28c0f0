using IntelShare.Api.Host.Postgres;

namespace IntelShare.Api.Tests.Host.Postgres;

public sealed class An_embedded_server
{
    [Fact]
    public async Task keeps_what_was_written_before_a_restart()
    {
        using var place = new Place();
        await using (var before = await place.StartAsync())
        {
            await Place.WriteAsync(before, "kept");
        }

        Assert.False(File.Exists(place.LockFile));
        await using var after = await place.StartAsync();
        Assert.Equal("kept", await Place.ReadAsync(after));
    }

    [Fact]
    public async Task leaves_its_data_and_password_to_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        using var place = new Place();
        await using var server = await place.StartAsync();
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, new FileInfo(Path.Combine(place.Path, "postgres.password")).UnixFileMode);
        Assert.Equal(owner, new FileInfo(Path.Combine(place.Path, "postgres.log")).UnixFileMode);
        Assert.Equal(owner | UnixFileMode.UserExecute, new FileInfo(place.Data).UnixFileMode);
        Assert.Equal(owner | UnixFileMode.UserExecute, new FileInfo(place.Path).UnixFileMode);
    }

    [Fact]
    public async Task refuses_a_second_Api_in_its_directory_and_goes_on()
    {
        using var place = new Place();
        await using var first = await place.StartAsync();
        await Place.WriteAsync(first, "undisturbed");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(place.StartAsync);

        Assert.Contains("in use by another IntelShare", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("undisturbed", await Place.ReadAsync(first));
    }

    [Fact]
    public async Task stands_beside_another_in_another_directory()
    {
        using var here = new Place();
        using var there = new Place();
        var both = await Task.WhenAll(here.StartAsync(), there.StartAsync());
        await using var one = both[0];
        await using var other = both[1];
        await Place.WriteAsync(one, "here");
        await Place.WriteAsync(other, "there");

        Assert.Equal("here", await Place.ReadAsync(one));
        Assert.Equal("there", await Place.ReadAsync(other));
    }

    [Fact]
    public async Task comes_back_under_the_same_address_when_it_is_killed()
    {
        using var place = new Place();
        await using var server = await place.StartAsync();
        await Place.WriteAsync(server, "answered");
        var killed = server.ProcessId;

        Place.Kill(killed);

        Assert.Equal("answered", await Place.ReadPatientlyAsync(server));
        Assert.NotEqual(killed, ServerLock.Read(place.Data)!.Pid);
    }

    [Fact]
    public async Task is_gone_when_its_stop_returns()
    {
        using var place = new Place();
        var server = await place.StartAsync();
        await server.DisposeAsync();
        await server.DisposeAsync();
        Assert.NotEqual(LockHolder.Server, ServerLock.Holder(server.ProcessId, place.Data));
    }

    [Fact]
    public async Task that_cannot_start_says_why_and_frees_its_directory()
    {
        using var place = new Place();
        await using (await place.StartAsync())
        {
        }

        var settings = Path.Combine(place.Data, "postgresql.conf");
        var good = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(settings, "wal_level = nonsense\n", TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(place.StartAsync);
        Assert.Contains("wal_level", refusal.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(settings, good, TestContext.Current.CancellationToken);
        await using var server = await place.StartAsync();
    }
}
