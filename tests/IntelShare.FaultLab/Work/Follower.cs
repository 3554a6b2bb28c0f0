using System.Collections.Concurrent;

namespace IntelShare.FaultLab.Work;

/// <summary>One item of a feed as it was heard.</summary>
/// <param name="Id">Of the record, or of the object that carries it.</param>
/// <param name="Value">Of the record; null where its end was told.</param>
/// <param name="Revision">Of its words.</param>
/// <param name="Began">When its page was asked for.</param>
/// <param name="Ended">When its page was answered.</param>
internal sealed record Heard(string Id, string? Value, int? Revision, long Began, long Ended);

/// <summary>An agency's machine that follows a feed, through either node: it goes on where the last whole answer left it.</summary>
/// <param name="partner">Who asks.</param>
/// <param name="path">Of the feed, with a query.</param>
/// <param name="resume">The parameter in which a page's <c>next</c> goes.</param>
/// <param name="clock">For the pause between two pages.</param>
internal sealed class Follower(Partner partner, string path, string resume, TimeProvider clock)
{
    private string next = "";
    private string after = "";

    public string Reader => partner.Member;

    public string Name => $"{partner.Member} by {path.Split('?')[0]}";

    /// <summary>Whether it may hear of a record: machines are not told of sealed kinds.</summary>
    public bool Hears(LabRecord record) => !IsTaxii || !record.IsSealed;

    public ConcurrentQueue<Heard> Heard { get; } = new();

    /// <summary>Whether every answer names the place that follows.</summary>
    public bool KeepsPlace => !IsTaxii;

    private bool IsTaxii => path.StartsWith("/taxii2", StringComparison.Ordinal);

    public static Follower OfChanges(Partner partner, TimeProvider clock) => new(partner, "/v1/changes?limit=50", "cursor", clock);

    public static Follower OfTaxii(Partner partner, TimeProvider clock) => new(partner, "/taxii2/intelshare/collections/lexicon-entry/objects/?limit=50&match[type]=indicator", "next", clock);

    /// <summary>The same feed from its beginning.</summary>
    public Follower Anew() => new(partner, path, resume, clock);

    /// <summary>Goes on in a hub that does not have the place up to which it heard.</summary>
    /// <returns>The code of the refusal; <c>cursor-restart</c> is right.</returns>
    public async Task<string?> StrayAsync(CancellationToken ct) => (string?)(await partner.ReadAsync(Address(), awaited: 410, ct)).Reply.Body?["code"];

    public async Task RunAsync(CancellationToken until)
    {
        await Task.Yield();
        while (!until.IsCancellationRequested)
        {
            await PageAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, CancellationToken.None);
        }
    }

    /// <summary>Asks for one page.</summary>
    /// <returns>How much was heard; null where there was no good answer, and the same is asked again.</returns>
    public async Task<int?> PageAsync(CancellationToken ct)
    {
        var page = await partner.ReadAsync(Address(), ct, IsTaxii ? ["feed"] : []);
        if (page.Reply is not { Outcome: Outcome.Ok, Body: { } body })
        {
            return null;
        }

        var items = ((body["items"] ?? body["objects"])?.AsArray() ?? []).Select(item => item!).ToArray();
        foreach (var item in items)
        {
            var (value, revision) = LabRecord.Told(IsTaxii ? item["extensions"]?.AsObject().FirstOrDefault().Value?["content"] : item["indicator"]?["content"]);
            Heard.Enqueue(new((string)item["id"]!, value, value is null ? null : revision ?? 0, page.Began, page.Ended));
        }

        next = (string?)body["next"] ?? "";
        after = page.Reply.Last is { } last ? "&added_after=" + Uri.EscapeDataString(last) : after;
        return items.Length;
    }

    private string Address() => path + (next.Length > 0 ? $"&{resume}={Uri.EscapeDataString(next)}" : "") + after;
}
