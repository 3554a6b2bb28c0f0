using System.CommandLine;
using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Api.Keeping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare db reopen</c>: opens a hub whose database was restored, under the hub's own settings and beside its closed nodes. Run by
/// two administrators, each with a token of its own, over the same lists.
/// </summary>
internal static class ReopenCommand
{
    public static Command Make(TimeProvider clock)
    {
        var lists = new Option<string[]>("--list") { Description = "The list of what was taken away, of every node (IntelShare__NarrowingList), its mark beside it.", Required = true };
        var token = new Option<string>("--token") { Description = "A file with the administrator's token: intelshare token --key FILE --roles hub-admin > token.", Required = true };
        var connection = new Option<string?>("--connection") { Description = "The hub's connection string; by default IntelShare__ConnectionString." };
        var master = new Option<string?>("--master-key-file") { Description = "The hub's master key; by default IntelShare__MasterKeyFile or IntelShare__MasterKey." };
        var audit = new Option<string?>("--audit-key-file") { Description = "The keys that sign its logs; by default IntelShare__AuditKeyFile or IntelShare__AuditKey." };
        var command = new Command("reopen", "Open a restored database: repeats what was taken away since the backup, tells every agency what is lost, makes old cursors void. Takes two administrators. Exit code 0 opened, 2 proposed, 1 refused.")
        {
            lists, token, connection, master, audit,
        };
        command.SetAction((parsed, ct) => DbCommand.SafelyAsync(parsed, async () =>
        {
            var builder = Hub.Builder(
            [
                .. parsed.GetValue(connection) is { } database ? [$"--IntelShare:ConnectionString={database}"] : Array.Empty<string>(),
                .. parsed.GetValue(master) is { } masterFile ? [$"--IntelShare:MasterKeyFile={masterFile}"] : Array.Empty<string>(),
                .. parsed.GetValue(audit) is { } auditFile ? [$"--IntelShare:AuditKeyFile={auditFile}"] : Array.Empty<string>(),
            ]);
            builder.Services.AddSingleton(clock);
            var settings = Hub.Settings(builder.Configuration);
            using var logging = LoggerFactory.Create(log => log.AddConsole());
            await using var store = await Database.StartAsync(settings, clock, logging.CreateLogger("IntelShare.Database"), ct);
            await using var hub = await Hub.BuildAsync(builder, settings, store.Source, await MasterKey.ReadAsync(settings, ct), ct);
            return await ReopenAsync(parsed, hub.Services.GetRequiredService<Reopening>(), parsed.GetRequiredValue(lists), parsed.GetRequiredValue(token), ct);
        }));
        return command;
    }

    private static async Task<int> ReopenAsync(ParseResult parsed, Reopening reopening, string[] lists, string token, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        var plan = await reopening.PlanAsync(lists, ct);
        await output.WriteLineAsync($"What was written from {plan.LostFrom:u} to {plan.LostUntil:u} may be lost. To repeat: {plan.OfRegistry.Sum(one => one.Facts.Count)} facts of the registry; of {plan.OfRecords.Count} facts of records those that still take something away.");
        foreach (var (room, subject, stream, facts) in plan.OfRegistry)
        {
            await output.WriteLineAsync($"  {(room is null ? $"Pending act {stream}" : $"{room} {subject}")}: {string.Join(", ", facts.Select(fact => fact.GetType().Name))}");
        }

        var (done, refusal) = await reopening.GoAsync(plan, (await File.ReadAllTextAsync(token, ct)).Trim(), ct);
        await output.WriteLineAsync(refusal ?? (done ? "Opened. Nodes that wait start serving now." : "Proposed. Another administrator runs the same with a token of its own."));
        return refusal is not null ? 1 : done ? 0 : DbCommand.Pending;
    }
}
