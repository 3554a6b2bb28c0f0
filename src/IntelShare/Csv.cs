using System.Text;

namespace IntelShare;

/// <summary>A table that ships inside an assembly: RFC 4180, UTF-8, first row the column names, each row as long as the first and ended by a line feed.</summary>
public static class Csv
{
    /// <summary>The rows of a table embedded beside <paramref name="owner"/>, each by column name.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Embedded(Type owner, string file)
    {
        using var reader = new StreamReader(owner.Assembly.GetManifestResourceStream(owner, file)!, Encoding.UTF8);
        var rows = Rows(reader.ReadToEnd()).ToList();
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal))];
    }

    /// <summary>The rows of a text, each ended by a line feed.</summary>
    /// <param name="text">RFC 4180.</param>
    /// <param name="separator">Between two cells.</param>
    public static IEnumerable<IReadOnlyList<string>> Rows(string text, char separator = ',')
    {
        ArgumentNullException.ThrowIfNull(text);
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case var end when !quoted && (end == separator || end == '\n'):
                    row.Add(cell.ToString());
                    cell.Clear();
                    if (end == '\n')
                    {
                        yield return row;
                        row = [];
                    }

                    break;
                case var letter:
                    cell.Append(letter);
                    break;
            }
        }
    }
}
