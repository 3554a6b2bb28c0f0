using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Keeping;
using IntelShare.Audit;
using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Hubs;
using IntelShare.FaultLab.Work;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.FaultLab.Faults;

/// <summary>
/// The database is lost and a backup of some minutes before is put in its place, by the scripts of an operator. What was written since is gone;
/// what was taken away since must be gone too, and nothing is served before two administrators have opened the hub.
/// </summary>
internal sealed class Restoration(Lab lab, string folder, Journal journal, TimeProvider clock)
{
    /// <summary>Between the last mark of a node and what it had listed before.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private static readonly string Deploy = Path.Combine(Settings.Solution() ?? throw new InvalidOperationException("The scripts stand in the clone's deploy."), "deploy");
    private (string Path, long Began)? backup;

    public bool IsBackedUp => backup is not null;

    /// <summary>Made while partners work; just before, each agency takes a checkpoint of its log.</summary>
    public async Task BackUpAsync()
    {
        foreach (var member in (string[])[.. Cast.Owners, .. Cast.Readers])
        {
            var taken = await new Partner(lab.Site, member, journal, new Random(0), clock).ReadAsync($"/v1/audit/logs/{member}/checkpoint", CancellationToken.None, "auditor");
            if (taken.Reply is { Outcome: Outcome.Ok, Body: { } body } && SignedNote.Parse(Encoding.UTF8.GetBytes((string)body["note"]!)) is { } note)
            {
                journal.Kept.Enqueue((member, Checkpoint.Parse(note.Text)!));
            }
        }

        var began = clock.GetTimestamp();
        var backups = Path.Combine(lab.Database.Cluster.Directory.Root, "backups");
        await lab.Database.RunAsync(["/bin/sh", Path.Combine(Deploy, "backup.sh"), backups, Path.Combine(backups, "stamp")], CancellationToken.None);

        // Not as the script says it: PostgreSQL may have a warning to say beside.
        backup = (Directory.GetDirectories(backups).Single(folder => !folder.EndsWith(".part", StringComparison.Ordinal)), began);
    }

    /// <summary>Loses the database, restores and opens it, and looks at what readers then get.</summary>
    /// <param name="followers">Who heard all that the lost database told.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>From the restored server's start until both nodes answered; null without a backup.</returns>
    public async Task<TimeSpan?> GoAsync(IReadOnlyList<Follower> followers, CancellationToken ct)
    {
        if (backup is not { } made)
        {
            return null;
        }

        // Nodes list once a minute what is taken away: of what came later nothing is promised.
        var listed = clock.GetTimestamp() - (long)((clock.GetUtcNow().UtcDateTime - Enumerable.Range(0, Lab.Nodes).Max(node => File.GetLastWriteTimeUtc(ListOf(node) + ".mark")) + Margin).TotalSeconds * clock.TimestampFrequency);
        foreach (var hub in lab.Hubs)
        {
            hub.Kill();
        }

        await lab.Database.StopAsync();
        var cluster = lab.Database.Cluster.Data;
        Directory.Move(cluster, cluster + ".lost");
        await lab.Database.RunAsync(["/bin/sh", Path.Combine(Deploy, "restore.sh"), made.Path, cluster, Api.Host.Postgres.Cluster.Owner], ct);

        var since = clock.GetTimestamp();
        await lab.Database.StartAsync(ct);
        foreach (var hub in lab.Hubs)
        {
            hub.Start();
        }

        await OpenAsync(ct);
        await lab.ReadyAsync(ct);
        var recovery = clock.GetElapsedTime(since);
        await CheckAsync(made.Began, listed, ct);
        foreach (var follower in followers)
        {
            await CheckAsync(follower, made.Began, listed, ct);
        }

        return recovery;
    }

    /// <summary>Two administrators, each with a token of its own.</summary>
    private async Task OpenAsync(CancellationToken ct)
    {
        var shredded = Path.Combine(folder, "shredded.txt");
        await File.WriteAllTextAsync(shredded, string.Concat(await Task.WhenAll(Enumerable.Range(0, Lab.Nodes).Select(node => File.ReadAllTextAsync(Path.Combine(lab.DataOf(node), "shredded.txt"), ct)))), ct);
        foreach (var administrator in Cast.Administrators.Take(2))
        {
            await lab.WithinAsync(shredded, async hub =>
            {
                var reopening = hub.GetRequiredService<Reopening>();
                var (_, refusal) = await reopening.GoAsync(await reopening.PlanAsync([.. Enumerable.Range(0, Lab.Nodes).Select(ListOf)], ct), lab.Site.Key(administrator).Sign(clock.GetUtcNow(), ["hub-admin"]), ct);
                if (refusal is not null)
                {
                    journal.Blame(Check.WrongAnswers, $"the restored hub was not opened: {refusal}");
                }
            }, ct);
        }
    }

    /// <summary>What was acknowledged before the backup stands; what was taken away before the loss stays away.</summary>
    private async Task CheckAsync(long before, long listed, CancellationToken ct)
    {
        // Receipts of what is lost are of no log any more.
        var logs = new Journal { Kept = journal.Kept };
        await new LogChecker(lab.Site, logs, clock).CheckAsync(ct);
        foreach (var (check, what) in logs.Findings)
        {
            journal.Blame(check, what + " after the restore");
        }

        var dice = new Random(0);
        foreach (var reader in Cast.Readers)
        {
            foreach (var some in journal.Records.Chunk(Checker.AtOnce))
            {
                var search = await new Partner(lab.Site, reader, journal, dice, clock).SearchAsync(some, ct);
                var results = search.Reply.Outcome == Outcome.Ok ? search.Reply.Body!["results"]!.AsArray() : [];
                if (results.Count != some.Length)
                {
                    journal.Blame(Check.WrongAnswers, $"a search after the restore was answered {search.Reply.Status}, with {results.Count} results for {some.Length}");
                }

                foreach (var (record, result) in some.Zip(results))
                {
                    Observe(record, reader, result!["indicators"]?.AsArray().Count > 0, before, listed);
                }
            }
        }
    }

    /// <summary>A place in what is lost is none in what was restored; from its beginning a feed tells what stands.</summary>
    private async Task CheckAsync(Follower follower, long before, long listed, CancellationToken ct)
    {
        if (follower.KeepsPlace && await follower.StrayAsync(ct) is not "cursor-restart" and var answered)
        {
            journal.Blame(Check.WrongAnswers, $"{follower.Name} went on after the restore, and was answered {answered}");
        }

        if (await new FeedChecker(journal, clock).LastAsync(follower.Anew(), ct) is not { } last)
        {
            journal.Blame(Check.WrongAnswers, $"{follower.Name} came to no end after the restore");
            return;
        }

        foreach (var record in journal.Records.Where(follower.Hears))
        {
            Observe(record, follower.Reader, last.GetValueOrDefault(record.Key) is not null, before, listed);
        }
    }

    private void Observe(LabRecord record, string reader, bool found, long before, long listed)
    {
        var told = record.History.Last?.Tells(reader) == true;
        if (!found && told && record.History.Turned <= before)
        {
            journal.Blame(Check.AcknowledgedLost, $"{record.Key} was acknowledged before the backup, and is not told to {reader} after the restore");
        }
        else if (found && record.History.Last?.Ending == Ending.Erased)
        {
            journal.Blame(Check.ErasedFound, $"{record.Key} was told to {reader} after the restore");
        }
        else if (found && !told && record.History.Turned <= listed)
        {
            journal.Blame(Check.PolicyViolations, $"{record.Key} was told to {reader} after the restore");
        }
    }

    private string ListOf(int node) => Path.Combine(lab.DataOf(node), "narrowings.txt");
}
