using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

public sealed class Asking_about_nobody
{
    private static readonly Indicator Record = Said.Record("full country:FR; H3");
    private static readonly Reader France = Said.Reader("fr-ofast");
    private static readonly Member Agency = Cast.Registry.Members["fr-ofast"];
    private static readonly Supposed Analyst = new(Role.Analyst, Purpose.CrossChecking, Cleared: false);

    public static TheoryData<string, Action> Questions => new()
    {
        { "record", () => Acknowledging.ConditionsFor(France, null!) },
        { "command", () => Acknowledging.Acknowledge(null!, France, Record) },
        { "reader", () => Acknowledging.Acknowledge(new("Ask first."), null!, Record) },
        { "member", () => Effect.Of(null!, Cast.Registry, Cast.Registry, Cast.Now) },
        { "before", () => Effect.Of(Agency, null!, Cast.Registry, Cast.Now) },
        { "after", () => Effect.Of(Agency, Cast.Registry, null!, Cast.Now) },
        { "record", () => Reach.Of(null!, Agency, Analyst, Cast.Registry, Cast.Now) },
        { "member", () => Reach.Of(Record, null!, Analyst, Cast.Registry, Cast.Now) },
        { "registry", () => Reach.Of(Record, Agency, Analyst, null!, Cast.Now) },
        { "record", () => Reach.Unnamed(null!, Cast.Registry, Cast.Now) },
        { "registry", () => Reach.Unnamed(Record, null!, Cast.Now) },
        { "member", () => Reader.Supposing(null!, Analyst, [], Cast.Registry, Cast.Now) },
        { "supposed", () => Reader.Supposing(Agency, null!, [], Cast.Registry, Cast.Now) },
        { "registry", () => Reader.Supposing(Agency, Analyst, [], null!, Cast.Now) },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void is_a_fault_of_the_caller_and_names_what_is_missing(string missing, Action question) => Assert.Equal(missing, Assert.Throws<ArgumentNullException>(question).ParamName);
}
