using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntelShare.Api.Host.Door;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Members;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>
/// Schemas that are exactly one of several, and members whose declared type says less than they hold. The framework's own
/// polymorphism would lay a closed base under closed kinds: a schema that nothing satisfies.
/// </summary>
internal sealed class Unions : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema open || context.MemberInfo is not null)
        {
            return;
        }

        var alternatives = context.Type.GetCustomAttribute<EitherAttribute>()?.Types
            ?? [.. context.Type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(kind => kind.DerivedType)];
        if (context.Type == typeof(RegistryAct))
        {
            // Several acts say a reason and nothing else.
            Become(open);
            (open.OneOf, open.AnyOf) = (null, [.. alternatives.Select(Of)]);
        }
        else if (alternatives.Count > 0)
        {
            Become(open, [.. alternatives.Select(Of)]);
        }
        else if (context.Type == typeof(Evaluation))
        {
            open.Properties!.Remove("assessed");
            Become(open, new OpenApiSchema { Type = JsonSchemaType.Object, Properties = open.Properties, Required = new HashSet<string> { "source", "information" } }, Closed(["unassessed"]));
        }

        else if (context.Type == typeof(Urgent))
        {
            Become(open, new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [JsonValue.Create(false)] }, Of(typeof(UrgentGround)));
        }

        foreach (var property in context.Type.GetProperties().Where(property => open.Properties?.ContainsKey(Names.Member(property.Name)) == true))
        {
            if (property.GetCustomAttribute<HoldsAttribute>() is { } holds)
            {
                open.Properties![Names.Member(property.Name)] = Of(holds.Type);
            }
        }

        if (open.Properties?.ContainsKey("kind") == true && context.Type.GetProperty("Kind")?.PropertyType == typeof(string))
        {
            open.Properties["kind"] = Component("IndicatorKind", Kinds);
        }

        if (context.Type == typeof(Problem))
        {
            open.Properties!["code"] = Component("ProblemCode", Problems.All.OrderBy(problem => problem.Value.Status).ThenBy(problem => problem.Key, StringComparer.Ordinal).Select(problem => problem.Key));
        }

        IOpenApiSchema Of(Type type) => context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);

        OpenApiSchemaReference Component(string id, IEnumerable<string> codes) =>
            context.SchemaRepository.Schemas.ContainsKey(id) ? new(id) : context.SchemaRepository.AddDefinition(id, Closed(codes));
    }

    /// <summary>All kinds in the order of declaration.</summary>
    public static IEnumerable<string> Kinds => typeof(IndicatorContent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => (string)kind.TypeDiscriminator!);

    /// <summary>A closed list of codes.</summary>
    public static OpenApiSchema Closed(IEnumerable<string> codes) => new() { Type = JsonSchemaType.String, Enum = [.. codes] };

    private static void Become(OpenApiSchema schema, params IList<IOpenApiSchema> alternatives) =>
        (schema.OneOf, schema.Type, schema.Properties, schema.Required, schema.AdditionalPropertiesAllowed) = (alternatives, null, null, null, true);
}
