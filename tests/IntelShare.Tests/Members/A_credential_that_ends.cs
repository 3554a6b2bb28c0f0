using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_credential_that_ends
{
    private static readonly DateTimeOffset End = Cast.Now.AddDays(80);

    private static readonly object[] Machines =
    [
        new ClientAdded("poller", [Role.Feed], [Purpose.CrossChecking], ["192.0.2.0/24"]), new KeyAdded("poller", "old", "key", Cast.Now),
        new TokenRegistered("poller", "first", End, Cast.Now), new TokenRegistered("poller", "second", End.AddHours(1), Cast.Now),
    ];

    private static string Told(double daysBefore, params object[] more) => string.Join(' ', After(more).EndingSoon(End.AddDays(-daysBefore)).Select(one => $"{one.Client}/{one.Id}:{one.Stage}"));

    private static Member After(params object[] more) => Cast.RegistryOf(Cast.Grimm, [.. Machines.Concat(more).Select(fact => ("fr-ofast", fact))]).Members["fr-ofast"];

    [Theory]
    [InlineData(14.1, "")]
    [InlineData(14, "poller/first:Fortnight")]
    [InlineData(13, "poller/first:Fortnight poller/second:Fortnight")]
    [InlineData(3.01, "poller/first:Fortnight poller/second:Fortnight")]
    [InlineData(3, "poller/first:LastDays poller/second:Fortnight")]
    [InlineData(0.01, "poller/first:LastDays poller/second:LastDays")]
    [InlineData(0, "poller/second:LastDays")]
    [InlineData(-1, "")]
    public void is_told_in_its_last_fortnight_and_its_last_three_days(double daysBefore, string told) => Assert.Equal(told, Told(daysBefore));

    [Fact]
    public void is_a_key_only_where_it_is_to_retire()
    {
        var retires = new KeyRetired("poller", "old", End.AddDays(-1));
        var key = Assert.Single(After(retires).EndingSoon(End.AddDays(-14.5)));
        Assert.Equal(new EndingCredential("poller", "old", IsKey: true, End.AddDays(-1), EndStage.Fortnight), key);
        Assert.Equal("", Told(14.5, retires, new KeyRevoked("poller", "old", "seen", Cast.Now)));
    }

    [Fact]
    public void is_nobodys_care_once_it_was_revoked_or_its_client_ended_or_carries_none()
    {
        Assert.Equal("poller/second:Fortnight", Told(10, new TokenRevoked("poller", "first", "found", Cast.Now)));
        Assert.Equal("", Told(10, new ClientRemoved("poller", "stolen")));
        Assert.Equal("", Told(10, new ClientChanged("poller", [Role.Analyst], [Purpose.CrossChecking], ["192.0.2.0/24"], Standing: null)));
    }

    [Fact]
    public void is_replaced_by_one_that_came_in_its_last_fortnight_and_lasts_longer_each_by_its_own()
    {
        var third = new TokenRegistered("poller", "third", End.AddDays(60), End.AddDays(-12));
        Assert.Equal("poller/second:Fortnight", Told(10, third));
        Assert.Equal("poller/second:LastDays", Told(-0.01, third));
        Assert.Equal("", Told(10, third, new TokenRegistered("poller", "fourth", End.AddDays(60), End.AddDays(-11))));
        Assert.Equal("poller/first:Fortnight poller/second:Fortnight", Told(10, third, new TokenRevoked("poller", "third", "lost", End.AddDays(-11))));
        Assert.Equal("poller/first:Fortnight poller/second:Fortnight", Told(10, new TokenRegistered("poller", "spare", End.AddDays(5), End.AddDays(-20))));
        Assert.Equal("poller/first:Fortnight poller/second:Fortnight", Told(13, new TokenRegistered("poller", "short", End, End.AddDays(-13.5))).Replace(" poller/short:Fortnight", "", StringComparison.Ordinal));
    }

    [Fact]
    public void is_replaced_by_a_key_that_came_late_and_stays()
    {
        var retires = new KeyRetired("poller", "old", End.AddDays(-1));
        Assert.Equal("", Told(14.5, retires, new KeyAdded("poller", "new", "key", End.AddDays(-14.6), "print")));
        Assert.Equal("poller/old:Fortnight", Told(14.5, retires, new KeyAdded("poller", "new", "key", End.AddDays(-40), "print")));
    }
}
