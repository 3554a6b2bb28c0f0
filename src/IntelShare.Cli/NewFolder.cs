namespace IntelShare.Cli;

/// <summary>A folder that is there whole or not at all, and that nobody but its maker reads: it holds cases, and keys of records.</summary>
internal static class NewFolder
{
    /// <summary>Makes the folder.</summary>
    /// <param name="name">Where; must not exist.</param>
    /// <param name="fill">Writes its files, into a folder of another name.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public static async Task<string> MakeAsync(string name, Func<string, Task> fill)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new IOException("A folder needs a name.");
        }

        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        if (Directory.Exists(directory) || File.Exists(directory))
        {
            throw new IOException($"{directory} exists already.");
        }

        var half = $"{directory}.{Path.GetRandomFileName()}";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(half);
        }
        else
        {
            Directory.CreateDirectory(half, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            await fill(half);
            Directory.Move(half, directory);
            return directory;
        }
        finally
        {
            if (Directory.Exists(half))
            {
                Directory.Delete(half, recursive: true);
            }
        }
    }
}
