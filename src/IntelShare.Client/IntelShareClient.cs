using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelShare.Client;

/// <summary>
/// A hub, asked by one client of a member. What is not typed here goes through <see cref="SendAsync"/>, under the same token and the same
/// repetition; lists of it through <see cref="ItemsAsync"/>. Calls may go side by side; the
/// hub serves 16 of a member at once, and lets as many wait.
/// </summary>
/// <remarks>
/// Every call throws <see cref="ProblemException"/> where the hub refuses and <see cref="HttpRequestException"/> where it was not reached.
/// </remarks>
public sealed partial class IntelShareClient : IDisposable
{
    private readonly Line line;

    /// <summary>A client that signs for itself.</summary>
    /// <param name="hub">The hub's address.</param>
    /// <param name="key">Signs its tokens; says whose it is.</param>
    /// <param name="roles">What they claim (<see cref="Roles"/>); by default contributor, discloser and analyst.</param>
    /// <param name="officer">Who stands behind the requests, opaque to the hub; by default <c>&lt;client&gt;-officer</c>.</param>
    /// <param name="options">How it goes about its calls.</param>
    public IntelShareClient(Uri hub, ClientKey key, IReadOnlyCollection<string>? roles = null, string? officer = null, ClientOptions? options = null)
        : this(hub, new Tokens(key, roles, officer, (options ?? new()).Clock).OfNowAsync, options)
    {
    }

    /// <summary>A client whose tokens come from elsewhere: the agency's own identity provider, or a long one of a feed.</summary>
    /// <param name="hub">The hub's address.</param>
    /// <param name="token">Asked before each attempt; keep what is still good.</param>
    /// <param name="options">How it goes about its calls.</param>
    public IntelShareClient(Uri hub, Func<CancellationToken, ValueTask<string>> token, ClientOptions? options = null)
    {
        var how = options ?? new();
        line = new(hub, token, how.Retries, how.Clock, how.Transport);
    }

    /// <summary>What the hub sees of the caller: the first thing to look at when something is refused.</summary>
    public Task<Answer<CallerView>> WhoAmIAsync(CancellationToken cancellationToken = default) => CallAsync(Operations.WhoAmI, Operations.WhoAmI.At(), Stated.Nothing, body: null, cancellationToken);

    /// <summary>Shares a record.</summary>
    /// <param name="indicator">The record.</param>
    /// <param name="idempotencyKey">By default a random one, kept over the repetitions of this call. Give one of your own to send it again after a crash: see <see cref="IdempotencyKey"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Its id; with the ETag that its first change names.</returns>
    public Task<Answer<Submitted>> SubmitAsync(SubmitIndicator indicator, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Submit, Operations.Submit.At(), new(IdempotencyKey: idempotencyKey ?? IdempotencyKey.New()), indicator, cancellationToken);

    /// <summary>Reads a record. What may not be read does not exist: <c>not-found</c>.</summary>
    /// <param name="id">Of the record.</param>
    /// <param name="why">Why it is asked for.</param>
    /// <param name="asOf">An own record as it stood then.</param>
    /// <param name="ground">Of a restricted record: the one that it is kept for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<IndicatorView>> GetAsync(Guid id, Why? why, DateTimeOffset? asOf = null, RestrictionGround? ground = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Get, Operations.Get.At(("id", id), ("asOf", asOf), ("ground", ground is { } named ? Code.Of(named) : null)), new(why), body: null, cancellationToken);

    /// <summary>All that may be read, newest first.</summary>
    /// <param name="why">Why it is asked for.</param>
    /// <param name="kind">Records of this kind only.</param>
    /// <param name="mine">The own records alone.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public IAsyncEnumerable<IndicatorView> ListAsync(Why? why, IndicatorKind? kind = null, bool mine = false, CancellationToken cancellationToken = default) =>
        PagesAsync(Operations.List, new(why), [("limit", 100), ("kind", kind is { } only ? Code.Of(only) : null), ("mine", mine ? true : null)], cancellationToken);

    /// <summary>Own records by the own name for them.</summary>
    /// <param name="reference">As it was submitted.</param>
    /// <param name="why">Why they are asked for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public IAsyncEnumerable<IndicatorView> FindAsync(string reference, Why? why, CancellationToken cancellationToken = default) =>
        PagesAsync(Operations.List, new(why), [("reference", reference)], cancellationToken);

    /// <summary>Changes members of an own record.</summary>
    /// <param name="id">Of the record.</param>
    /// <param name="etag">Of the version that is changed, as the last answer said; another is <c>version-mismatch</c>. * takes it as it is, and is not repeated.</param>
    /// <param name="amendment">What replaces what stands.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<OwnerView>> AmendAsync(Guid id, string etag, AmendIndicator amendment, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Amend, Operations.Amend.At(("id", id)), new(IfMatch: etag), amendment.Patch(), cancellationToken);

    /// <summary>Says anew who may read an own record; whoever could and is not named reads it no more.</summary>
    /// <inheritdoc cref="AmendAsync" path="/param[@name='id' or @name='etag' or @name='cancellationToken']" />
    /// <param name="release">In the place of what stands, whole.</param>
    public Task<Answer<OwnerView>> ReleaseAsync(Guid id, string etag, Release release, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Release, Operations.Release.At(("id", id)), new(IfMatch: etag), release, cancellationToken);

    /// <summary>Takes an own record back, for good.</summary>
    /// <inheritdoc cref="AmendAsync" path="/param[@name='id' or @name='etag' or @name='cancellationToken']" />
    /// <param name="reason">Told to the owner only, in its history.</param>
    public Task<Answer<OwnerView>> WithdrawAsync(Guid id, string etag, string reason, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Withdraw, Operations.Withdraw.At(("id", id)), new(IfMatch: etag), new WithdrawIndicator(reason), cancellationToken);

    /// <summary>Looks up exact values. It spends the day's budget, so it is never repeated by itself.</summary>
    /// <param name="lookUps">1 to 1,000.</param>
    /// <param name="why">Why they are asked for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>An answer to each, in order.</returns>
    public Task<Answer<SearchResults>> SearchAsync(IReadOnlyList<LookUp> lookUps, Why? why, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Search, Operations.Search.At(), new(why), new SearchIndicators(lookUps), cancellationToken);

    /// <summary>Asks the owner behind a hit, or of a record that is read, for more.</summary>
    /// <param name="request">What is asked for, and why.</param>
    /// <param name="why">Purpose and case.</param>
    /// <param name="idempotencyKey">As with <see cref="SubmitAsync"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<Requested>> AskForDisclosureAsync(RequestDisclosure request, Why? why, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.AskForDisclosure, Operations.AskForDisclosure.At(), new(why, idempotencyKey ?? IdempotencyKey.New()), request, cancellationToken);

    /// <summary>Accepts an owner's own conditions (H3) for this officer; the record may be read then until they change.</summary>
    /// <param name="id">Of the record.</param>
    /// <param name="conditions">Word by word, as a search told them in <see cref="SearchResult.Conditions"/>.</param>
    /// <param name="why">Purpose and case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<ConditionsView>> AcknowledgeAsync(Guid id, string conditions, Why? why, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Acknowledge, Operations.Acknowledge.At(("id", id)), new(why), new AcknowledgeConditions(conditions), cancellationToken);

    /// <summary>Tells the owner of a record that what it says was seen.</summary>
    /// <param name="id">Of a record that is read in full.</param>
    /// <param name="sighting">What was seen.</param>
    /// <param name="why">Purpose and case.</param>
    /// <param name="idempotencyKey">As with <see cref="SubmitAsync"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<Reported>> ReportSightingAsync(Guid id, ReportSighting sighting, Why? why, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ReportSighting, Operations.ReportSighting.At(("id", id)), new(why, idempotencyKey ?? IdempotencyKey.New()), sighting, cancellationToken);

    /// <summary>Follows all that becomes, changes or ceases to be readable, without end, from where the store says that it was.</summary>
    /// <param name="store">Keeps the place; it is saved when the change after a page's last one is asked for.</param>
    /// <param name="why">Why it is asked for. With another purpose the walk begins anew.</param>
    /// <param name="kind">Records of this kind only; a store keeps the place of one kind.</param>
    /// <param name="pageSize">1 to 1,000: how many changes may come twice after a crash.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<Change> ChangesAsync(ICursorStore store, Why? why, IndicatorKind? kind = null, int pageSize = 1000, CancellationToken cancellationToken = default) =>
        Follower.WalkAsync(
            async (cursor, wait, ct) => (await CallAsync(Operations.Changes, Operations.Changes.At(("cursor", cursor), ("limit", pageSize), ("kind", kind is { } only ? Code.Of(only) : null), ("wait", wait)), new(why), body: null, ct)).Value,
            pageSize, store, cancellationToken);

    /// <summary>Brings in a file, row by row. The same file under the same key goes on where it was cut off, and adds nothing.</summary>
    /// <param name="file">Sent from where it stands. One that cannot be rewound is sent once.</param>
    /// <param name="format">One of <see cref="ImportFormat"/>.</param>
    /// <param name="idempotencyKey">Names the import: see <see cref="IdempotencyKey.OfAsync"/>. A dry run has a key of its own.</param>
    /// <param name="defaults">What no row says, member by member as in a submission.</param>
    /// <param name="dryRun">Decide everything, do nothing.</param>
    /// <param name="sent">Told the bytes so far.</param>
    /// <param name="cancellationToken">Cancels; rows that were in stay in.</param>
    public async Task<Answer<ImportResult>> ImportAsync(Stream file, string format, string idempotencyKey, JsonObject? defaults = null, bool dryRun = false, IProgress<long>? sent = null, CancellationToken cancellationToken = default) =>
        Read<ImportResult>(await SendFileAsync(Operations.Import.At(("defaults", defaults?.ToJsonString()), ("dryRun", dryRun ? true : null)), file, format, new(IdempotencyKey: idempotencyKey), sent, cancellationToken));

    /// <summary>What became of the rows of an own import, in the file's order.</summary>
    /// <param name="import">Its id.</param>
    /// <param name="outcome">Rows that ended so.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public IAsyncEnumerable<ImportOutcome> ImportRowsAsync(Guid import, RowOutcome? outcome = null, CancellationToken cancellationToken = default) =>
        PagesAsync(Operations.ImportRows, Stated.Nothing, [("id", import), ("limit", 1000), ("outcome", outcome is { } only ? Code.Of(only) : null)], cancellationToken);

    /// <summary>Writes everything that may be read in full. Whatever was written before an exception is none of it.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="format">What it looks like.</param>
    /// <param name="why">Why it is asked for.</param>
    /// <param name="kind">Records of this kind only; mandatory for a table.</param>
    /// <param name="mine">The own records alone.</param>
    /// <param name="received">Told the bytes so far.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The entry of its beginning in the own trail.</returns>
    /// <exception cref="IOException">It was cut off.</exception>
    public Task<string?> ExportAsync(Stream into, ExportFormat format, Why? why, IndicatorKind? kind = null, bool mine = false, IProgress<long>? received = null, CancellationToken cancellationToken = default) =>
        FetchAsync(Operations.Export.At(("format", Code.Of(format)), ("kind", kind is { } only ? Code.Of(only) : null), ("mine", mine ? true : null)), into, new(why), received, cancellationToken);

    /// <summary>Any other operation of the contract, as text.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="path">With its query, encoded: <c>/v1/notices?limit=50</c>.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="stated">Purpose and case, Idempotency-Key, If-Match. A request that is no GET is repeated only with one of the last two.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<string>> SendAsync(HttpMethod method, string path, JsonNode? body = null, Stated? stated = null, CancellationToken cancellationToken = default) =>
        line.SayAsync(method, path, stated ?? Stated.Nothing, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken);

    /// <summary>Any other list of the contract, over all its pages.</summary>
    /// <param name="path">With its query, encoded, without a cursor: <c>/v1/disclosure-requests?side=asked</c>.</param>
    /// <param name="stated">Purpose and case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Each item as the hub answers it.</returns>
    public IAsyncEnumerable<JsonObject> ItemsAsync(string path, Stated? stated = null, CancellationToken cancellationToken = default) =>
        PagesAsync<JsonObject>(path, stated ?? Stated.Nothing, cancellationToken);

    /// <summary>Any operation that takes a file; it may take as long as it likes.</summary>
    /// <param name="path">With its query, encoded.</param>
    /// <param name="file">Sent from where it stands. One that cannot be rewound is sent once.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="stated">As with <see cref="SendAsync"/>.</param>
    /// <param name="sent">Told the bytes so far.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<string>> SendFileAsync(string path, Stream file, string mediaType, Stated? stated = null, IProgress<long>? sent = null, CancellationToken cancellationToken = default) =>
        line.SendFileAsync(path, stated ?? Stated.Nothing, file, mediaType, sent, cancellationToken);

    /// <summary>Any operation that answers a file: written as it comes, however long it takes.</summary>
    /// <param name="path">With its query, encoded.</param>
    /// <param name="into">Where to.</param>
    /// <param name="stated">As with <see cref="SendAsync"/>.</param>
    /// <param name="received">Told the bytes so far.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The entry in the own trail.</returns>
    /// <exception cref="IOException">It was cut off: what came is none.</exception>
    public Task<string?> FetchAsync(string path, Stream into, Stated? stated = null, IProgress<long>? received = null, CancellationToken cancellationToken = default) =>
        line.FetchAsync(path, stated ?? Stated.Nothing, into, received, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => line.Dispose();

    private static Answer<T> Read<T>(Answer<string> said) =>
        new(JsonSerializer.Deserialize<T>(said.Value, Json.Wire) ?? throw new JsonException("The hub answered nothing."), said.ETag, said.AuditEntry);

    private async Task<Answer<T>> CallAsync<T>(Operation<T> operation, string path, Stated stated, object? body, CancellationToken ct) =>
        Read<T>(await line.SayAsync(operation.Method, path, stated, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, Json.Wire), ct));

    private IAsyncEnumerable<T> PagesAsync<T>(Operation<PageOf<T>> operation, Stated stated, (string Name, object? Value)[] given, CancellationToken ct) =>
        PagesAsync<T>(operation.At(given), stated, ct);

    private async IAsyncEnumerable<T> PagesAsync<T>(string path, Stated stated, [EnumeratorCancellation] CancellationToken ct)
    {
        string? next = null;
        do
        {
            var cursor = next is null ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(next)}";
            var page = Read<PageOf<T>>(await line.SayAsync(HttpMethod.Get, path + cursor, stated, null, ct)).Value;
            foreach (var item in page.Items)
            {
                yield return item;
            }

            next = page.Next;
        }
        while (next is not null);
    }
}
