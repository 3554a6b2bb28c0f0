using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Cli;

public sealed class The_tool(TestHub hub) : IClassFixture<TestHub>
{
    [Theory]
    [InlineData("bash", "complete -o default")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c intelshare")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task completes_in_every_shell(string shell, string says) =>
        Assert.Contains(says, await Toolbox.RunAsync(hub.Clock, "completion", shell).DoneAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task says_itself_what_may_follow()
    {
        Assert.Equal(["enrol"], Lines(await Toolbox.RunAsync(hub.Clock, "[suggest:20]", "intelshare member en").DoneAsync()).Where(line => line.StartsWith("en", StringComparison.Ordinal)));
        Assert.Contains("--read-back", Lines(await Toolbox.RunAsync(hub.Clock, "[suggest:33]", "intelshare pending second ID --re").DoneAsync()));
    }

    [Fact]
    public async Task teaches_each_command_by_an_example_that_it_understands()
    {
        foreach (var path in await CommandsAsync([]))
        {
            var help = await Toolbox.RunAsync(hub.Clock, [.. path, "--help"]).DoneAsync();
            Assert.True(help.Contains($"Example: intelshare {string.Join(' ', path)}", StringComparison.Ordinal) || path[0] is "audit" or "db" or "token" or "keys" or "found" or "completion", string.Join(' ', path) + "\n" + help);
        }
    }

    [Fact]
    public async Task ends_a_slip_of_the_keyboard_with_three_and_says_it_as_json_where_json_is_wanted()
    {
        Assert.Equal(3, (await Toolbox.RunAsync(hub.Clock, "member", "lst")).Code);
        var said = await hub.ToolAsync("hub", "member", "suspend", "se-noa", "--json");
        Assert.Equal((3, "", "usage"), (said.Code, said.Output, JsonNode.Parse(said.Error)!["code"]!.GetValue<string>()));
        var nobody = await hub.ToolAsync("nobody", "member", "list", "--json");
        Assert.Equal((3, "usage"), (nobody.Code, JsonNode.Parse(nobody.Error)!["code"]!.GetValue<string>()));
        Assert.Equal(3, (await hub.ToolAsync("hub", "client", "networks", "se-noa", "se-noa")).Code);
    }

    [Fact]
    public async Task ends_with_two_where_no_hub_answers_and_with_one_where_it_refuses()
    {
        var unreached = await Toolbox.RunAsync(hub.Clock, "member", "list", "--client", "hub", "--data", hub.DataDirectory, "--hub", "http://127.0.0.1:1", "--json");
        Assert.Equal((2, "", "not-reached"), (unreached.Code, unreached.Output, JsonNode.Parse(unreached.Error)!["code"]!.GetValue<string>()));

        var refused = await hub.ToolAsync("hub", "member", "show", "nobody", "--json");
        Assert.Equal((1, "", "not-found"), (refused.Code, refused.Output, JsonNode.Parse(refused.Error)!["code"]!.GetValue<string>()));
        var words = await hub.ToolAsync("hub", "party", "put", "UK", "--kind", "third-country", "--name", "United Kingdom");
        Assert.Equal((1, "", true), (words.Code, words.Output, words.Error.StartsWith("The hub refused: refused.", StringComparison.Ordinal)));
        Assert.Contains("GB", words.Error, StringComparison.Ordinal);
        Assert.Contains("role-missing", (await hub.ToolAsync("se-noa", "member", "suspend", "fr-ofast", "--reason", "spite")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task shows_tables_in_which_nobodys_words_move_a_terminal()
    {
        var shown = await hub.ToolAsync("hub", "member", "list").DoneAsync();
        Assert.Contains("desk.contact", shown, StringComparison.Ordinal);
        Assert.Contains("fr-ofast", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        Assert.Equal(JsonNode.Parse(await hub.ToolAsync("hub", "member", "list", "--json").DoneAsync())!["items"]!.AsArray().Count, Lines(shown).Count(line => line.Contains('@', StringComparison.Ordinal) || line.Contains("agency", StringComparison.Ordinal) || line.Contains("desk", StringComparison.OrdinalIgnoreCase)) - 1);
    }

    [Fact]
    public async Task takes_hub_and_identity_from_the_line_before_the_environment()
    {
        var key = Path.Combine(hub.DataDirectory, "demo", "hub.jwk.json");
        Assert.Equal(0, (await Toolbox.RunAsync(hub.Clock, "member", "list", "--key", key, "--hub", hub.Address.ToString())).Code);
        Assert.Equal(3, (await Toolbox.RunAsync(hub.Clock, "member", "list", "--key", key, "--hub", "nowhere")).Code);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Every command that does something, by what the tool itself suggests.</summary>
    private async Task<List<string[]>> CommandsAsync(string[] above)
    {
        var line = string.Join(' ', ["intelshare", .. above, ""]);
        var below = Lines(await Toolbox.RunAsync(hub.Clock, $"[suggest:{line.Length}]", line).DoneAsync()).Where(word => !word.StartsWith('-') && !word.StartsWith('/')).ToArray();
        var found = new List<string[]>();
        foreach (var word in below.Except(above.Length > 0 && above[^1] == "completion" ? below : [], StringComparer.Ordinal))
        {
            found.AddRange(await CommandsAsync([.. above, word]));
        }

        return found.Count > 0 || above.Length == 0 ? found : [above];
    }
}
