using System.CommandLine;
using System.Text.Json;
using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Members;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare found</c>: makes an empty, migrated database a hub with three administrators, under the hub's own settings and before
/// the hub first runs. Nobody gets a password or a key from it.
/// </summary>
internal static class FoundCommand
{
    public static Command Make()
    {
        var name = new Option<string>("--name") { Description = "The hub's name.", Required = true };
        var contact = new Option<string>("--contact") { Description = "Where it is asked in office hours.", Required = true };
        var urgent = new Option<string>("--urgent") { Description = "Where it is reached round the clock.", Required = true };
        var administrators = new Option<string[]>("--admin") { Description = "CLIENT=FILE: an administrator's client and its public key, three times at least. Each makes its own: intelshare keys new --member hub --client CLIENT.", Required = true };
        var connection = new Option<string?>("--connection") { Description = "The hub's connection string; by default IntelShare__ConnectionString." };
        var master = new Option<string?>("--master-key-file") { Description = "The hub's master key; by default IntelShare__MasterKeyFile or IntelShare__MasterKey." };
        var audit = new Option<string?>("--audit-key-file") { Description = "The keys that sign its logs; by default IntelShare__AuditKeyFile or IntelShare__AuditKey." };
        var yes = new Option<bool>("--yes") { Description = "The thumbprints were read back already: do not ask." };
        var command = new Command("found", "Found a hub on an empty, migrated database, with three administrators. Exit code 0 done, 1 refused.") { name, contact, urgent, administrators, connection, master, audit, yes };
        command.SetAction(async (parsed, ct) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var keys = await KeysAsync(parsed.GetRequiredValue(administrators), ct);
                foreach (var (client, jwk) in keys)
                {
                    await output.WriteLineAsync($"{client,-20} {PublicKey.Read(jwk, "").Key?.Thumbprint ?? "no public key"}");
                }

                if (!parsed.GetValue(yes))
                {
                    await output.WriteAsync("Have all of them been read back to you by telephone, each by its administrator? Type yes: ");
                    if (!string.Equals((await Console.In.ReadLineAsync(ct))?.Trim(), "yes", StringComparison.Ordinal))
                    {
                        await error.WriteLineAsync("Nothing was done.");
                        return 1;
                    }
                }

                string[] settings =
                [
                    .. parsed.GetValue(connection) is { } database ? [$"--IntelShare:ConnectionString={database}"] : Array.Empty<string>(),
                    .. parsed.GetValue(master) is { } masterFile ? [$"--IntelShare:MasterKeyFile={masterFile}"] : Array.Empty<string>(),
                    .. parsed.GetValue(audit) is { } auditFile ? [$"--IntelShare:AuditKeyFile={auditFile}"] : Array.Empty<string>(),
                ];
                var refusals = await FoundAsync(settings, new(parsed.GetRequiredValue(name), new(parsed.GetRequiredValue(contact), parsed.GetRequiredValue(urgent)), keys), ct);
                foreach (var refusal in refusals)
                {
                    await error.WriteLineAsync($"{refusal.Code} {refusal.Pointer}: {refusal.Reason}");
                }

                if (refusals.Count == 0)
                {
                    await output.WriteLineAsync("Founded. Start the hub; then its administrators enrol parties and agencies, two by two (README, For administrators).");
                }

                return refusals.Count == 0 ? 0 : 1;
            }
            catch (Exception failed) when (failed is InvalidOperationException or ArgumentException or UnauthorizedAccessException or NpgsqlException or IOException or InvalidDataException or JsonException or RegistryMovedException or OutcomeUnknownException)
            {
                await error.WriteLineAsync(failed.Message.ReplaceLineEndings(" "));
                return 1;
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<Refusal>> FoundAsync(string[] set, FoundHub command, CancellationToken ct)
    {
        var builder = Hub.Builder(set);
        var settings = Hub.Settings(builder.Configuration);
        if (settings.Embedded)
        {
            throw new InvalidOperationException("The embedded default is founded by its own start. Give --connection and the key files, or set them as the hub will have them.");
        }

        await using var source = Database.Open(settings.ConnectionString!);
        await using var hub = await Hub.BuildAsync(builder, settings, source, await MasterKey.ReadAsync(settings, ct), ct);
        return await Founding.FoundAsync(hub.Services, command, ct);
    }

    private static async Task<Dictionary<string, JsonElement>> KeysAsync(string[] administrators, CancellationToken ct)
    {
        var keys = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var administrator in administrators)
        {
            if (administrator.Split('=', 2) is not [var client, var file] || !keys.TryAdd(client, JsonDocument.Parse(await File.ReadAllTextAsync(file, ct)).RootElement))
            {
                throw new InvalidDataException("--admin is CLIENT=FILE, each client once.");
            }
        }

        return keys;
    }
}
