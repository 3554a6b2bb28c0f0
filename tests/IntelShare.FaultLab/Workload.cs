namespace IntelShare.FaultLab;

/// <summary>Partners who submit and look for what they were told exists. Bounded: a pause after each request.</summary>
internal sealed class Workload(HubProcess hub, Journal journal, int seed, TimeProvider clock)
{
    private int numbers;

    public Task RunAsync(int partners, CancellationToken until) => Task.WhenAll(Enumerable.Range(0, partners).Select(partner => WorkAsync(new Random(HashCode.Combine(seed, partner)), until)));

    /// <summary>After the healing: what was left unknown is sent again under its own key, until the hub says what it is.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var owner = new Partner(hub.Http, hub.Key("se-noa"), journal, clock);
        foreach (var submission in journal.Submissions.Where(submission => submission.Id is null))
        {
            for (var attempt = 0; submission.Id is null && attempt < 5; attempt++)
            {
                await SubmitAsync(owner, submission, ct);
            }
        }
    }

    /// <summary>The same key once more must give the same record.</summary>
    public async Task RepeatAsync(int count, CancellationToken ct)
    {
        var owner = new Partner(hub.Http, hub.Key("se-noa"), journal, clock);
        foreach (var submission in journal.Submissions.Where(submission => submission.Id is not null).Take(count))
        {
            await SubmitAsync(owner, submission, ct);
        }
    }

    private async Task WorkAsync(Random dice, CancellationToken until)
    {
        await Task.Yield();
        var owner = new Partner(hub.Http, hub.Key("se-noa"), journal, clock);
        var reader = new Partner(hub.Http, hub.Key("fr-ofast"), journal, clock);
        var own = new List<Submission>();
        while (!until.IsCancellationRequested)
        {
            var before = journal.Acknowledged;
            if (own.Count == 0 || dice.Next(2) == 0)
            {
                var submission = Submission.Make(seed, Interlocked.Increment(ref numbers));
                journal.Submissions.Enqueue(submission);
                await SubmitAsync(owner, submission, CancellationToken.None);
                if (submission.Id is not null)
                {
                    own.Add(submission);
                }
            }
            else
            {
                var sought = own[dice.Next(own.Count)];
                var reply = await reader.SearchAsync([sought], CancellationToken.None);
                if (reply.Outcome == Outcome.Ok && !Checker.IsFound(sought, reply.Body!["results"]![0]!))
                {
                    journal.Violations.Enqueue($"{sought.Key} was acknowledged and not found");
                }
            }

            // Nobody hammers a door that is shut.
            var shut = journal.Acknowledged == before;
            await Task.Delay(TimeSpan.FromMilliseconds(shut ? dice.Next(200, 400) : dice.Next(5, 25)), clock, CancellationToken.None);
        }
    }

    private async Task SubmitAsync(Partner owner, Submission submission, CancellationToken ct)
    {
        var reply = await owner.SubmitAsync(submission, ct);
        submission.WasUnknown |= reply.Outcome == Outcome.Unknown;
        if (reply.Outcome != Outcome.Ok)
        {
            return;
        }

        var id = (string?)reply.Body!["id"];
        if (submission.Id is { } earlier && earlier != id)
        {
            journal.Violations.Enqueue($"{submission.Key} was answered with two records");
        }

        submission.Id = id;
    }
}
