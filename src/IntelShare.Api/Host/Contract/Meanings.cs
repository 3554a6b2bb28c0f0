using System.Globalization;
using System.Reflection;
using IntelShare.Indicators;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>
/// What <c>Meanings.csv</c> says of each member: whether it must stand, its bounds, its meaning. The commands of the law
/// cannot tell (all their members may be absent, so that the law lists every missing one at once), so this is a second
/// statement of the same rules, and tests hold the two together.
/// </summary>
internal sealed class Meanings : ISchemaFilter
{
    /// <summary>One row of the table.</summary>
    /// <param name="Must">Null: as the type says, never null means always there.</param>
    /// <param name="Null">True where null stands for something; elsewhere it is read as absent and never written.</param>
    /// <param name="Least">Code points, items or amount.</param>
    /// <param name="Most">Code points, items or amount.</param>
    /// <param name="Each">Most code points of each item.</param>
    /// <param name="Pattern">Of the text or of each item.</param>
    public sealed record Line(bool? Must, bool Null, int? Least, int? Most, int? Each, bool Unique, string? Pattern, string Note);

    /// <summary>By schema and member; the member is empty where the schema itself is described.</summary>
    public static readonly IReadOnlyDictionary<(string Schema, string Member), Line> Lines = Csv.Embedded(typeof(Meanings), "Meanings.csv").ToDictionary(
        row => (row["schema"], row["member"]),
        row => new Line(row["must"] switch { "" => null, var must => must == "yes" }, row["null"] == "yes", Number(row["least"]), Number(row["most"]), Number(row["each"]),
            row["unique"] == "yes", row["pattern"] is { Length: > 0 } pattern ? pattern : null, row["note"]));

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema whole || context.MemberInfo is not null || context.ParameterInfo is not null)
        {
            return;
        }

        var id = Names.Schema(context.Type);
        whole.Description = Lines.GetValueOrDefault((id, ""))?.Note;
        foreach (var part in whole.OneOf?.OfType<OpenApiSchema>().Append(whole) ?? [whole])
        {
            foreach (var (name, member) in part.Properties?.ToList() ?? [])
            {
                part.Properties![name] = Bound(member, Lines.GetValueOrDefault((id, name)) ?? new(null, false, null, null, null, false, null, ""));
            }
        }

        if (whole.Properties is not null)
        {
            var types = new NullabilityInfoContext();
            var always = context.Type.GetProperties()
                .Where(property => types.Create(property).ReadState == NullabilityState.NotNull && property.PropertyType.Name != typeof(Given<>).Name)
                .Select(property => Names.Member(property.Name)).ToHashSet(StringComparer.Ordinal);
            whole.Required = whole.Properties.Keys.Where(name => Lines.GetValueOrDefault((id, name))?.Must ?? always.Contains(name)).ToHashSet(StringComparer.Ordinal);
            whole.AdditionalPropertiesAllowed = true;
        }
    }

    private static IOpenApiSchema Bound(IOpenApiSchema member, Line line)
    {
        if (member is not OpenApiSchema plain)
        {
            member.Description = line.Note.Length > 0 ? line.Note : null;
            return line.Null ? new OpenApiSchema { Description = line.Note, OneOf = [member, new OpenApiSchema { Type = JsonSchemaType.Null }] } : member;
        }

        plain.Description = line.Note.Length > 0 ? line.Note : null;
        plain.Type = line.Null ? plain.Type | JsonSchemaType.Null : plain.Type & ~JsonSchemaType.Null;
        if (plain.Items is OpenApiSchema items)
        {
            items.Type &= ~JsonSchemaType.Null;
            (plain.MinItems, plain.MaxItems, items.MaxLength, items.Pattern) = (line.Least, line.Most, line.Each, line.Pattern);
        }
        else if (plain.Items is not null)
        {
            (plain.MinItems, plain.MaxItems) = (line.Least, line.Most);
        }
        else if (plain.AdditionalProperties is not null)
        {
            (plain.MinProperties, plain.MaxProperties) = (line.Least, line.Most);
        }
        else if (plain.Type?.HasFlag(JsonSchemaType.String) == true)
        {
            (plain.MinLength, plain.MaxLength, plain.Pattern) = (line.Least, line.Most, line.Pattern);
        }
        else
        {
            (plain.Minimum, plain.Maximum) = (line.Least?.ToString(CultureInfo.InvariantCulture), line.Most?.ToString(CultureInfo.InvariantCulture));
        }

        // Money is decimal, whatever a generator makes of a double.
        plain.Format = plain.Format == "double" ? null : plain.Format;
        plain.UniqueItems = line.Unique ? true : null;
        return plain;
    }

    private static int? Number(string cell) => cell.Length == 0 ? null : int.Parse(cell, CultureInfo.InvariantCulture);
}
