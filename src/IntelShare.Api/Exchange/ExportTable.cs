using System.Buffers;
using System.Text;
using System.Text.Json;
using IntelShare.Api.Host;

namespace IntelShare.Api.Exchange;

/// <summary>
/// Records of one kind as a table (RFC 4180, UTF-8): a column for each member of the views, named by its path. A cell holds exactly the value; what is
/// absent is an empty one. Items of a list are joined by <c>|</c>, where <c>\|</c> and <c>\\</c> stand for the characters themselves; a rule is JSON.
/// </summary>
/// <param name="kind">Wire name.</param>
/// <param name="forSpreadsheets">With a mark of UTF-8, every cell quoted, and an apostrophe before whatever a spreadsheet would run: no longer exact.</param>
internal sealed class ExportTable(string kind, bool forSpreadsheets) : ExportForm
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Run = SearchValues.Create("=+-@\t\r＝＋－＠");

    private static readonly string[] Around =
    [
        "evaluation", "evaluation.source", "evaluation.information", "handling.codes", "handling.conditions", "obligations", "purposes", "crimeAreas", "subject.categories", "subject.age", "subject.necessity",
        "reviewBy", "until", "conditions", "status", "release.full", "release.hit", "release.excluded", "release.feeds", "retention.reviewBy", "retention.basis", "restriction", "reference", "submittedAt", "changedAt",
    ];

    private readonly (string Name, bool IsJson)[] columns =
    [
        .. ((IEnumerable<string>)["id", "kind", "owner", .. ImportTable.Columns(kind).Where(column => column.StartsWith("content.", StringComparison.Ordinal)), .. Around]).Select(column => (column, ImportTable.IsJson(column, kind))),
    ];

    public override string MediaType => "text/csv; charset=utf-8";

    public override string Extension => "csv";

    public override byte[] Head() => [.. forSpreadsheets ? Encoding.UTF8.Preamble : [], .. Row(columns.Select(column => column.Name))];

    public override byte[] Records(IReadOnlyList<Exported> records)
    {
        using var rows = new MemoryStream();
        foreach (var record in records)
        {
            var view = JsonSerializer.SerializeToElement(record.Seen.View, record.Seen.View.GetType(), Json.Wire);
            rows.Write(Row(columns.Select(column => Cell(Find(view, column.Name) ?? Identified(view, column.Name), column.IsJson))));
        }

        return rows.ToArray();
    }

    /// <summary>What a disclosure shows of a record whose details it withholds.</summary>
    private static JsonElement? Identified(JsonElement view, string column) =>
        column.StartsWith("content.", StringComparison.Ordinal) ? Find(view, "identifier" + column["content".Length..]) : null;

    private static JsonElement? Find(JsonElement view, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (view.ValueKind != JsonValueKind.Object || !view.TryGetProperty(name, out view))
            {
                return null;
            }
        }

        return view;
    }

    private static string Cell(JsonElement? value, bool isJson = false) => value switch
    {
        { ValueKind: not JsonValueKind.Null } whole when isJson => whole.GetRawText(),
        // What has parts stands in their columns; an evaluation has none where it is the word unassessed.
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Object } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } list => string.Join('|', list.EnumerateArray().Select(item => Cell(item).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal))),
        { } other => other.GetRawText(),
    };

    private byte[] Row(IEnumerable<string> cells) => Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Written)) + "\r\n");

    private string Written(string cell)
    {
        var text = forSpreadsheets ? Safe(cell) : cell;
        return forSpreadsheets || text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>A spreadsheet that splits at <c>;</c> or at line ends, as many in Europe do, finds the beginning of a cell there too.</summary>
    private static string Safe(string cell)
    {
        var safe = new StringBuilder(cell.Length);
        var begins = true;
        foreach (var letter in cell)
        {
            if (begins && Run.Contains(letter))
            {
                safe.Append('\'');
            }

            safe.Append(letter);
            begins = letter is ';' or '\n' or '\r' || (begins && letter is ' ');
        }

        return safe.ToString();
    }
}
