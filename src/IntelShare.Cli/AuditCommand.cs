using System.CommandLine;
using System.Text.Json;
using IntelShare.Audit;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare audit</c>: proves an exported audit log whole or not, with nothing but the export, the keys trusted and what was
/// verified before: no hub, no database, no network. What fetches from the hub stands apart: <see cref="ExportCommand"/>.
/// </summary>
internal static class AuditCommand
{
    /// <summary>Exit code where nothing was verified: an option, a file or a trusted key is missing.</summary>
    public const int Usage = 3;

    private const int Whole = 0;
    private const int Tampered = 1;
    private const int Incomplete = 2;

    private static readonly Option<string?> Keys = new("--keys") { Description = "A file of verifier keys to trust, one a line; kept once they verified. Trust only what was read out to you over a second channel." };
    private static readonly Option<string> State = new("--state")
    {
        Description = "The folder of the keys trusted and the newest checkpoints verified; by default intelshare/audit in the user's application data.",
        DefaultValueFactory = _ => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "intelshare", "audit"),
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object in place of sentences." };

    public static Command Make(TimeProvider clock)
    {
        var directory = new Argument<string>("DIR") { Description = "The folder of the export or of the evidence." };
        var verify = new Command("verify", "Verify an exported log, or evidence of a record. Exit code 0 whole, 1 tampered with, 2 incomplete, 3 nothing verified.") { directory, Keys, State, Json };
        verify.SetAction(parsed => Safely(parsed, state => Verify(parsed, state, parsed.GetRequiredValue(directory), id: null)));

        var id = new Argument<string>("ID") { Description = "The entry's id, as the hub's answer gave it." };
        var receipt = new Command("receipt", "Verify an exported log, and show the entry with this id; exit code 2 where it is not in there.") { id, directory, Keys, State, Json };
        receipt.SetAction(parsed => Safely(parsed, state => Verify(parsed, state, parsed.GetRequiredValue(directory), parsed.GetRequiredValue(id))));

        var (one, other) = (new Argument<string>("NOTE-A") { Description = "A checkpoint's file." }, new Argument<string>("NOTE-B") { Description = "Another reader's." });
        var compare = new Command("compare", "Hold two checkpoints of one log against each other. Exit code 0 the same, 1 two stories or a signature that is none, 2 of other sizes, 3 not to be compared.") { one, other, Keys, State, Json };
        compare.SetAction(parsed => Safely(parsed, state => Compare(parsed, state, parsed.GetRequiredValue(one), parsed.GetRequiredValue(other))));
        return new("audit", "Export audit logs, and verify what was exported, offline.") { ExportCommand.Make(clock), EvidenceCommand.Make(clock), verify, receipt, compare };
    }

    private static int Verify(ParseResult parsed, AuditState state, string directory, string? id)
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"There is no folder {directory}.");
        }

        if (state.Trusted(parsed.GetValue(Keys)) is not { Length: > 0 } trusted)
        {
            throw new InvalidDataException(HowToTrust(directory));
        }

        if (id is null && File.Exists(Path.Combine(directory, Evidence.File)))
        {
            return VerifyEvidence(parsed, state, directory, trusted);
        }

        var sought = id is null ? null : new SoughtEntry(id);
        var verification = AuditFolder.Verify(directory, trusted, id is null ? state.Kept : _ => null, sought is null ? null : sought.Look, showProgress: !parsed.GetValue(Json) && !Console.IsOutputRedirected);
        if (verification.Fault is { } fault)
        {
            var place = fault is { File: Export.Entries, Line: { } line } ? verification.First + line - 1 : (long?)null;
            return Say(parsed, fault.Kind == FaultKind.Tampered ? Tampered : Incomplete, new { fault.File, fault.Line, Entry = place, fault.What },
                $"{fault.Kind}: {fault.File}{(fault.Line is { } at ? $", line {at}" : "")}{(place is { } entry ? $" (entry {entry})" : "")}: {fault.What}");
        }

        // A receipt may be shown in an older export than the newest that was verified.
        if (id is null)
        {
            state.Keep(verification);
        }

        var (checkpoint, first) = (verification.Checkpoint!, verification.First);
        if (sought is { Index: null })
        {
            return Say(parsed, Incomplete, new { checkpoint.Origin, First = first, Until = checkpoint.Size }, $"Incomplete: the export is whole, and no entry from {first} until {checkpoint.Size} has this id.");
        }

        return Say(parsed, Whole, new { checkpoint.Origin, First = first, Until = checkpoint.Size, checkpoint.Root, Entry = sought?.Index, sought?.Body },
            $"Whole: {checkpoint.Size - first} entries ({first} until {checkpoint.Size}) of {checkpoint.Origin}, root {checkpoint.Root}.{(sought is null ? "" : $"\nEntry {sought.Index}: {sought.Body}")}");
    }

    private static int VerifyEvidence(ParseResult parsed, AuditState state, string directory, VerifierKey[] trusted)
    {
        if (OriginOf(directory) is { } origin && !trusted.Any(key => key.Name == origin))
        {
            throw new InvalidDataException(HowToTrust(directory));
        }

        var verification = EvidenceVerification.Of(name => Path.Combine(directory, name) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null, trusted, state.Kept);
        if (verification.Fault is { } fault)
        {
            return Say(parsed, fault.Kind == FaultKind.Tampered ? Tampered : Incomplete, new { fault.File, fault.What }, $"{fault.Kind}: {fault.File}: {fault.What}");
        }

        var (evidence, checkpoint) = (verification.Evidence!, verification.Checkpoint!);
        state.Keep(trusted.Where(key => key.Name == evidence.Origin));
        var facts = evidence.Entries.Sum(entry => entry.Facts.Length);
        return Say(parsed, Whole, new { evidence.Indicator, checkpoint.Origin, checkpoint.Size, checkpoint.Root, Entries = evidence.Entries.Length, Facts = facts },
            $"Whole: evidence of {evidence.Indicator:D}, {evidence.Entries.Length} entries and {facts} facts in {checkpoint.Origin} of {checkpoint.Size} entries. Read {Path.Combine(directory, Evidence.Page)}.");
    }

    private static int Compare(ParseResult parsed, AuditState state, string one, string other)
    {
        var trusted = state.Trusted(parsed.GetValue(Keys));
        if (trusted.Length == 0)
        {
            throw new InvalidDataException("No key is trusted yet: name them with --keys.");
        }

        if (Read(one) is not { } a || Read(other) is not { } b)
        {
            return Say(parsed, Tampered, new { }, "Tampered: not two checkpoints signed by trusted keys of their logs.");
        }

        var likeness = a.Beside(b);
        var (code, words) = likeness switch
        {
            Likeness.Same => (Whole, "One log, one size, one root."),
            Likeness.SplitView => (Tampered, $"Split view: the log signed two roots for {a.Size} entries. Keep both files; together they prove it to anybody."),
            Likeness.OtherSize => (Incomplete, $"Of {Math.Min(a.Size, b.Size)} and {Math.Max(a.Size, b.Size)} entries: only entries or a consistency proof tell whether one goes on from the other. Verify an export."),
            Likeness.OtherLog => (Usage, "Of two logs."),
        };
        return Say(parsed, code, new { Likeness = JsonNamingPolicy.KebabCaseLower.ConvertName(likeness.ToString()), A = Told(a), B = Told(b) }, words);

        static object Told(Checkpoint checkpoint) => new { checkpoint.Origin, checkpoint.Size, checkpoint.Root };

        Checkpoint? Read(string file) => SignedNote.Parse(File.ReadAllBytes(file)) is { } note && Checkpoint.Parse(note.Text) is { } checkpoint
            && note.Signers(trusted)?.Any(key => key.Name == checkpoint.Origin) == true ? checkpoint : null;
    }

    /// <summary>The log that the folder's checkpoint says to be of; null where it cannot be read.</summary>
    private static string? OriginOf(string directory)
    {
        var file = Path.Combine(directory, Export.Checkpoint);
        return !File.Exists(file) ? null : SignedNote.Parse(File.ReadAllBytes(file)) is { } note && Checkpoint.Parse(note.Text) is { } checkpoint ? checkpoint.Origin : null;
    }

    private static string HowToTrust(string directory)
    {
        var file = Path.Combine(directory, Export.Keys);
        var claimed = File.Exists(file) ? AuditState.ReadKeys(file) : [];
        return $"No key of this log is trusted yet, and an export cannot vouch for its own. Have the hub's desk read the fingerprint of its audit key to you, by telephone or another second channel; if it is the one below, run this again with --keys {file}\n"
            + string.Concat(claimed.Select(key => $"  {key.Name}: {key.Fingerprint}\n"));
    }

    private static int Say(ParseResult parsed, int code, object found, string words)
    {
        string[] verdicts = ["whole", "tampered", "incomplete", "usage"];
        parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(new { Verdict = verdicts[code], Found = found }, AuditFolder.Printed) : words);
        return code;
    }

    private static int Safely(ParseResult parsed, Func<AuditState, int> act)
    {
        try
        {
            return act(new(parsed.GetRequiredValue(State)));
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(failed.Message);
            return Usage;
        }
    }
}
