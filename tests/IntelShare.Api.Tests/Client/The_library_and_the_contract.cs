using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Contract;

namespace IntelShare.Api.Tests.Client;

/// <summary>What the library names, sends and reads is what the committed contract has, and all of it.</summary>
public sealed class The_library_and_the_contract
{
    /// <summary>A change of the contract by its place, what becomes of it there, and what is to be noticed.</summary>
    public static TheoryData<string, string?, string> Changes => new()
    {
        { "paths//v1/indicators/post/operationId", "\"postIndicator\"", "submitIndicator is not POST /v1/indicators" },
        { "paths//v1/changes/get/parameters/3/name", "\"patience\"", "listChanges?: the contract has no wait" },
        { "paths//v1/indicators/{id}/patch/parameters/1/name", "\"If-Unmodified-Since\"", "amendIndicator states: the library has no If-Unmodified-Since" },
        { "components/schemas/FullView/properties/obligations", null, "FullView: the contract has no obligations" },
        { "components/schemas/FullView/properties/weight", """{"type":"string"}""", "FullView: the library has no weight" },
        { "components/schemas/SubmitLexiconEntry/properties/weight", """{"type":"string"}""", "SubmitIndicator: the library has no weight" },
        { "components/schemas/Retention/required/1", null, "Retention.basis is not mandatory" },
        { "components/schemas/Handling/required/1", "\"conditions\"", "Handling.conditions is mandatory" },
        { "components/schemas/ImportResult/properties/rows/format", "\"int32\"", "ImportResult.rows: the contract has no int64" },
        { "components/schemas/CrimeArea/enum/2", "\"drugs\"", "CrimeArea: the library has no drugs" },
        { "components/schemas/RemovalReason/enum/0", null, "RemovalReason: the contract has no withdrawn" },
        { "components/schemas/IndicatorView/oneOf/1", null, "IndicatorView: the contract has no DisclosedView" },
        { "components/schemas/SubjectView/properties/age/$ref", "\"#/components/schemas/SourceCode\"", "SourceCode: the contract has no adult" },
        { "components/schemas/Role/enum/0", null, "Roles: the contract has no contributor" },
    };

    [Fact]
    public void say_the_same() => Assert.Empty(Mirror.Faults(Committed()));

    [Theory]
    [MemberData(nameof(Changes))]
    public void differ_where_either_is_changed(string place, string? with, string fault)
    {
        var contract = Committed();
        Change(contract, place, with is null ? null : JsonNode.Parse(with));
        Assert.Contains(fault, Mirror.Faults(contract));
    }

    private static JsonObject Committed() => JsonNode.Parse(File.ReadAllText(Path.Combine(ContractDocument.Folder, "intelshare.v1.json")))!.AsObject();

    private static void Change(JsonNode within, string place, JsonNode? with)
    {
        // An address of the contract has slashes of its own.
        string[] steps = place.StartsWith("paths/", StringComparison.Ordinal) && place.IndexOf("//", StringComparison.Ordinal) is > 0 and var begins
            ? [.. Steps(place[(begins + 1)..])]
            : place.Split('/');
        foreach (var step in steps[..^1])
        {
            within = (within is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : within[step])!;
        }

        switch (within, with)
        {
            case (JsonArray list, null):
                list.RemoveAt(int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture));
                break;
            case (JsonArray list, _):
                list.Insert(int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture), with);
                break;
            case (_, null):
                Assert.True(within.AsObject().Remove(steps[^1]));
                break;
            default:
                within[steps[^1]] = with;
                break;
        }

        static IEnumerable<string> Steps(string path)
        {
            var method = path.Split('/').Index().First(part => part.Item is "get" or "post" or "put" or "patch").Index;
            var parts = path.Split('/');
            return [.. new[] { "paths", string.Join('/', parts[..method]) }, .. parts[method..]];
        }
    }
}
