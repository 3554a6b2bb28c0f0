using System.Text;

namespace IntelShare;

/// <summary>A table of a report, each row as long as the list of columns. Its first column names what the row is about.</summary>
public sealed record Sheet(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>
    /// Sheets of different columns as one table, a value a row, so that every program reads it: section, subject, property, value.
    /// RFC 4180 in UTF-8; what is absent has no row.
    /// </summary>
    public static byte[] Csv(IEnumerable<Sheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        var table = new StringBuilder("section,subject,property,value\r\n");
        foreach (var sheet in sheets)
        {
            foreach (var row in sheet.Rows)
            {
                for (var i = sheet.Columns.Count == 1 ? 0 : 1; i < sheet.Columns.Count; i++)
                {
                    if (row[i] is { } value)
                    {
                        table.AppendJoin(',', new[] { sheet.Name, row[0] ?? "", sheet.Columns[i], value }.Select(Cell)).Append("\r\n");
                    }
                }
            }
        }

        return Encoding.UTF8.GetBytes(table.ToString());
    }

    /// <summary>A spreadsheet runs what begins like a formula, and names in a report are other people's words: an apostrophe makes it text.</summary>
    private static string Cell(string text)
    {
        var safe = text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n'") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
