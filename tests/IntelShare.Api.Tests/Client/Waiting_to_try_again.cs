using System.Net;
using System.Net.Http.Headers;
using IntelShare.Api.Tests.Cast;
using IntelShare.Client;
using Microsoft.Extensions.Time.Testing;

namespace IntelShare.Api.Tests.Client;

public sealed class Waiting_to_try_again
{
    private readonly Retries retries = new();

    [Fact]
    public void doubles_and_leaves_half_to_chance()
    {
        for (var attempt = 1; attempt < retries.Attempts; attempt++)
        {
            var most = TimeSpan.FromSeconds(0.5 * Math.Pow(2, attempt - 1));
            Assert.InRange(retries.After(attempt)!.Value, most / 2, most);
        }

        Assert.Null(retries.After(retries.Attempts));
        Assert.InRange((retries with { Attempts = 100 }).After(50)!.Value, retries.Longest / 2, retries.Longest);
        Assert.Null(Retries.None.After(1));
    }

    [Theory]
    [InlineData(429, 7, 7.0)]
    [InlineData(503, 7, 7.0)]
    [InlineData(429, 3600, null)]
    [InlineData(500, 1, null)]
    [InlineData(409, null, null)]
    [InlineData(404, null, null)]
    public async Task is_what_the_hub_asks_for_as_long_as_that_is_no_day(int status, int? asked, double? waits) =>
        Assert.Equal(waits, retries.After(1, await RefusalAsync(status, asked))?.TotalSeconds);

    [Theory]
    [InlineData(429, 7, 7.0)]
    [InlineData(429, null, null)]
    [InlineData(429, 3600, null)]
    [InlineData(503, 7, null)]
    public async Task may_be_for_a_turn_alone(int status, int? asked, double? waits)
    {
        Assert.Null(Retries.WhenAsked.After(1));
        Assert.Equal(waits, Retries.WhenAsked.After(1, await RefusalAsync(status, asked))?.TotalSeconds);
        Assert.Null(Retries.WhenAsked.After(Retries.WhenAsked.Attempts, await RefusalAsync(status, asked)));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task is_for_what_stands_before_the_hub_too(int status)
    {
        var refused = await RefusalAsync(status, asked: null);
        Assert.Equal((ProblemException.NoHub, status, true), (refused.Code, refused.Status, refused.MayHaveHappened));
        Assert.NotNull(retries.After(1, refused));
    }

    private static async Task<ProblemException> RefusalAsync(int status, int? asked)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>") };
        answer.Headers.RetryAfter = asked is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null;
        return await ProblemException.ReadAsync(answer, earlierMayHave: false, new FakeTimeProvider(), Requests.Ct);
    }
}
