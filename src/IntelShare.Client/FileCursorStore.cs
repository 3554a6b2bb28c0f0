using System.Text.Json;

namespace IntelShare.Client;

/// <summary>A place in a file that only its owner may read. Each save is whole or did not happen. One follower, one file.</summary>
/// <param name="path">Of the file; its folder must exist.</param>
public sealed class FileCursorStore(string path) : ICursorStore
{
    private static readonly JsonSerializerOptions Whole = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The file holds no place. To begin anew is a decision: delete it.</exception>
    public async ValueTask<FeedPlace?> LoadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<FeedPlace>(await File.ReadAllBytesAsync(path, cancellationToken), Whole) ?? throw new InvalidDataException($"{path} holds no place in a feed.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{path} holds no place in a feed.", malformed);
        }
    }

    /// <inheritdoc />
    public async ValueTask SaveAsync(FeedPlace place, CancellationToken cancellationToken)
    {
        var half = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(half, options))
        {
            await JsonSerializer.SerializeAsync(file, place, Whole, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }
}
