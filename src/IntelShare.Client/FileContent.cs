using System.Net;

namespace IntelShare.Client;

/// <summary>What is left of a stream, as a body that can be sent again where the stream can be rewound. Leaves it open.</summary>
internal sealed class FileContent : HttpContent
{
    private const int Chunk = 64 * 1024;

    private readonly Stream file;
    private readonly IProgress<long>? sent;

    public FileContent(Stream file, string mediaType, IProgress<long>? sent)
    {
        (this.file, this.sent) = (file, sent);
        Headers.ContentType = new(mediaType);
    }

    /// <summary>Copies, and says after each piece how many bytes that were so far.</summary>
    public static async Task CopyAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> from, Stream into, IProgress<long>? copied, CancellationToken ct)
    {
        var (buffer, sum) = (new byte[Chunk], 0L);
        for (int read; (read = await from(buffer, ct)) > 0; copied?.Report(sum += read))
        {
            await into.WriteAsync(buffer.AsMemory(0, read), ct);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => CopyAsync(file.ReadAsync, stream, sent, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = file.CanSeek ? file.Length - file.Position : 0;
        return file.CanSeek;
    }
}
