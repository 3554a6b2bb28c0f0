using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Naming_the_version(TestHub hub) : IClassFixture<TestHub>
{
    [Theory]
    [InlineData("{tag}")]
    [InlineData("*")]
    [InlineData("W/{tag}")]
    [InlineData("{gzip}")]
    [InlineData("W/{gzip}")]
    [InlineData("\"other\", {tag}")]
    [InlineData("\"other\" ,W/{gzip},\"third\"")]
    public async Task is_enough_in_every_spelling_that_proxies_leave(string spelling)
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("version named"));

        using var response = await AmendAsync(id, spelling.Replace("{tag}", tag, StringComparison.Ordinal).Replace("{gzip}", tag[..^1] + "-gzip\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("{bare}")]
    [InlineData("W/*")]
    public async Task is_not_enough_when_it_is_another(string spelling)
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("version other"));

        using var response = await AmendAsync(id, spelling.Replace("{bare}", tag.Trim('"'), StringComparison.Ordinal));

        Assert.Equal("version-mismatch", await response.CodeAsync());
        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
    }

    [Fact]
    public async Task moves_with_each_change_and_is_the_same_on_every_reading()
    {
        var owner = hub.As("se-noa");
        var (id, first) = await owner.SubmittedAsync(Bodies.Term("version moves", "country:FR"));
        using var read = await owner.SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        using var amended = await AmendAsync(id, first);
        using var stale = await AmendAsync(id, first);
        using var ofTheReader = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);

        Assert.Equal(first, read.Headers.ETag!.ToString());
        Assert.NotEqual(first, amended.Headers.ETag!.ToString());
        Assert.Equal("version-mismatch", await stale.CodeAsync());
        Assert.DoesNotContain(ofTheReader.Headers.ETag!.ToString(), new[] { first, amended.Headers.ETag.ToString() });
    }

    private Task<HttpResponseMessage> AmendAsync(string id, string ifMatch) =>
        hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """{"reference":"R-1"}""", ("If-Match", ifMatch));
}
