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
        var place = CsvPlace.Begins;
        foreach (var letter in text)
        {
            var before = place;
            place = place.Behind(letter, separator);
            if (place == CsvPlace.Begins)
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (letter == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
            else if (letter != '"' || before is not (CsvPlace.Begins or CsvPlace.Quoted))
            {
                cell.Append(letter);
            }
        }
    }

    /// <summary>Where a reader stands behind one letter more.</summary>
    /// <param name="place">Where it stood.</param>
    /// <param name="letter">The letter; the first byte of another one does as well.</param>
    /// <param name="separator">Between two cells.</param>
    public static CsvPlace Behind(this CsvPlace place, char letter, char separator) => (place, letter) switch
    {
        (CsvPlace.Begins or CsvPlace.Closed, '"') => CsvPlace.Quoted,
        (CsvPlace.Quoted, _) => letter == '"' ? CsvPlace.Closed : CsvPlace.Quoted,
        _ => letter == separator || letter == '\n' ? CsvPlace.Begins : CsvPlace.Plain,
    };
}

/// <summary>Where a reader of a table stands. A quote opens at the beginning of a cell alone; elsewhere it is a letter like others.</summary>
public enum CsvPlace
{
    /// <summary>Before a cell.</summary>
    Begins,

    /// <summary>In a cell without quotes, or behind its closed ones.</summary>
    Plain,

    /// <summary>Within quotes: nothing ends but by a quote.</summary>
    Quoted,

    /// <summary>Behind a quote that closes, or is the first of two.</summary>
    Closed,
}
