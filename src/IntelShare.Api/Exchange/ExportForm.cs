using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Indicators;

namespace IntelShare.Api.Exchange;

/// <summary>In which form an export is told: what stands before the records, each record, and what stands behind the last.</summary>
internal abstract class ExportForm
{
    public static readonly string[] Formats = ["ndjson"];

    public abstract string MediaType { get; }

    /// <summary>Of a file's name.</summary>
    public abstract string Extension { get; }

    /// <summary>The form of a format; null for what is none.</summary>
    public static ExportForm? Of(string? format) => format switch
    {
        "ndjson" => new JsonLines(),
        _ => null,
    };

    public virtual byte[] Head() => [];

    public abstract byte[] Records(IReadOnlyList<Seen> records);

    public virtual byte[] Tail() => [];

    /// <summary>A record a line, as it is told by itself.</summary>
    private sealed class JsonLines : ExportForm
    {
        public override string MediaType => "application/x-ndjson";

        public override string Extension => "ndjson";

        public override byte[] Records(IReadOnlyList<Seen> records)
        {
            using var lines = new MemoryStream();
            foreach (var record in records)
            {
                JsonSerializer.Serialize(lines, record.View, Json.Wire);
                lines.WriteByte((byte)'\n');
            }

            return lines.ToArray();
        }
    }
}
