using System.CommandLine;
using System.Globalization;
using IntelShare.Api.Audit;
using IntelShare.Audit;
using Spectre.Console;

namespace IntelShare.Cli;

/// <summary><c>intelshare audit export</c>: fetches the own log from the hub, in the form that is verified without it.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "The folder to make. Where it exists, nothing is exported.", Required = true };
    private static readonly Option<string?> From = new("--from") { Description = "Export what was sealed after this moment (RFC 3339); by default everything." };
    private static readonly Option<string?> Until = new("--until") { Description = "Export what was sealed by this moment (RFC 3339); by default everything." };
    private static readonly Option<string?> Since = new("--since") { Description = "A checkpoint kept before, as its file or its size: the export goes on from it or, with --from, proves that the log does." };

    public static Command Make(TimeProvider clock)
    {
        var command = new Command("export", "Export the own log from the hub, to be verified without it. Exit code 0 done, 1 refused or unreachable, 3 nothing exported for an option or a file.")
        {
            SigningKey.Key, SigningKey.Client, Out, AuditHub.Address, SigningKey.Data, From, Until, Since,
        };
        command.SetAction((parsed, ct) => AuditHub.AskAsync(parsed, clock, hub => ExportAsync(parsed, hub, ct), ct));
        return command;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, AuditHub hub, CancellationToken ct)
    {
        var log = await hub.MemberAsync(ct);
        var address = $"/v1/audit/logs/{Uri.EscapeDataString(log)}";
        var checkpoint = await At(parsed.GetValue(Until)) ?? throw new RefusedException("The log had no entry then: not-found.");
        var kept = await KeptAsync(hub, address, checkpoint, parsed.GetValue(Since), ct);
        var first = parsed.GetValue(From) is { } from ? (await At(from))?.Size ?? 0 : kept?.Size ?? checkpoint.First;
        if (Math.Max(first, kept?.Size ?? 0) > checkpoint.Size)
        {
            throw new InvalidDataException($"The checkpoint speaks of {checkpoint.Size} entries, fewer than what is to be gone on from.");
        }

        var directory = await NewFolder.MakeAsync(parsed.GetRequiredValue(Out), async half =>
        {
            // Entries that reach back to what was kept prove themselves that they go on from it.
            if (kept is not null && kept.Size < first)
            {
                var proof = await hub.GetAsync<ConsistencyView>(string.Create(CultureInfo.InvariantCulture, $"{address}/consistency?from={kept.Size}&until={checkpoint.Size}"), ct);
                await File.WriteAllBytesAsync(Path.Combine(half, Export.Consistency), Export.Line(new ExportedConsistency(kept.Size, kept.RootHash, [.. proof.Hashes.Select(Convert.FromBase64String)])), ct);
            }

            await WatchedAsync(!Console.IsOutputRedirected, checkpoint.Size - first, done => new ExportWriter(half, hub, address).WriteAsync(checkpoint, first, done, ct));
        });
        await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Exported {checkpoint.Size - first} entries ({first} until {checkpoint.Size}) of {checkpoint.Origin} to {directory}."));
        return 0;

        Task<CheckpointView?> At(string? moment) => hub.FindAsync<CheckpointView>($"{address}/checkpoint{(moment is null ? "" : "?at=" + Uri.EscapeDataString(moment))}", ct);
    }

    /// <summary>The checkpoint that the export goes on from: as it was kept, or its size alone and the hub's word for its root.</summary>
    private static async Task<Checkpoint?> KeptAsync(AuditHub hub, string address, CheckpointView newest, string? since, CancellationToken ct)
    {
        if (since is null)
        {
            return null;
        }

        if (long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
        {
            var there = await hub.GetAsync<LeavesView>(string.Create(CultureInfo.InvariantCulture, $"{address}/leaves?first={size}&until={size}"), ct);
            return Checkpoint.Of(newest.Origin, Frontier.From(size, [.. there.Frontier.SelectMany(Convert.FromBase64String)]) ?? throw new RefusedException("The hub answers what is no log."));
        }

        return SignedNote.Parse(await File.ReadAllBytesAsync(since, ct)) is { } note && Checkpoint.Parse(note.Text) is { Size: > 0 } kept && kept.Origin == newest.Origin ? kept
            : throw new InvalidDataException($"{since} is no checkpoint of {newest.Origin}.");
    }

    private static Task WatchedAsync(bool shown, long entries, Func<Action<long>, Task> work) => !shown ? work(_ => { }) : AnsiConsole.Progress().AutoClear(enabled: true).StartAsync(async progress =>
    {
        var bar = progress.AddTask("Exporting", maxValue: Math.Max(1, entries));
        await work(written => bar.Value = written);
    });
}
