using System.Text;

namespace IntelShare.Api.Host;

/// <summary>A file that holds a secret; one of the data directory is made at first start, for its owner's eyes alone.</summary>
internal static class SecretFile
{
    /// <summary>What it holds, without the spaces around it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read.</exception>
    public static string Read(string file, string what)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The {what} file cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Whole or not at all: a key half written by a dying process would lock away all that is under it.</summary>
    public static async Task CreateAsync(string file, string text, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var stream = new FileStream(draft, options))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file);
    }
}
