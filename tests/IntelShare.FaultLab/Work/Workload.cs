using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Hubs;

namespace IntelShare.FaultLab.Work;

/// <summary>Partners who share, change, take back and look for what they know of. Bounded: a pause after each request.</summary>
internal sealed class Workload(Site site, IReadOnlyList<string> owners, IReadOnlyList<string> readers, Journal journal, int seed, TimeProvider clock)
{
    /// <summary>Longer than a request can be under way that nobody waits for any more: nodes wait at most 10 s for a statement.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(12);

    private const int Parallel = 6;
    private const int RowsOfFile = 8;
    private int numbers;

    /// <summary>Until told to end; each partner acts on records of its own alone, so that it knows what it did.</summary>
    public Task RunAsync(int partners, CancellationToken until) => Task.WhenAll(Enumerable.Range(0, partners).Select(partner => WorkAsync(partner, new Random(HashCode.Combine(seed, partner)), until)));

    /// <summary>After the healing: of each act that was left doubtful it is found out what became of it.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var doubtful = journal.Records.Where(record => record.History.Doubtful is not null).ToArray();
        if (doubtful.Length > 0)
        {
            await Task.Delay(Quiet, clock, ct);
        }

        var dice = new Random(seed);
        foreach (var record in doubtful)
        {
            for (var attempt = 0; record.History.Doubtful is not null && attempt < 5; attempt++)
            {
                await OwnerOf(record, dice).SettleAsync(record, ct);
            }

            if (record.History.Doubtful is not null)
            {
                journal.Blame(Check.Unsettled, $"{record.Key}: {record.History.Last}");
            }
        }
    }

    /// <summary>The same key once more must give the same record.</summary>
    public async Task RepeatAsync(int count, CancellationToken ct)
    {
        var dice = new Random(seed);
        foreach (var record in journal.Records.Where(record => record is { Id: not null, File: null }).Take(count))
        {
            await OwnerOf(record, dice).SubmitAsync(record, copies: 1, ct);
        }
    }

    /// <summary>With nothing in its way, every agency can bring in a file.</summary>
    public async Task ImportAsync(CancellationToken ct)
    {
        foreach (var member in owners)
        {
            if (await new Owner(new Partner(site, member, journal, new Random(seed), clock), journal, clock).ImportAsync(MakeFile(member), ct) != Outcome.Ok)
            {
                journal.Blame(Check.WrongAnswers, $"{member} could not bring in a file in the end");
            }
        }
    }

    private IReadOnlyList<LabRecord> MakeFile(string member)
    {
        var file = LabRecord.MakeFile(member, seed, Enumerable.Range(0, RowsOfFile).Select(_ => Interlocked.Increment(ref numbers)));
        foreach (var record in file)
        {
            journal.Records.Enqueue(record);
        }

        return file;
    }

    private Owner OwnerOf(LabRecord record, Random dice) => new(new Partner(site, record.Owner, journal, dice, clock), journal, clock);

    private async Task WorkAsync(int number, Random dice, CancellationToken until)
    {
        await Task.Yield();
        var member = owners[number % owners.Count];
        var owner = new Owner(new Partner(site, member, journal, dice, clock), journal, clock);
        var seekers = readers.Select(reader => new Partner(site, reader, journal, dice, clock)).ToArray();
        var own = new List<LabRecord>();
        while (!until.IsCancellationRequested)
        {
            var before = journal.Acknowledged;
            var seeker = seekers[dice.Next(seekers.Length)];
            if (own.Find(record => record.Id is null && record.History.Doubtful is not null) is { } lost && dice.Next(2) == 0)
            {
                await owner.BringAsync(lost, CancellationToken.None);
            }
            else if (dice.Next(100) < 4)
            {
                var file = MakeFile(member);
                own.AddRange(file);
                await owner.ImportAsync(file, CancellationToken.None);
            }
            else if (own.Count == 0 || dice.Next(100) < 20)
            {
                var record = LabRecord.Make(member, seed, Interlocked.Increment(ref numbers));
                journal.Records.Enqueue(record);
                own.Add(record);
                await owner.SubmitAsync(record, copies: dice.Next(8) == 0 ? Parallel : 1, CancellationToken.None);
            }
            else if (dice.Next(100) < 45 && own.FindAll(record => record is { Id: not null, History: { Doubtful: null, Last.Ending: Ending.Open } }) is { Count: > 0 } open)
            {
                await ChangeAsync(owner, open[dice.Next(open.Count)], dice);
            }
            else if (dice.Next(3) == 0 && own.FindAll(record => record.Id is not null) is { Count: > 0 } known)
            {
                var record = known[dice.Next(known.Count)];
                Judge.Observe(journal, record, seeker.Member, await seeker.FindAsync(record, absent: 404, CancellationToken.None));
            }
            else
            {
                var sought = Enumerable.Range(0, dice.Next(1, 4)).Select(_ => own[dice.Next(own.Count)]).Distinct().ToArray();
                if (dice.Next(2) == 0)
                {
                    Judge.Observe(journal, sought, seeker.Member, await seeker.SearchAsync(sought, CancellationToken.None));
                }
                else
                {
                    Judge.ObserveScan(journal, sought, seeker.Member, await seeker.ScanAsync(sought, CancellationToken.None));
                }
            }

            // Nobody hammers a door that is shut.
            var shut = journal.Acknowledged == before;
            await Task.Delay(TimeSpan.FromMilliseconds(shut ? dice.Next(200, 400) : dice.Next(5, 25)), clock, CancellationToken.None);
        }
    }

    private static Task ChangeAsync(Owner owner, LabRecord record, Random dice)
    {
        var audience = (Audience)(((int)record.History.Last!.Audience + dice.Next(1, 4)) % 4);
        return dice.Next(100) switch
        {
            < 40 => owner.AmendAsync(record, CancellationToken.None),
            < 78 => owner.ReleaseAsync(record, audience, CancellationToken.None),
            < 84 when record.File is null => owner.SubmitAsync(record, copies: 2, CancellationToken.None),
            < 90 => owner.WithdrawAsync(record, CancellationToken.None),
            _ => owner.EraseAsync(record, CancellationToken.None),
        };
    }
}
