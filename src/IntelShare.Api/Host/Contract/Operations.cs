using System.Reflection;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>An operation from its route's <see cref="Act"/> and from what its handler takes: who may, what it asks for, what it can answer.</summary>
internal sealed class Operations : IOperationFilter
{
    private static readonly string[] Everywhere = ["malformed-parameter", "purpose-missing", "unauthenticated", "too-many-requests", "internal-error", "audit-unavailable"];

    private static readonly Dictionary<string, OpenApiHeader> Headers = new(StringComparer.Ordinal)
    {
        [Counter.Receipt] = Header("What the caller's agency calls the entry of this request in its trail and its log. Keep it: it proves later that this answer is on record."),
        ["ETag"] = Header("Of the owner's record at this version, for If-Match; to a reader, of the bytes it gets."),
        ["Location"] = Header("Where the record is read."),
        ["Retry-After"] = Header("Seconds after which to ask again; of a budget, until the next day (UTC), when it begins anew."),
        ["WWW-Authenticate"] = Header("Bearer."),
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Act>().SingleOrDefault() is not { } act)
        {
            return;
        }

        var handler = Names.Handler(context.ApiDescription);
        var path = "/" + context.ApiDescription.RelativePath;
        PublishedAttribute[] published =
        [
            .. handler.GetCustomAttributes<PublishedAttribute>(),
            .. handler.GetParameters().SelectMany(parameter => parameter.ParameterType.GetCustomAttributes<PublishedAttribute>()),
        ];
        operation.Parameters = Parameters.Of(act, handler, path, published, context);
        operation.Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
        {
            ["x-act"] = new JsonNodeExtension(act.Name),
            ["x-roles"] = new JsonNodeExtension(new JsonArray([.. act.Roles.Select(role => JsonValue.Create(role.Code()))])),
        };
        foreach (var (status, answer) in operation.Responses!.ToList())
        {
            answer.Description = status == "201" ? "Done, and on record." : "The answer.";
            ((OpenApiResponse)answer).Headers = published.Select(part => part.Sends).OfType<string>().Append(Counter.Receipt).Concat(status == "201" ? ["Location"] : []).Distinct().Order(StringComparer.Ordinal)
                .ToDictionary(name => name, IOpenApiHeader (name) => Headers[name], StringComparer.Ordinal);
        }

        foreach (var media in published.SelectMany(part => part.AlsoAs))
        {
            operation.Responses!["200"].Content![media] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        var asksForABody = operation.RequestBody is not null;
        string[] codes =
        [
            .. Everywhere,
            .. act.Roles.Count > 0 ? ["role-missing"] : Array.Empty<string>(),
            .. act.StatesPurpose ? ["case-missing", "record-budget-exhausted"] : Array.Empty<string>(),
            .. path.Contains('{', StringComparison.Ordinal) ? ["not-found"] : Array.Empty<string>(),
            .. asksForABody ? ["malformed-body", "body-too-large", "wrong-media-type", "refused"] : Array.Empty<string>(),
            .. published.SelectMany(part => part.Problems),
        ];
        foreach (var status in codes.Distinct().OrderBy(code => code, StringComparer.Ordinal).GroupBy(code => Problems.All[code].Status).OrderBy(status => status.Key))
        {
            operation.Responses![status.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Refusal([.. status], context);
        }

        Examples.Show(operation);
    }

    private static OpenApiResponse Refusal(string[] codes, OperationFilterContext context) => new()
    {
        Description = string.Join("\n", codes.Select(code => $"* `{code}`: {Problems.All[code].Title}")),
        Headers = new[] { codes.Contains("unauthenticated") ? "WWW-Authenticate" : Problems.All[codes[0]].Status < 500 ? Counter.Receipt : null, codes.Contains("too-many-requests") ? "Retry-After" : null }
            .OfType<string>().ToDictionary(name => name, IOpenApiHeader (name) => Headers[name], StringComparer.Ordinal),
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository),
                Examples = codes.ToDictionary(code => code, IOpenApiExample (code) => new OpenApiExampleReference(code, context.Document), StringComparer.Ordinal),
            },
        },
    };

    private static OpenApiHeader Header(string note) => new() { Description = note, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
