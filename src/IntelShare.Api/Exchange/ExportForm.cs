using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Exchange;

/// <summary>A record as an export tells it. When this version of it was told counts in forms that are <see cref="ExportForm.Dated"/>: as the feeds say it, or now where they do not say it yet.</summary>
internal sealed record Exported(Seen Seen, DateTimeOffset ToldAt);

/// <summary>In which form an export is told: what stands before the records, each record, and what stands behind the last.</summary>
internal abstract class ExportForm
{
    public const string Csv = "csv";
    public const string CsvForSpreadsheets = "csv-for-spreadsheets";

    public static readonly string[] Formats = ["ndjson", Csv, CsvForSpreadsheets, "stix", "misp"];

    public abstract string MediaType { get; }

    /// <summary>Of a file's name.</summary>
    public abstract string Extension { get; }

    /// <summary>Whether it says when a version was told.</summary>
    public virtual bool Dated => false;

    /// <summary>The form of a format; null for what is none, or is a table of no one kind.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="kind">Wire name of the kind, or null.</param>
    /// <param name="registry">Knows the agencies' names.</param>
    /// <param name="name">Of the export, where the form wants one.</param>
    public static ExportForm? Of(string? format, string? kind, Registry registry, Func<Guid> name) => format switch
    {
        "ndjson" => new JsonLines(),
        Csv or CsvForSpreadsheets when kind is not null => new ExportTable(kind, forSpreadsheets: format == CsvForSpreadsheets),
        "stix" => new ExportBundle(name(), registry),
        "misp" => new ExportEvents(registry),
        _ => null,
    };

    public virtual byte[] Head() => [];

    public abstract byte[] Records(IReadOnlyList<Exported> records);

    public virtual byte[] Tail() => [];

    /// <summary>A record a line, as it is told by itself.</summary>
    private sealed class JsonLines : ExportForm
    {
        public override string MediaType => "application/x-ndjson";

        public override string Extension => "ndjson";

        public override byte[] Records(IReadOnlyList<Exported> records)
        {
            using var lines = new MemoryStream();
            foreach (var record in records)
            {
                JsonSerializer.Serialize(lines, record.Seen.View, Json.Wire);
                lines.WriteByte((byte)'\n');
            }

            return lines.ToArray();
        }
    }
}
