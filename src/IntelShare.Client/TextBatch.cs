using System.Runtime.CompilerServices;
using System.Text.Json;

namespace IntelShare.Client;

/// <summary>Texts that go in one request: a line each, as many as the hub takes.</summary>
internal sealed class TextBatch
{
    /// <summary>Bytes and texts that the hub takes at once.</summary>
    private const int Longest = 10 * 1024 * 1024;

    private const int Most = 10_000;

    public List<PostedText> Texts { get; } = [];

    public MemoryStream Lines { get; } = new();

    /// <summary>All texts in their order. One that is too large goes by itself, to be refused.</summary>
    public static async IAsyncEnumerable<TextBatch> CutAsync(IAsyncEnumerable<PostedText> texts, [EnumeratorCancellation] CancellationToken ct)
    {
        var batch = new TextBatch();
        await foreach (var text in texts.WithCancellation(ct))
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(text, Json.Wire);
            if (batch.Texts.Count == Most || (batch.Texts.Count > 0 && batch.Lines.Length + line.Length + 1 > Longest))
            {
                yield return batch;
                batch = new();
            }

            batch.Texts.Add(text);
            batch.Lines.Write(line);
            batch.Lines.WriteByte((byte)'\n');
        }

        if (batch.Texts.Count > 0)
        {
            yield return batch;
        }
    }
}
