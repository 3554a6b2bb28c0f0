using Npgsql;

namespace IntelShare.Api.Tests.Cast;

/// <summary>A table that nobody else writes until this is disposed of; reads go on. Whoever comes to it meanwhile is under way, however slow the machine.</summary>
internal sealed class HeldTable : IAsyncDisposable
{
    private readonly NpgsqlConnection holder;
    private readonly string table;

    private HeldTable(NpgsqlConnection holder, string table) => (this.holder, this.table) = (holder, table);

    public static async Task<HeldTable> HoldAsync(TestHub hub, string table)
    {
        var connection = new NpgsqlConnection(hub.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync(Requests.Ct);
        await using var hold = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await hold.ExecuteNonQueryAsync(Requests.Ct);
        return new(connection, table);
    }

    /// <summary>Until somebody waits for the table: everything it does before has been done.</summary>
    public async Task WaitedForAsync()
    {
        await using var waits = new NpgsqlCommand($"select exists (select from pg_locks where relation = '{table}'::regclass and not granted)", holder);
        while (await waits.ExecuteScalarAsync(Requests.Ct) is false)
        {
            await Task.Delay(10, Requests.Ct);
        }
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();
}
