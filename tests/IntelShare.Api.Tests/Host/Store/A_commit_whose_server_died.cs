using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Tests.Host.Store;

public sealed class A_commit_whose_server_died
{
    [Fact]
    public void for_want_of_disk_is_unknown_though_the_store_only_misses_its_transaction()
    {
        var died = new PostgresException("could not write to file: No space left on device", "PANIC", "PANIC", PostgresErrorCodes.DiskFull);
        Assert.IsType<OutcomeUnknownException>(Failed.Commit(new ObjectDisposedException(nameof(NpgsqlTransaction), died)));
    }
}
