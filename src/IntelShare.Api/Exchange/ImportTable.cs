using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Exchange;

/// <summary>
/// A table as offices write them: comma, semicolon or tab, whichever the header has most of. A column is a member of the submit body by its path, as exports
/// name it; what only the hub says (id, owner, status) may stand there and is passed over. An empty cell says nothing. What is nested deeper than columns and lists of
/// words can say is one cell of JSON.
/// </summary>
internal sealed class ImportTable
{
    /// <summary>The column in which rows that were refused come back with why; passed over too.</summary>
    public const string Problem = "problem";

    private static readonly char[] Separators = [',', ';', '\t'];
    private static readonly string[] SaidByTheHub = ["id", "owner", "obligations", "until", "conditions", "status", "restriction", "submittedAt", "changedAt", "reviewBy", Problem];

    private readonly string[] columns;
    private readonly char separator;

    private ImportTable(string[] columns, char separator) => (this.columns, this.separator) = (columns, separator);

    /// <summary>The columns that a table of a kind may have.</summary>
    public static IEnumerable<string> Columns(string kind) => Of(typeof(SubmitIndicator), "", kind);

    /// <summary>Whether a cell of a column is JSON.</summary>
    public static bool IsJson(string column, string kind) => TypeOf(column.Split('.'), kind) is { } type && IsNested(type);

    /// <summary>What stands between two cells of a table with this header.</summary>
    public static char SeparatorOf(string header) => Separators.MaxBy(one => header.Count(letter => letter == one));

    /// <summary>A table with this header.</summary>
    /// <exception cref="UnreadableFileException">One of the columns is unknown or stands twice.</exception>
    public static ImportTable Of(string header)
    {
        var between = SeparatorOf(header);
        string[] names = [.. Csv.Rows(header.TrimEnd('\r') + "\n", between).First().Select(name => name.Trim())];
        var known = Kind.All.Keys.SelectMany(Columns).Concat(SaidByTheHub).ToHashSet(StringComparer.Ordinal);
        foreach (var (i, name) in names.Index())
        {
            if (!known.Contains(name) || Array.IndexOf(names, name) < i)
            {
                throw new UnreadableFileException("unknown-column", $"Column {i + 1} of the header is none of a record's, or stands twice.");
            }
        }

        return new(names, between);
    }

    /// <summary>What a row says, as a submit body has it; or why it says nothing.</summary>
    public (JsonObject? Said, IReadOnlyList<Refusal> Refusals) Read(string line, JsonObject? defaults)
    {
        var cells = Csv.Rows(line.TrimEnd('\r') + "\n", separator).FirstOrDefault() ?? [];
        if (cells.Count != columns.Length)
        {
            return (null, [new("malformed-row", "", "A row has as many cells as the header, and a quote is closed.")]);
        }

        var (said, refusals) = (new JsonObject(), new List<Refusal>());
        var at = Array.IndexOf(columns, "kind");
        var kind = at >= 0 && cells[at].Length > 0 ? cells[at] : defaults?["kind"]?.ToString();
        if (kind is null || !Kind.All.ContainsKey(kind))
        {
            // Which columns a row may have is said by its kind.
            return (null, [Kind.Unknown(kind, "/kind")]);
        }

        foreach (var (column, cell) in columns.Zip(cells).Where(one => one.Second.Length > 0 && !SaidByTheHub.Contains(one.First, StringComparer.Ordinal)))
        {
            var steps = column.Split('.');
            if (TypeOf(steps, kind) is not { } type)
            {
                refusals.Add(new("unknown-column", "/" + column.Replace('.', '/'), "Records of this kind have no such member."));
            }
            else if (Value(type, cell) is { } value)
            {
                Put(said, steps, value);
            }
            else
            {
                refusals.Add(new("wrong-type", "/" + column.Replace('.', '/'), Expected(type)));
            }
        }

        return (said, refusals);
    }

    private static IEnumerable<string> Of(Type type, string path, string kind) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsMember).SelectMany(member =>
    {
        var (name, part) = (path + JsonNamingPolicy.CamelCase.ConvertName(member.Name), PartOf(member, kind));
        return IsParted(part) ? Of(part, name + ".", kind).Concat(name == "evaluation" ? [name] : Array.Empty<string>()) : [name];
    });

    private static bool IsMember(PropertyInfo member) => member.GetMethod!.IsPublic && member.SetMethod is not null && member.GetIndexParameters() is [] && member.Name != nameof(Evaluation.Assessed);

    private static Type PartOf(PropertyInfo member, string? kind) => member.PropertyType == typeof(IndicatorContent) ? Kind.All.GetValueOrDefault(kind ?? "")?.Content ?? typeof(IndicatorContent) : member.PropertyType;

    /// <summary>Whether it stands in a column for each of its parts.</summary>
    private static bool IsParted(Type type) => IsPart(type) && !IsNested(type);

    /// <summary>Whether it has parts in a list, or in parts; a content stands in columns whatever it holds.</summary>
    private static bool IsNested(Type type) => ItemOf(type) is { } item ? IsPart(item)
        : IsPart(type) && !type.IsAssignableTo(typeof(IndicatorContent)) && type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Any(member => IsPart(ItemOf(member.PropertyType) ?? member.PropertyType));

    private static bool IsPart(Type type) => type is { IsClass: true, IsArray: false } && type.Assembly == typeof(Kind).Assembly;

    private static Type? ItemOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[0] : null;

    private static Type? TypeOf(string[] steps, string? kind)
    {
        var type = typeof(SubmitIndicator);
        foreach (var step in steps)
        {
            if (type.GetProperties(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name) == step) is not { } member)
            {
                return null;
            }

            type = PartOf(member, kind);
        }

        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static JsonNode? Value(Type type, string cell) =>
        IsNested(type) ? Json(cell)
        : ItemOf(type) is not null ? new JsonArray([.. Items(cell).Select(item => JsonValue.Create(item))])
        : type == typeof(bool) ? (bool.TryParse(cell, out var yes) ? JsonValue.Create(yes) : null)
        : type == typeof(int) ? (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null)
        : type == typeof(decimal) ? (decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? JsonValue.Create(amount) : null)
        : JsonValue.Create(cell.Replace("\r\n", "\n", StringComparison.Ordinal));

    private static JsonNode? Json(string cell)
    {
        try
        {
            return JsonNode.Parse(cell, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Expected(Type type) => type == typeof(bool) ? "Expected true or false." : type == typeof(int) ? "Expected a whole number." : type == typeof(decimal) ? "Expected a number with a point." : "Expected JSON.";

    /// <summary>Items joined by <c>|</c>, in which <c>\|</c> and <c>\\</c> stand for the characters themselves.</summary>
    private static List<string> Items(string cell)
    {
        var (items, item) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == '|')
            {
                items.Add(item.ToString());
                item.Clear();
                continue;
            }

            i += cell[i] == '\\' && i + 1 < cell.Length ? 1 : 0;
            item.Append(cell[i]);
        }

        items.Add(item.ToString());
        return items;
    }

    private static void Put(JsonObject said, string[] steps, JsonNode value)
    {
        foreach (var step in steps[..^1])
        {
            said = said[step] as JsonObject ?? (JsonObject)(said[step] = new JsonObject());
        }

        said[steps[^1]] = value;
    }
}
