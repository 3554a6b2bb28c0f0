using IntelShare.Access;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using Npgsql;

namespace IntelShare.Api.Exchange;

/// <summary>
/// Tells a reader everything that it may read, in batches: each is decided, put on record under the registry decided with, and only
/// then sent. Whoever holds a whole answer has its closing entry on record; whatever else ends it aborts the connection, so that
/// no shorter answer looks whole.
/// </summary>
internal sealed partial class Export(Visit visit, LongVisit steps, Records records, Sight sight, Line line, Trail trail, Tellings tellings, RegistryCache registry, ILogger<Export> log)
{
    /// <summary>Records of one batch, and of one entry.</summary>
    public const int Most = 200;

    private const int Attempts = 8;
    private const string Ended = "export-ended";

    /// <summary>Between the clocks of two nodes.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>The entries of what was told, one for each batch.</summary>
    private readonly List<(DateTimeOffset At, Guid Id)> entries = [];

    private string authority = "";
    private bool dated;

    /// <summary>Where a walk stands; <paramref name="Fresh"/> at the beginning of a round.</summary>
    private sealed record Place(Walk Walk, bool Fresh);

    /// <summary>A batch that is on record, and where to go on; nowhere after the last.</summary>
    private sealed record Batch(IReadOnlyList<Exported> Items, Place? Next);

    /// <summary>Whether all of it stays within what the day allows the officer. Nothing is opened for that.</summary>
    public async Task<bool> FitsAsync(string? kind, bool mine, CancellationToken ct)
    {
        if (mine || !Tellings.Counts(visit))
        {
            return true;
        }

        var (reader, officer, member) = (visit.Reader(), 0, 0);
        var narrowing = Narrowing.Of(reader, mine);
        for (var walk = Walk.From(since: null); ;)
        {
            var rows = await records.WalkAsync(narrowing, kind, walk, Most, ct);
            var readable = rows.Where(row => AccessPolicy.ToldAt(reader, row.Stored.Record) == row.Version && AccessPolicy.Decide(reader, row.Stored.Record).Level == Level.Full);
            var more = await tellings.NewAsync(visit, [.. readable.Select(row => new Told(row.Stored.Record.Owner, row.Stored.Record.Id, Level.Full))], line, ct);
            (officer, member) = (officer + more.Officer, member + more.Member);
            if (!tellings.Fits(visit, officer, member))
            {
                return false;
            }

            if (rows.Count < Most)
            {
                return true;
            }

            walk = rows[^1].At;
        }
    }

    /// <summary>Sends everything, once its beginning is on record.</summary>
    public async Task TellAsync(HttpContext http, ExportForm form, string? kind, bool mine)
    {
        var ct = http.RequestAborted;
        (authority, dated) = (Narrowing.Of(visit.Reader(), mine).Fingerprint(visit.Registry.Incarnation), form.Dated);
        try
        {
            await SendAsync(form.Head());
            for (Place? place = new(Walk.From(since: null), Fresh: true); place is not null;)
            {
                var at = place;
                if (await StandingAsync(http, mine, () => NextAsync(kind, mine, at, ct)) is not { } batch)
                {
                    await BreakOffAsync(http);
                    return;
                }

                await SendAsync(form.Records(batch.Items));
                place = batch.Next;
            }

            if (await StandingAsync(http, mine, () => EnterAsync(Ended, [], ct)) is null)
            {
                await BreakOffAsync(http);
                return;
            }

            await SendAsync(form.Tail());
        }
        catch (Exception broken) when (http.Response.HasStarted)
        {
            Broke(broken.GetType().Name);
            await BreakOffAsync(http);
        }

        async Task SendAsync(byte[] bytes)
        {
            // However slowly they are read, nobody waits for the connection meanwhile.
            await line.CloseAsync();
            if (bytes.Length > 0)
            {
                await http.Response.Body.WriteAsync(bytes, ct);
            }
        }
    }

    /// <summary>A step while the reader is who it was when the export began: what it may read now would else not be the rest of that.</summary>
    private Task<T?> StandingAsync<T>(HttpContext http, bool mine, Func<Task<T?>> step) where T : class =>
        steps.StepAsync(http, () => visit.Caller.Purposes.Contains(visit.Purpose!.Value) && Narrowing.Of(visit.Reader(), mine).Fingerprint(visit.Registry.Incarnation) == authority, step);

    /// <summary>
    /// The next batch, on record; null where the day's budget was spent meanwhile, by others of the agency or by the same officer elsewhere.
    /// Batches are as long as the reader's own records allow: what it may not see may not show in its trail either.
    /// </summary>
    private async Task<Batch?> NextAsync(string? kind, bool mine, Place place, CancellationToken ct)
    {
        var (items, next) = await FillAsync(visit.Reader(), mine, kind, place, ct);
        Told[] told = [.. items.Select(item => item.Seen.Told)];
        if (told.Length > 0)
        {
            if (await tellings.RefusalAsync(visit, line, ct) is not null && tellings.Counting(visit, told) is not null)
            {
                return null;
            }

            await EnterAsync("records-exported", told, ct);
        }

        return new(items, next);
    }

    /// <summary>
    /// The first round is that of one snapshot; each that follows finds what changed during the one before, until one is whole in a single
    /// statement. What was told already is not told again: the trail says what that is.
    /// </summary>
    private async Task<(List<Exported> Items, Place? Next)> FillAsync(Reader reader, bool mine, string? kind, Place place, CancellationToken ct)
    {
        var narrowing = Narrowing.Of(reader, mine);
        var (items, walk, fresh) = (new List<Exported>(Most), place.Walk, place.Fresh);
        while (true)
        {
            var rows = await records.WalkAsync(narrowing, kind, walk, Most, ct);

            // What comes after the beginning is left out, or there would be no end where others write faster than the client reads.
            var readable = rows.Where(row => AccessPolicy.ToldAt(reader, row.Stored.Record) == row.Version && row.Stored.Record.SubmittedAt <= visit.Began + Leeway).ToList();
            var known = await Trail.ToldByAsync(entries, [.. readable.Select(row => row.Stored.Record).Where(record => walk.Since is not null || record.ChangedAt >= visit.Began - Leeway).Select(record => record.Id)], line, ct);
            var moments = await records.MomentsAsync(dated ? readable.Select(row => row.At) : [], ct);
            foreach (var row in readable.Where(row => !known.Contains(row.Stored.Record.Id)))
            {
                if (sight.See(reader, row.Stored) is not { } seen)
                {
                    continue;
                }

                items.Add(new(seen, moments.GetValueOrDefault((row.At.Xid, row.At.Pos), visit.Now)));
                if (items.Count == Most)
                {
                    return (items, new(row.At, Fresh: false));
                }
            }

            if (rows.Count < Most)
            {
                return (items, fresh ? null : new(Walk.From(since: (rows.Count > 0 ? rows[^1].At : walk).Until), Fresh: true));
            }

            (walk, fresh) = (rows[^1].At, false);
        }
    }

    private async Task<Entry?> EnterAsync(string act, IReadOnlyList<Told> told, CancellationToken ct)
    {
        visit.Act = visit.Act with { Name = act };
        var entry = trail.EntryOf(visit, "ok", told);
        await trail.EnterAsync(entry, line, ct, tellings.Counting(visit, told), totals => tellings.HearAsync(visit, totals, ct));
        tellings.Remember(visit, told);
        entries.Add((entry.At, entry.Id));
        return entry;
    }

    /// <summary>Ends it so that nobody takes it for whole, and says so on record as far as that can be said: without a closing entry it was broken off too.</summary>
    private async Task BreakOffAsync(HttpContext http)
    {
        http.Abort();
        await line.CloseAsync();
        visit.Act = visit.Act with { Name = Ended };
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                await trail.EnterAsync(trail.EntryOf(visit, "broken-off", []) with { RegistryVersion = registry.Current.Version }, CancellationToken.None);
                return;
            }
            catch (RegistryMovedException)
            {
                await registry.ReloadAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "An export broke off: {Exception}")]
    private partial void Broke(string exception);
}
