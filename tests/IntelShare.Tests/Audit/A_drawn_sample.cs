using System.Security.Cryptography;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

public sealed class A_drawn_sample
{
    private static readonly byte[] Root = SHA256.HashData("root"u8);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 8)]
    [InlineData(0, 100)]
    [InlineData(1_000, 1_257)]
    public void holds_every_place_of_the_range_once(long from, long until) =>
        Assert.Equal(Enumerable.Range((int)from, (int)(until - from)).Select(place => (long)place), Sample.Draw(Root, new(from, until)).Order());

    [Fact]
    public void is_the_same_for_everybody_and_another_under_another_root()
    {
        Assert.Equal(Sample.Draw(Root, new(0, 50)), Sample.Draw([.. Root], new(0, 50)));
        Assert.NotEqual(Sample.Draw(Root, new(0, 50)), Sample.Draw(SHA256.HashData("another"u8), new(0, 50)));
    }

    [Fact]
    public void favours_no_place()
    {
        // Each of ten places comes first in about a tenth of 5,000 draws: 500, its deviation 21.
        var first = Enumerable.Range(0, 5_000).CountBy(n => Sample.Draw(SHA256.HashData(BitConverter.GetBytes(n)), new(0, 10)).First());
        Assert.All(first, place => Assert.InRange(place.Value, 390, 610));
    }
}
