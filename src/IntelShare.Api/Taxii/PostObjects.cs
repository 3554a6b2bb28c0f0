using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using IntelShare.Stix;
using Microsoft.AspNetCore.Mvc;

namespace IntelShare.Api.Taxii;

/// <summary>A posted envelope, or the bundle that some clients post; read whole once its sender is known.</summary>
internal sealed class PostedEnvelope : IBody
{
    /// <summary>Bytes; <c>max_content_length</c> of the root.</summary>
    public const int LongestContent = 10 * 1024 * 1024;

    /// <summary>Objects of one envelope.</summary>
    public const int MostObjects = 10_000;

    private readonly WholeBody whole;

    private PostedEnvelope(HttpRequest request)
    {
        whole = new(request, LongestContent);
        var type = request.GetTypedHeaders().ContentType;
        Problem = type?.MediaType.Value is { } said && said.Equals(Resources.Media, StringComparison.OrdinalIgnoreCase)
            && type.Parameters.Where(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase)).All(version => version.Value.ToString().Trim('"') == "2.1") ? null : Problems.Of("wrong-media-type", TaxiiError.MediaType);
    }

    public Answer? Problem { get; }

    public static ValueTask<PostedEnvelope?> BindAsync(HttpContext context) => ValueTask.FromResult<PostedEnvelope?>(new(context.Request));

    /// <summary>Its bytes; null where there are too many.</summary>
    public Task<byte[]?> ReadAsync(CancellationToken ct) => whole.ReadAsync(ct);
}

/// <summary>Takes objects as an agency's own records, by the way on which files come in (TAXII 2.1, sections 4.3, 5.5 and 5.7).</summary>
internal static class PostObjectsEndpoint
{
    private sealed record StatusResource(
        Guid Id, string Status, string RequestTimestamp, int TotalCount, int SuccessCount, IReadOnlyList<StatusDetails>? Successes, int FailureCount, IReadOnlyList<StatusDetails>? Failures, int PendingCount);

    private sealed record StatusDetails(string Id, string Version, string Message);

    public static async Task<Answer> Post(string collection, PostedEnvelope envelope, Visit visit, Import import, ImportRows rows, Vault vault, Ids ids, Line line, HttpContext http, CancellationToken ct)
    {
        if (Resources.Refusal(http.Request) is { } refusal)
        {
            return refusal;
        }

        if (Collection.Find(visit.Seats, collection) is not { } into)
        {
            return Problems.NotFound();
        }

        if (visit.Member.HasLeft(visit.Now))
        {
            return Problems.Of("member-left");
        }

        if (await envelope.ReadAsync(ct) is not { } posted)
        {
            return Problems.Of("body-too-large", $"At most {PostedEnvelope.LongestContent} bytes.");
        }

        var reading = Envelope.Read(posted, new(Objects: PostedEnvelope.MostObjects));
        if (reading.Refusal is { } unread)
        {
            return unread.Code == "malformed-body" ? Problems.Of(unread.Code, unread.Reason) : Problems.Refused([unread]);
        }

        var (asked, outcomes) = (visit.Now, new List<ImportOutcome>(reading.Objects.Count));
        var defaults = into.Defaults(visit.Caller.Client.Posting, visit.Now);
        var (stopped, result) = await import.RunAsync(http, reading.Objects.Select(one => into.Holds(ImportRow.Of(one, defaults))).ToAsyncEnumerable(), ids.Next(visit.Member.Id).ToString("N"), dryRun: false, ct, outcomes.Add, waits: true);
        if (stopped is not null)
        {
            return stopped;
        }

        var told = outcomes.ToLookup(outcome => outcome.Outcome != ImportOutcome.Refused, outcome => Details(reading.Objects[(int)outcome.Row - 1], outcome, asked));
        var status = Resources.Bytes(new StatusResource(result!.Id, "complete", Resources.Moment(asked), outcomes.Count, told[true].Count(), NoneAsNull(told[true]), told[false].Count(), NoneAsNull(told[false]), PendingCount: 0));
        await rows.KeepStatusAsync(result.Id, vault.SealKept(Bound(visit, result.Id), status), ct);
        await line.CloseAsync();
        return Answer.Of(TaxiiError.MediaType, status).As(StatusCodes.Status202Accepted);
    }

    /// <summary>Of an envelope of the own agency, for a day.</summary>
    public static async Task<Answer> GetStatus(string id, HttpRequest request, Visit visit, ImportRows rows, Vault vault, CancellationToken ct) =>
        Resources.Refusal(request) ?? (Ids.TryRead(id, out var import) && await rows.FindStatusAsync(import, visit.Member.Id, ct) is { } status && vault.OpenKept(Bound(visit, import), status) is { } resource
            ? Answer.Of(TaxiiError.MediaType, resource) : Problems.NotFound());

    /// <summary>Withdraws the own record that was posted as this object. Others' are none that could be deleted.</summary>
    public static async Task<Answer> Delete(
        string collection, string @object, [FromQuery(Name = "match[version]")] string? version, [FromQuery(Name = "match[spec_version]")] string? spec, Visit visit, Import import, Records records, Vault vault, Ids ids, Line line, HttpContext http, CancellationToken ct)
    {
        if (Resources.Refusal(http.Request) is { } refusal)
        {
            return refusal;
        }

        // Section 5.7: only where a collection is both read and written.
        if (!visit.Caller.Roles.Contains(Role.Feed))
        {
            return Problems.Of("role-missing", $"{Role.Contributor.Code()} and {Role.Feed.Code()}.");
        }

        if (Asked.Read(after: null, @object, type: null, version, spec) is not { } asked)
        {
            return Problems.Of("malformed-parameter", "match[version]: first, last, all or moments; lists of at most 100.");
        }

        // Which version its producer posted last is not kept: all that is here is the last.
        if (Collection.Find(visit.Seats, collection) is not { } from || asked is not { Ids: [var named], Versions: null })
        {
            return Problems.NotFound();
        }

        var standing = await records.MatchingAsync([IndicatorRows.ReferenceKey(vault, visit.Member.Id, named)], ct);
        await line.CloseAsync();
        if (!standing.Any(match => match.Stored.Record is { } record && record.Owner == visit.Member.Id && record.Kind == from.Kind && record.IsInUse))
        {
            return Problems.NotFound();
        }

        ImportOutcome? outcome = null;
        var (stopped, _) = await import.RunAsync(http, new[] { new ImportRow(1, Command: null, []) { Revoked = named } }.ToAsyncEnumerable(), ids.Next(visit.Member.Id).ToString("N"), dryRun: false, ct, told => outcome = told, waits: true);
        return stopped ?? (outcome!.Problems is { } problems ? Problems.Refused(problems) : Answer.Of(TaxiiError.MediaType, ReadOnlyMemory<byte>.Empty));
    }

    private static StatusDetails Details(Reading posted, ImportOutcome outcome, DateTimeOffset asked) => new(
        posted.Id ?? $"unknown--{Ids.Named($"object/{posted.Index}")}",
        posted.Version is { } version ? StixTime.Write(version) : Resources.Moment(asked),
        outcome.Problems is { } problems ? string.Join(' ', problems.Select(problem => $"{problem.Code} {problem.Pointer}: {problem.Reason}")) : outcome.Outcome);

    private static List<StatusDetails>? NoneAsNull(IEnumerable<StatusDetails> details) => details.ToList() is { Count: > 0 } some ? some : null;

    private static string Bound(Visit visit, Guid import) => $"status of what was posted\n{visit.Member.Id}\n{import}";
}
