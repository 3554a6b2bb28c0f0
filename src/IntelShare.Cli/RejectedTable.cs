using IntelShare.Api.Exchange;

namespace IntelShare.Cli;

/// <summary>Rows of a table as they were sent, with why they were refused: in the column for that where they came back once before, else in a new one behind the last.</summary>
internal sealed class RejectedTable
{
    private readonly char separator;
    private readonly int columns;
    private readonly int problem;

    public RejectedTable(string header)
    {
        separator = ImportTable.SeparatorOf(header);
        var names = Cells(header);
        (columns, problem) = (names.Count, names.FindIndex(name => name.Trim() == ImportTable.Problem));
        Header = problem < 0 ? header + separator + ImportTable.Problem : header;
    }

    public string Header { get; }

    /// <summary>Doubles the quotes within.</summary>
    public static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A row with why. One that has not as many cells as the header keeps all that it has.</summary>
    public string Row(string row, string why)
    {
        if (problem < 0 || Cells(row) is not { } cells || cells.Count != columns)
        {
            return row + separator + Quoted(why);
        }

        cells[problem] = why;
        return string.Join(separator, cells.Select((cell, i) => i == problem || cell.AsSpan().ContainsAny(separator, '"', '\n') || cell.Contains('\r', StringComparison.Ordinal) ? Quoted(cell) : cell));
    }

    private List<string> Cells(string row) => [.. Csv.Rows(row + "\n", separator).FirstOrDefault() ?? []];
}
