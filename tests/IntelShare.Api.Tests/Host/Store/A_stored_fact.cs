using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Host.Store;

/// <summary>
/// Facts are for ever. A sample under <c>facts/</c> is what some database holds: it is never rewritten, and what cannot read
/// it any more cannot be released. A fact that changes is a new fact.
/// </summary>
public sealed class A_stored_fact
{
    private static readonly string Folder = Path.Combine(Truth.Root, "tests", "IntelShare.Api.Tests", "facts");

    public static TheoryData<string> Names => [.. FactNames.All.Values.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task is_read_as_it_was_written_and_written_as_it_was_read(string name)
    {
        var type = FactNames.All.Single(fact => fact.Value == name).Key;
        foreach (var file in Directory.GetFiles(Folder, name + "*.json").Where(file => Path.GetFileName(file).Split('.')[0] == name))
        {
            var stored = JsonNode.Parse(await File.ReadAllTextAsync(file, Requests.Ct))!;
            var again = JsonSerializer.SerializeToNode(stored.Deserialize(type, Json.Stored), type, Json.Stored);
            Assert.True(JsonNode.DeepEquals(stored, again), $"{Path.GetFileName(file)} comes back as {again}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void has_a_sample_that_fills_every_member_between_its_files(string name)
    {
        var type = FactNames.All.Single(fact => fact.Value == name).Key;
        var filled = Directory.GetFiles(Folder, name + "*.json").Where(file => Path.GetFileName(file).Split('.')[0] == name)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject().Select(member => member.Key)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Where(member => !filled.Contains(member)));
    }

    [Fact]
    public void has_a_name_of_its_own()
    {
        Assert.Equal(FactNames.All.Count, FactNames.All.Values.Distinct(StringComparer.Ordinal).Count());

        // What a state can be evolved by is a fact; the law's states say which in their switch, the store by name.
        var law = typeof(IntelShare.Indicators.Indicator).Assembly.GetTypes();
        var evolving = law.Where(type => type.GetMethod("Evolve") is not null).SelectMany(type => File.ReadAllLines(Source(type)))
            .Select(line => line.TrimStart()).Where(line => line.StartsWith("(null, ", StringComparison.Ordinal) || line.StartsWith("(not null, ", StringComparison.Ordinal))
            .Select(line => line.Split(", ")[1].Split(' ', ')')[0]).Where(fact => fact != "_").Distinct(StringComparer.Ordinal);
        Assert.Equal(FactNames.All.Keys.Select(fact => fact.Name).Order(StringComparer.Ordinal), evolving.Order(StringComparer.Ordinal));
    }

    private static string Source(Type state) => Directory.GetFiles(Path.Combine(Truth.Root, "src", "IntelShare"), state.Name + ".cs", SearchOption.AllDirectories).Single();
}
