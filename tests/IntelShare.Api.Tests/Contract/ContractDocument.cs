using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;
using NJsonSchema;
using Swashbuckle.AspNetCore.Swagger;

namespace IntelShare.Api.Tests.Contract;

/// <summary>The contract as a hub serves it, and what its schemas say to a piece of JSON.</summary>
internal sealed class ContractDocument
{
    private readonly Dictionary<string, JsonSchema> schemas = new(StringComparer.Ordinal);

    private ContractDocument(string text) => (Text, Json) = (text, JsonNode.Parse(text)!.AsObject());

    public string Text { get; }

    public JsonObject Json { get; }

    public JsonObject Components => Json["components"]!["schemas"]!.AsObject();

    /// <summary>Path, method and operation.</summary>
    public IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in Json["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject());

    public static async Task<ContractDocument> OfAsync(TestHub hub)
    {
        using var anonymous = new HttpClient { BaseAddress = hub.Address };
        using var answer = await anonymous.GetAsync("/openapi/intelshare.v1.json", Requests.Ct);
        if (!answer.IsSuccessStatusCode)
        {
            // The hub answers without a cause; asked from inside, the generator throws it.
            using var scope = hub.Services.CreateScope();
            await scope.ServiceProvider.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync("v1");
        }

        return new(await answer.Content.ReadAsStringAsync(Requests.Ct));
    }

    public JsonObject Operation(string id) => Operations.Single(operation => operation.Operation["operationId"]!.GetValue<string>() == id).Operation;

    public JsonObject RequestSchema(string operation) => Operation(operation)["requestBody"]!["content"]!["application/json"]!["schema"]!.AsObject();

    /// <summary>What is wrong with an instance under a schema of the document; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> ErrorsAsync(JsonNode schema, JsonNode? instance)
    {
        var text = schema.ToJsonString();
        if (!schemas.TryGetValue(text, out var read))
        {
            // A schema of OpenAPI 3.1 is one of JSON Schema; only the place of the components differs.
            var alone = new JsonObject { ["definitions"] = Components.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
            schemas[text] = read = await JsonSchema.FromJsonAsync(alone.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal), Requests.Ct);
        }

        return [.. read.Validate(instance?.ToJsonString() ?? "null").Select(error => error.ToString())];
    }

    /// <summary>The root of the clone, where <c>openapi/</c> stands.</summary>
    public static string Folder => Path.Combine(Settings.Solution()!, "openapi");

    /// <summary>True when whoever runs the tests takes what is generated for right.</summary>
    public static bool Accepts => Environment.GetEnvironmentVariable("ACCEPT") == "1";
}
