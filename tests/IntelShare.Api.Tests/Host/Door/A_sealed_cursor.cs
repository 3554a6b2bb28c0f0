using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Host.Door;

public sealed class A_sealed_cursor(TestHub hub) : IClassFixture<TestHub>
{
    private readonly Vault vault = hub.Services.GetRequiredService<Vault>();

    [Theory]
    [InlineData("""{"Place":"there","Authority":"mine"}""", null, "there")]
    [InlineData("""{"Place":"there","Authority":"another"}""", 410, "here")]
    [InlineData("""{"After":"there","Authority":"mine"}""", 410, "here")]
    public void begins_anew_where_authority_or_its_own_form_is_another(string plain, int? status, string stands)
    {
        var place = "here";
        Assert.Equal(status, new Cursors(vault, "a list", "mine").Open(vault.SealToken("a list", Encoding.UTF8.GetBytes(plain)), "as answered", ref place)?.Status);
        Assert.Equal(stands, place);
    }

    [Fact]
    public void opens_nothing_of_another_list()
    {
        var place = "here";
        Assert.Equal(400, new Cursors(vault, "a list", "mine").Open(new Cursors(vault, "another", "mine").Seal("there"), "as answered", ref place)?.Status);
    }
}
