using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Contract;

public sealed class The_examples(TestHub hub) : IClassFixture<TestHub>
{
    /// <summary>Names of members whose values nobody can foretell: random, or sealed under a fresh nonce.</summary>
    private static readonly string[] Unforeseeable = ["id", "reference", "next", "tokenId", "entry", "key", "token", "note", "checkpoint", "keys", "frontier", "hashes", "kid", "leaf", "leaves", "record", "salt", "statement", "text"];

    [Fact]
    public async Task are_what_the_hub_answers_when_the_story_is_played()
    {
        var contract = await ContractDocument.OfAsync(hub);
        var story = new Story(hub);
        var wrong = new List<string>();
        foreach (var (file, example) in Examples.All)
        {
            var (path, method, operation) = contract.Operations.Single(operation => operation.Operation["operationId"]!.GetValue<string>() == example.Operation);
            using var response = await story.PlayAsync(example, new(method));
            var answer = await story.ToldAsync(response, example);
            wrong.AddRange((await FaultsAsync(contract, operation, example, response, answer)).Select(fault => $"{file} ({method} {path}): {fault}"));
            Foresee(answer, example.Answer);
            if (ContractDocument.Accepts)
            {
                await File.WriteAllTextAsync(Path.Combine(ContractDocument.Folder, "examples", file + ".json"), JsonSerializer.Serialize(example with { Answer = answer }, Examples.Format) + "\n", Requests.Ct);
            }
            else if (!JsonNode.DeepEquals(answer, example.Answer))
            {
                wrong.Add($"{file}: the hub answers otherwise now. Accept it with ACCEPT=1 dotnet test tests/IntelShare.Api.Tests --filter FullyQualifiedName~The_examples\n{answer.ToJsonString(Examples.Format)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task show_a_good_answer_of_every_operation()
    {
        var operations = (await ContractDocument.OfAsync(hub)).Operations.Where(operation => operation.Path.StartsWith("/v1/", StringComparison.Ordinal)).Select(operation => operation.Operation["operationId"]!.GetValue<string>());

        Assert.Equal(operations.ToHashSet(StringComparer.Ordinal), Examples.All.Values.Where(example => example.Status < 300).Select(example => example.Operation).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task of_problems_satisfy_the_schema_of_problems()
    {
        var contract = await ContractDocument.OfAsync(hub);
        var schema = JsonNode.Parse("""{ "$ref": "#/components/schemas/Problem" }""")!;
        foreach (var (code, example) in contract.Json["components"]!["examples"]!.AsObject())
        {
            Assert.Empty(await contract.ErrorsAsync(schema, example!["value"]));
            Assert.Equal(code, example["value"]!["code"]!.GetValue<string>());
        }

        Assert.NotEmpty(await contract.ErrorsAsync(schema, JsonNode.Parse("""{ "type": "x", "title": "x", "status": 400, "code": "no-such-code" }""")));
    }

    /// <summary>What of an exchange is not as the contract says.</summary>
    private static async Task<IReadOnlyList<string>> FaultsAsync(ContractDocument contract, JsonObject operation, Example example, HttpResponseMessage response, JsonNode answer)
    {
        var faults = new List<string>();
        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if ((int)response.StatusCode != example.Status)
        {
            faults.Add($"answered {status}, not {example.Status}: {answer.ToJsonString()}");
        }

        var media = response.Content.Headers.ContentType!.MediaType!;
        if (operation["responses"]![status] is not { } documented || documented["content"]![media] is not { } content)
        {
            return [.. faults, $"the contract has no answer {status} as {media}"];
        }

        faults.AddRange((await contract.ErrorsAsync(content["schema"]!, answer)).Select(error => "answer: " + error));
        faults.AddRange(documented["headers"]?.AsObject().Select(header => header.Key).Where(header => !response.Headers.Contains(header)).Select(header => $"no header {header}") ?? []);
        if (answer["code"]?.GetValue<string>() is { } code && content["examples"]![code] is null)
        {
            faults.Add($"the contract does not foresee {code} here");
        }

        if (example.Request is { } request)
        {
            var errors = await contract.ErrorsAsync(operation["requestBody"]!["content"]![example.MediaType ?? "application/json"]!["schema"]!, request);
            faults.AddRange(example.Status < 300 ? errors.Select(error => "request: " + error) : []);
            if (answer["code"]?.GetValue<string>() == "malformed-body" && errors.Count == 0)
            {
                faults.Add("the schema accepts a body that the hub cannot read");
            }
        }

        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if (example.Status < 300 && parameter!["in"]!.GetValue<string>() == "header" && parameter["required"]?.GetValue<bool>() == true && example.Headers?.ContainsKey(parameter["name"]!.GetValue<string>()) != true)
            {
                faults.Add($"did without the mandatory {parameter["name"]}");
            }
        }

        return faults;
    }

    /// <summary>Takes over what nobody can foretell from the example, where the answer has the like of it.</summary>
    private static void Foresee(JsonNode? answer, JsonNode? example)
    {
        switch (answer, example)
        {
            case (JsonArray ours, JsonArray theirs):
                foreach (var (our, their) in ours.Zip(theirs))
                {
                    Foresee(our, their);
                }

                break;
            case (JsonObject ours, JsonObject theirs):
                foreach (var (name, their) in theirs)
                {
                    if (Unforeseeable.Contains(name) && IsOpaque(ours[name]) && IsOpaque(their))
                    {
                        ours[name] = their!.DeepClone();
                    }
                    else
                    {
                        Foresee(ours[name], their);
                    }
                }

                break;
        }

        static bool IsOpaque(JsonNode? node) => node is JsonArray { Count: > 0 } list ? list.All(IsOpaque) : node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: >= 21 } text && !Guid.TryParseExact(text, "D", out _);
    }
}
