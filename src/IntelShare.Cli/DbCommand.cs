using System.CommandLine;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare db</c>: the schema is changed by this command alone, as the database's owner. The running hub has no right to.
/// </summary>
internal static class DbCommand
{
    /// <summary>Exit code of <c>db check</c> when something is pending; 1 is an error.</summary>
    internal const int Pending = 2;

    public static Command Make(TimeProvider clock)
    {
        var connection = new Option<string>("--connection")
        {
            Description = "The owner's connection string. Passfile=<file> keeps the password off the command line.",
            Required = true,
        };
        var keyFile = new Option<string?>("--master-key-file")
        {
            Description = "A file with the hub's master key; needed only when match keys must be made anew. By default IntelShare__MasterKeyFile or IntelShare__MasterKey of the environment.",
        };

        var migrate = new Command("migrate", "Bring the database to this version: schema steps, partitions, grants, match keys. Stop the hub first.") { connection, keyFile };
        migrate.SetAction((parsed, ct) => SafelyAsync(parsed, () => MigrateAsync(parsed, parsed.GetRequiredValue(connection), parsed.GetValue(keyFile), ct)));

        var script = new Command("script", "Print the whole schema, for review or to apply it by hand to an empty database.");
        script.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(Migrations.Script()));

        var check = new Command("check", "Say whether anything is pending: exit code 0 nothing, 2 pending, 1 error. Changes nothing.") { connection };
        check.SetAction((parsed, ct) => SafelyAsync(parsed, () => CheckAsync(parsed, parsed.GetRequiredValue(connection), ct)));

        return new("db", "Migrate, check and, after a restore, open the hub's database.") { migrate, script, check, ReopenCommand.Make(clock) };
    }

    private static async Task<int> MigrateAsync(ParseResult parsed, string connection, string? keyFile, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        await using var source = Database.Open(connection);
        foreach (var step in await Migrations.ApplyAsync(source, TimeProvider.System, ct))
        {
            await output.WriteLineAsync($"applied {step}");
        }

        if (await Rekey.IsNeededAsync(source, ct))
        {
            var vault = new Vault(await MasterKey.ReadAsync(KeySettings(connection, keyFile), ct));
            await KeyProof.CheckAsync(source, vault, ct);
            await output.WriteLineAsync($"made match keys anew for {await new Rekey(source, vault).RunAsync(ct)} records");
        }

        await output.WriteLineAsync("The database is up to date.");
        return 0;
    }

    private static async Task<int> CheckAsync(ParseResult parsed, string connection, CancellationToken ct)
    {
        await using var source = Database.Open(connection);
        var pending = await Rekey.PendingAsync(source, ct);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(pending.Count == 0 ? "Nothing is pending." : $"Pending: {string.Join(", ", pending)}.");
        return pending.Count == 0 ? 0 : Pending;
    }

    private static Settings KeySettings(string connection, string? keyFile) => keyFile is not null
        ? new() { ConnectionString = connection, MasterKeyFile = keyFile }
        : new()
        {
            ConnectionString = connection,
            MasterKey = Environment.GetEnvironmentVariable("IntelShare__MasterKey"),
            MasterKeyFile = Environment.GetEnvironmentVariable("IntelShare__MasterKeyFile"),
        };

    /// <summary>One line on stderr and exit code 1 for everything an administrator can mend.</summary>
    internal static async Task<int> SafelyAsync(ParseResult parsed, Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception failed) when (failed is InvalidOperationException or NpgsqlException or TimeoutException or IOException or InvalidDataException or UnauthorizedAccessException or RegistryMovedException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(failed.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }
}
