using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelShare.Audit;
using Spectre.Console;

namespace IntelShare.Cli;

/// <summary>An exported log as a folder of files, each read once.</summary>
internal static class AuditFolder
{
    /// <summary>How often the bar moves, in entries.</summary>
    private const int Step = 4096;

    public static readonly JsonSerializerOptions Printed = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Verification Verify(string directory, VerifierKey[] trusted, Func<string, Checkpoint?> kept, Action<long, ReadOnlyMemory<byte>>? each, bool showProgress)
    {
        if (!showProgress)
        {
            return Verification.Of(Open, trusted, kept, each);
        }

        var entries = new FileInfo(Path.Combine(directory, Export.Entries));
        return AnsiConsole.Progress().AutoClear(enabled: true).Start(shown =>
        {
            var bar = shown.AddTask("Verifying", maxValue: entries.Exists ? entries.Length : 1);
            var read = 0L;
            return Verification.Of(Open, trusted, kept, (index, body) =>
            {
                read += body.Length + 1;
                if (index % Step == 0)
                {
                    bar.Value = read;
                }

                each?.Invoke(index, body);
            });
        });

        Stream? Open(string name)
        {
            var file = Path.Combine(directory, name);
            return File.Exists(file) ? new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan }) : null;
        }
    }
}

/// <summary>Looks for an entry while the log is verified.</summary>
internal sealed class SoughtEntry(string id)
{
    private readonly byte[] text = Encoding.UTF8.GetBytes(id);

    /// <summary>Its place in the log; null while it was not met.</summary>
    public long? Index { get; private set; }

    public string? Body { get; private set; }

    public void Look(long index, ReadOnlyMemory<byte> body)
    {
        if (body.Span.IndexOf(text) < 0)
        {
            return;
        }

        using var entry = JsonDocument.Parse(body);
        if (entry.RootElement.GetProperty("id").ValueEquals(text))
        {
            (Index, Body) = (index, Encoding.UTF8.GetString(body.Span));
        }
    }
}
