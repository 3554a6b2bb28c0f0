using System.Text.Json.Nodes;
using IntelShare.FaultLab.Checks;

namespace IntelShare.FaultLab.Work;

/// <summary>Acts on own records, and writes down of each act what it wants and what it was told.</summary>
internal sealed class Owner(Partner partner, Journal journal, TimeProvider clock)
{
    /// <summary>Submits a record, or again what was never or already answered: under its own key.</summary>
    /// <param name="record">Whose first act is this one.</param>
    /// <param name="copies">How many go out at the same time.</param>
    /// <param name="ct">Cancels.</param>
    public async Task SubmitAsync(LabRecord record, int copies, CancellationToken ct)
    {
        var step = record.History.Last is null ? record.History.Begin(LabRecord.First, clock.GetTimestamp()) : record.History.Doubtful;
        var answers = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => partner.SubmitAsync(record, ct)));
        foreach (var (_, _, _, _, ended, reply) in answers.OrderBy(answer => answer.Ended).ThenByDescending(answer => answer.Reply.Outcome == Outcome.Ok))
        {
            record.WasUnknown |= reply.Outcome == Outcome.Unknown;
            if (reply.Outcome == Outcome.Ok)
            {
                record.Name((string)reply.Body!["id"]!, journal);
                record.ETag ??= reply.ETag;
            }

            // One that was refused a connection says nothing of an earlier one that was lost.
            if (step is not null && (reply.Outcome != Outcome.Failed || !record.WasUnknown))
            {
                record.History.End(step, reply.Outcome, ended);
            }
        }
    }

    /// <summary>Brings in a file of records, or again one that was never answered: under its own key.</summary>
    /// <returns>What came of it.</returns>
    public async Task<Outcome> ImportAsync(IReadOnlyList<LabRecord> file, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        Step?[] steps = [.. file.Select(record => record.History.Last is null ? record.History.Begin(LabRecord.First, began) : record.History.Doubtful)];
        var (_, _, _, _, ended, reply) = await partner.ImportAsync(file, ct);
        var rows = reply.Outcome == Outcome.Ok ? (await partner.ReadAsync($"/v1/imports/{(string)reply.Body!["id"]!}/rows?limit=1000", ct)).Reply.Body?["items"]?.AsArray() : null;
        // Whoever does not learn which records they are asks once more.
        var outcome = reply.Outcome == Outcome.Ok && rows is null ? Outcome.Unknown : reply.Outcome;
        if (reply.Status == 409 && (string?)reply.Body?["code"] != "import-running")
        {
            journal.Blame(Check.WrongAnswers, $"the file of {file[0].Key} was answered {reply.Body?["code"]}");
        }

        foreach (var (i, (record, step)) in file.Zip(steps).Index())
        {
            record.WasUnknown |= outcome == Outcome.Unknown;
            if (outcome == Outcome.Ok)
            {
                var row = rows!.FirstOrDefault(row => (int)row!["row"]! == i + 1);
                if ((string?)row?["outcome"] is not ("submitted" or "same"))
                {
                    journal.Blame(row is null ? Check.TornWrites : Check.WrongAnswers, $"row {i + 1} of {rows!.Count} of the file of {file[0].Key} was told as {row?["outcome"]}");
                    continue;
                }

                record.Name((string)row!["indicator"]!, journal);
            }

            if (step is not null && (outcome != Outcome.Failed || !record.WasUnknown))
            {
                record.History.End(step, outcome, ended);
            }
        }

        return outcome;
    }

    /// <summary>The record's first act once more.</summary>
    public Task BringAsync(LabRecord record, CancellationToken ct) => record.File is { } file ? ImportAsync(file, ct) : SubmitAsync(record, copies: 1, ct);

    public Task AmendAsync(LabRecord record, CancellationToken ct)
    {
        var after = record.History.Last! with { Revision = record.History.Last!.Revision + 1 };
        return ActAsync(record, after, HttpMethod.Patch, "", new() { ["content"] = record.Content(after.Revision) }, ct);
    }

    public Task ReleaseAsync(LabRecord record, Audience audience, CancellationToken ct) =>
        ActAsync(record, record.History.Last! with { Audience = audience }, HttpMethod.Put, "/release", record.Release(audience), ct);

    public Task WithdrawAsync(LabRecord record, CancellationToken ct) =>
        ActAsync(record, record.History.Last! with { Ending = Ending.Withdrawn }, HttpMethod.Post, "/withdrawal", new() { ["reason"] = "fault lab" }, ct);

    public Task EraseAsync(LabRecord record, CancellationToken ct) =>
        ActAsync(record, record.History.Last! with { Ending = Ending.Erased }, HttpMethod.Post, "/erasure", new() { ["ground"] = "wrong-content", ["basis"] = "fault lab" }, ct);

    /// <summary>Finds out what became of a doubtful act, when nothing is under way any more.</summary>
    public async Task SettleAsync(LabRecord record, CancellationToken ct)
    {
        if (record.History.Doubtful is not { } step)
        {
            return;
        }

        if (record.Id is null)
        {
            await BringAsync(record, ct);
            return;
        }

        var (_, _, _, _, ended, reply) = await partner.FindAsync(record, absent: 410, ct);
        if (reply is { Outcome: Outcome.Ok, Body: { } view })
        {
            var found = Judge.StandOf(view);
            record.History.End(step, found == step.After ? Outcome.Ok : Outcome.Failed, ended);
            record.ETag = reply.ETag;
            if (found != record.History.Last)
            {
                journal.Blame(Check.AcknowledgedLost, $"{record.Key} is neither what a doubtful act made of it nor what it was before: {found} for {record.History.Last}");
            }
        }
        else if (reply.Status == 410 && step.After.Ending == Ending.Erased)
        {
            record.History.End(step, Outcome.Ok, ended);
        }
    }

    private async Task ActAsync(LabRecord record, Stand after, HttpMethod method, string what, JsonObject body, CancellationToken ct)
    {
        // What a file brought in was answered without.
        record.ETag ??= (await partner.FindAsync(record, absent: 410, ct)).Reply.ETag;
        if (record.ETag is null)
        {
            return;
        }

        var step = record.History.Begin(after, clock.GetTimestamp());
        var done = await partner.SendAsync(method, $"/v1/indicators/{record.Id}{what}", body.ToJsonString(), ct, ("If-Match", record.ETag));
        record.History.End(step, done.Reply.Outcome, done.Ended);
        record.ETag = done.Reply.ETag ?? record.ETag;
    }
}
