using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>The code of <c>openapi/connect.md</c>, between the marks.</summary>
internal static class Sample
{
    public static async Task<Guid> WorkAsync(Uri address, string keyFile, ClientOptions options)
    {
        // <work>
        using var hub = new IntelShareClient(address, await ClientKey.ReadFileAsync(keyFile), officer: "o-1017", options: options);

        // One record, however often the answer is lost.
        var shared = await hub.SubmitAsync(new SubmitIndicator
        {
            Content = new LexiconEntry { Term = "❄️🎿", Concept = "drug.cocaine", Ambiguous = true },
            Evaluation = new(SourceCode.B, 2),
            Handling = Handling.Of(HandlingCode.H0),
            Release = new() { Full = ["country:FR"] },
            Purposes = [Purpose.CrossChecking],
            CrimeAreas = [CrimeArea.DrugTrafficking],
            Retention = new(new DateOnly(2027, 11, 30), "national police law"),
        });

        var why = new Why(Purpose.CrossChecking, "K-2026-118");
        var found = await hub.SearchAsync([new(IndicatorKind.AccountHandle, "quick_jobs_malmo", "telegram")], why);
        foreach (var hit in found.Value.Results[0].Hits)
        {
            Console.WriteLine($"Ask {hit.Desk.Contact} for {hit.Reference}.");
        }

        try
        {
            await hub.AmendAsync(shared.Value.Id, shared.ETag!, new() { Evaluation = new(SourceCode.A, 1) });
        }
        catch (ProblemException refused) when (refused.Code == "version-mismatch")
        {
            // Somebody was faster, or refused.MayHaveHappened and it was this call: read the record and decide anew.
        }
        // </work>

        return shared.Value.Id;
    }

    public static async Task FollowAsync(IntelShareClient hub, ICursorStore store, Why why, OwnCopy own, CancellationToken stop)
    {
        // <follow>
        await foreach (var change in hub.ChangesAsync(store, why, cancellationToken: stop))
        {
            switch (change)
            {
                case Told told:
                    await own.KeepAsync(told.Id, told.Walk, told.Indicator);
                    break;
                case Removed removed:
                    await own.DeleteAsync(removed.Id, removed.Stix);
                    break;
                case CaughtUp caught:
                    await own.DeleteEarlierThanAsync(caught.Walk);
                    break;
            }
        }
        // </follow>
    }
}

/// <summary>What a partner keeps: a row for each record, with the walk in which it was told last.</summary>
internal sealed class OwnCopy
{
    public Dictionary<Guid, int> Walks { get; } = [];

    public Task KeepAsync(Guid id, int walk, IndicatorView indicator)
    {
        Assert.Equal(id, indicator.Id);
        Walks[id] = walk;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(Guid id, IReadOnlyList<string> stix)
    {
        Assert.NotEmpty(stix);
        Walks.Remove(id);
        return Task.CompletedTask;
    }

    public Task DeleteEarlierThanAsync(int walk)
    {
        foreach (var id in Walks.Where(one => one.Value < walk).Select(one => one.Key).ToArray())
        {
            Walks.Remove(id);
        }

        return Task.CompletedTask;
    }
}
