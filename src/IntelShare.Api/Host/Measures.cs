using System.Diagnostics.Metrics;
using IntelShare.Access;

namespace IntelShare.Api.Host;

/// <summary>
/// What an operator may watch: numbers under names of few words. None tells who asked, whose record it was, or what was
/// sought, and none counts by pairs of agencies.
/// </summary>
internal sealed class Measures
{
    public const string Meter = "IntelShare";

    private readonly Counter<long> decisions;
    private readonly Counter<long> hits;
    private readonly Counter<long> refusals;
    private volatile Gauges? gauges;

    public Measures(IMeterFactory factory)
    {
        // The factory's, which ends it.
        var meter = factory.Create(Meter);
        decisions = meter.CreateCounter<long>("intelshare.decisions", description: "Records decided on for a reader, by level and by the wall that decided.");
        hits = meter.CreateCounter<long>("intelshare.hits", description: "Hits told by searches.");
        refusals = meter.CreateCounter<long>("intelshare.refusals", description: "Requests refused at the door, by status and code.");
        Watched("intelshare.audit.unsealed", "{entry}", "Entries on record that could be in the logs and are not; 10,000 at most.", now => now.Unsealed);
        Watched("intelshare.audit.sealer.lag", "s", "Age of the oldest of them.", now => now.SealerLag);
        Watched("intelshare.postings.lag", "s", "Age of the oldest write that no list shows yet, since an older transaction is open.", now => now.PostingLag);
        Watched("intelshare.disclosures.overdue", "{request}", "Requests for disclosure whose owner let the time pass.", now => now.Overdue);
        Watched("intelshare.registry.age", "s", "Since this node last knew that its copy of the registry was the one in force.", now => now.RegistryAge);

        // Nothing is said before it is known.
        void Watched(string name, string unit, string description, Func<Gauges, double> of) =>
            meter.CreateObservableGauge(name, () => gauges is { } now ? [new Measurement<double>(of(now))] : Array.Empty<Measurement<double>>(), unit, description);
    }

    public void Watch(Gauges now) => gauges = now;

    public void Decided(Ruling ruling) => decisions.Add(1, new("level", ruling.Level.Code()), new("wall", ruling.DecidedBy?.Code() ?? "none"));

    public void ToldHits(int told) => hits.Add(told);

    public void Refused(int status, string code) => refusals.Add(1, new("status", status), new("code", code));
}

/// <summary>What is read from the database now and then.</summary>
internal sealed record Gauges(long Unsealed, double SealerLag, double PostingLag, long Overdue, double RegistryAge);
