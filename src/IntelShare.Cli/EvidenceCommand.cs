using System.CommandLine;
using IntelShare.Api.Audit;
using IntelShare.Audit;

namespace IntelShare.Cli;

/// <summary><c>intelshare audit evidence</c>: fetches what proves one record, as a folder that <c>audit verify</c> verifies without the hub.</summary>
internal static class EvidenceCommand
{
    private static readonly string[] Roles = ["contributor", "discloser", "analyst"];
    private static readonly Option<string> Out = new("--out") { Description = "The folder to make. Where it exists, nothing is written.", Required = true };
    private static readonly Option<string> Case = new("--case") { Description = "The own case reference; goes on record.", Required = true };
    private static readonly Option<string> Purpose = new("--purpose") { Description = "Why the record is asked for; goes on record.", DefaultValueFactory = _ => "cross-checking" };
    private static readonly Option<string?> Ground = new("--ground") { Description = "For a record that is kept for one ground alone: that ground." };

    public static Command Make(TimeProvider clock)
    {
        var id = new Argument<Guid>("ID") { Description = "The record's id at the hub." };
        var command = new Command("evidence", "Fetch what proves a record, to be laid before a court. Exit code 0 done, 1 refused or unreachable, 3 nothing written for an option or a file.")
        {
            id, SigningKey.Key, SigningKey.Client, Out, Case, Purpose, Ground, AuditHub.Address, SigningKey.Data,
        };
        command.SetAction((parsed, ct) => AuditHub.AskAsync(parsed, clock, hub => FetchAsync(parsed, hub, parsed.GetRequiredValue(id), ct), ct, Roles));
        return command;
    }

    private static async Task<int> FetchAsync(ParseResult parsed, AuditHub hub, Guid id, CancellationToken ct)
    {
        var given = await hub.For(parsed.GetRequiredValue(Purpose), parsed.GetRequiredValue(Case))
            .GetAsync<EvidenceView>($"/v1/audit/evidence/{id:D}{(parsed.GetValue(Ground) is { } ground ? "?ground=" + Uri.EscapeDataString(ground) : "")}", ct);
        var evidence = new Evidence(given.Log, given.Origin, given.Indicator, given.Salt, given.Told, given.Statement, [.. given.Entries], given.Key);
        var keys = given.Keys.Select(VerifierKey.Parse).OfType<VerifierKey>().ToArray();
        if (Read(given.Note) is not { } note || Read(given.Statement) is not { } statement || Checkpoint.Parse(note.Text) is not { } checkpoint)
        {
            throw new RefusedException("The hub answers what is no checkpoint.");
        }

        if (note.Signers(keys) is not { } signers || signers.Count != note.Signatures.Length)
        {
            throw new RefusedException("The checkpoint bears a signature by a key that the hub does not name. Ask again.");
        }

        var directory = await NewFolder.MakeAsync(parsed.GetRequiredValue(Out), async half =>
        {
            await File.WriteAllBytesAsync(Path.Combine(half, Evidence.File), Export.Line(evidence), ct);
            await File.WriteAllTextAsync(Path.Combine(half, Export.Checkpoint), given.Note, ct);
            await File.WriteAllTextAsync(Path.Combine(half, Export.Keys), string.Concat(signers.Union(statement.Signers(keys) ?? []).Select(key => key + "\n")), ct);
            await File.WriteAllBytesAsync(Path.Combine(half, Evidence.Page), EvidencePage.Of(evidence, checkpoint), ct);
        });
        await parsed.InvocationConfiguration.Output.WriteLineAsync($"Wrote evidence of {evidence.Indicator:D} to {directory}: {evidence.Entries.Length} entries and {evidence.Entries.Sum(entry => entry.Facts.Length)} facts. Verify it with: intelshare audit verify {directory}");
        return 0;

        static SignedNote? Read(string text) => SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
