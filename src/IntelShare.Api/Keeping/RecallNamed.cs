using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>The records that a recall names, by id or by their import, and the law's word on taking them back.</summary>
internal sealed class RecallNamed(Visit visit, Recalls recalls, ImportRows imports, Line line)
{
    /// <summary>The record behind which an import is recalled: the last of the recall before. Null where that is none of this agency's over this import.</summary>
    public async Task<Guid?> BeginAsync(IssueRecall command, CancellationToken ct) =>
        command is not { Import: { } import, After: { } after } ? Guid.Empty
        : await recalls.FindAsync(after, ct) is { Recall: var before } && before.Owner == visit.Member.Id && await imports.HoldsAsync(import, before.Indicators[^1], ct) ? before.Indicators[^1]
        : null;

    /// <summary>Decides the recall of what is named, or of as many behind <paramref name="from"/> as one recall takes, and whether there was none any more.</summary>
    public async Task<(Decision Decision, bool IsOver)> DecideAsync(IssueRecall command, Guid from, CancellationToken ct)
    {
        // Whatever is named, one look-up and one of whom the own records among it were told to.
        var found = command.Import is { } import ? await OwnAsync(import, from, ct) : await recalls.NamedAsync([.. (command.Indicators ?? []).Take(Recall.Most)], ct);
        var had = await recalls.RecipientsAsync([.. found.Where(record => record.Owner == visit.Member.Id)], visit.Now, ct);
        await line.CloseAsync();
        var decision = Recall.Issue(command, found, had, visit.Member.Id, visit.Now);
        // Whatever else is wrong with it is refused all the same.
        return (decision, from != Guid.Empty && decision.Refusals is [{ Code: "not-own-records" }]);
    }

    private async Task<List<Indicator>> OwnAsync(Guid import, Guid from, CancellationToken ct)
    {
        var own = new List<Indicator>();
        for (var more = await imports.FindAsync(import, visit.Member.Id, ct) is not null; more && own.Count < Recall.MostOfImport;)
        {
            var ids = await imports.RecordsAsync(import, from, Recall.MostOfImport - own.Count, ct);
            own.AddRange(Recall.OwnOf(await recalls.NamedAsync([.. ids], ct), visit.Member.Id));
            (more, from) = ids is [.., var last] ? (true, last) : (false, from);
        }

        return own;
    }
}
