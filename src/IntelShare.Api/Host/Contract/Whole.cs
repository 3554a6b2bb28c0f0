using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>What only the whole document shows: which schemas are read (and so closed), one example a problem, the rooms, the health of the hub.</summary>
internal sealed class Whole : IDocumentFilter
{
    private static readonly (string Name, string Note)[] Rooms =
    [
        ("Members", "Who is who: parties, members, clients, officers."),
        ("Indicators", "Records of what agencies know: lexicon entries, recruitment patterns, account handles."),
        ("Search", "Exact look-ups, answered full, hit or none."),
        ("Keeping", "The end of what was shared: review, restriction, erasure, recalls."),
        ("Lexicon", "The registries that records refer to: concepts and platforms."),
        ("Audit", "The trail: who did and saw what."),
        ("Health", "For the operator's probes."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = new HashSet<OpenApiTag>(Rooms.Select(room => new OpenApiTag { Name = room.Name, Description = room.Note }));
        swaggerDoc.Components!.Examples = Problems.All.OrderBy(problem => problem.Key, StringComparer.Ordinal).ToDictionary(
            problem => problem.Key,
            IOpenApiExample (problem) => new OpenApiExample { Summary = problem.Value.Title, Value = JsonNode.Parse(Problems.Of(problem.Key).Body) },
            StringComparer.Ordinal);
        swaggerDoc.Paths["/health/live"] = Probe("live", "The process answers.", swaggerDoc, ("200", "Healthy"));
        swaggerDoc.Paths["/health/ready"] = Probe("ready", "The database answers too.", swaggerDoc, ("200", "Healthy"), ("503", "Unhealthy"));

        swaggerDoc.Paths[ResourceMetadata.Path] = WellKnown(swaggerDoc, context);

        foreach (var schema in swaggerDoc.Components.Schemas!.Values)
        {
            Plainly(schema);
        }

        foreach (var operation in swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            foreach (var media in (operation.RequestBody?.Content?.Values ?? []).Concat(operation.Responses!.Values.SelectMany(response => response.Content?.Values ?? [])))
            {
                Plainly(media.Schema);
            }
        }

        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var media in swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values).Select(operation => operation.RequestBody).OfType<OpenApiRequestBody>().SelectMany(body => body.Content!.Values))
        {
            Close(media.Schema);
        }

        // A member that the hub does not know is refused, so that a misspelt restriction is never taken for none.
        void Close(IOpenApiSchema? schema)
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (read.Add(id))
                {
                    Close(swaggerDoc.Components.Schemas![id]);
                }
            }
            else if (schema is OpenApiSchema whole)
            {
                whole.AdditionalPropertiesAllowed = whole.Properties is not { Count: > 0 };
                foreach (var part in (whole.Properties?.Values ?? []).Concat(whole.OneOf ?? []).Append(whole.Items))
                {
                    Close(part);
                }
            }
        }
    }

    /// <summary>The generator repeats a schema's description beside the first reference to it, and only there. A member's own stays.</summary>
    private static void Plainly(IOpenApiSchema? schema)
    {
        switch (schema)
        {
            case OpenApiSchemaReference reference:
                reference.Reference.Description = null;
                break;
            case OpenApiSchema whole:
                Plainly(whole.Items);
                foreach (var part in whole.OneOf ?? [])
                {
                    Plainly(part);
                }

                foreach (var member in (whole.Properties?.Values ?? []).OfType<OpenApiSchema>())
                {
                    Plainly(member);
                }

                break;
        }
    }

    private static OpenApiPathItem WellKnown(OpenApiDocument document, DocumentFilterContext context) => new()
    {
        Operations = new()
        {
            [HttpMethod.Get] = new()
            {
                OperationId = "readResourceMetadata",
                Summary = "What a token must say",
                Description = "RFC 9728, before the first token. Anonymous, and not on record.",
                Tags = new HashSet<OpenApiTagReference> { new("Members", document) },
                Security = [],
                Responses = new()
                {
                    ["200"] = new OpenApiResponse
                    {
                        Description = "The hub's own.",
                        Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(ResourceMetadata), context.SchemaRepository) } },
                    },
                },
            },
        },
    };

    private static OpenApiPathItem Probe(string name, string summary, OpenApiDocument document, params (string Status, string Word)[] answers)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, word) in answers)
        {
            responses[status] = new OpenApiResponse
            {
                Description = word + ".",
                Content = new Dictionary<string, IOpenApiMediaType> { ["text/plain"] = new OpenApiMediaType { Schema = Unions.Closed([word]) } },
            };
        }

        return new()
        {
            Operations = new()
            {
                [HttpMethod.Get] = new()
                {
                    OperationId = "health" + char.ToUpperInvariant(name[0]) + name[1..],
                    Summary = summary,
                    Description = "Anonymous, tells nothing else, and is not on record.",
                    Tags = new HashSet<OpenApiTagReference> { new("Health", document) },
                    Security = [],
                    Responses = responses,
                },
            },
        };
    }
}
