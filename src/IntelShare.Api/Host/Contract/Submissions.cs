using IntelShare.Indicators;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>
/// One schema a kind, since <c>kind</c> decides how <c>content</c> is read and whether <c>subject</c> is mandatory or
/// refused. A new kind appears here by itself.
/// </summary>
internal sealed class Submissions : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type == typeof(AmendIndicator) && schema.Properties is { } replaced)
        {
            // Which kind is asked for, only the record tells.
            var note = replaced["content"].Description;
            replaced["content"] = context.SchemaGenerator.GenerateSchema(typeof(IndicatorContent), context.SchemaRepository);
            replaced["content"].Description = note;
        }

        if (context.Type != typeof(SubmitIndicator) || schema is not OpenApiSchema { Properties: { } members, Required: { } mandatory } submit)
        {
            return;
        }

        var variants = Unions.Kinds.ToDictionary(name => name, name => context.SchemaRepository.AddDefinition("Submit" + Kind.All[name].Content.Name, Of(Kind.All[name])), StringComparer.Ordinal);
        (submit.Type, submit.Properties, submit.Required, submit.OneOf) = (null, null, null, [.. variants.Values]);
        submit.Discriminator = new() { PropertyName = "kind", Mapping = variants };

        OpenApiSchema Of(Kind kind)
        {
            var own = new Dictionary<string, IOpenApiSchema>(members, StringComparer.Ordinal)
            {
                ["kind"] = Unions.Closed([kind.Name]),
                ["content"] = context.SchemaGenerator.GenerateSchema(kind.Content, context.SchemaRepository),
            };
            if (!kind.Personal)
            {
                own.Remove("subject");
            }

            return new()
            {
                Type = JsonSchemaType.Object,
                Description = Meanings.Lines.GetValueOrDefault((kind.Content.Name, ""))?.Note,
                Properties = own,
                Required = new HashSet<string>(kind.Personal ? [.. mandatory, "subject"] : mandatory, StringComparer.Ordinal),
            };
        }
    }
}
