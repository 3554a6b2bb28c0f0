namespace IntelShare.Cli;

/// <summary>A folder that is there whole or not at all.</summary>
internal static class NewFolder
{
    /// <summary>Makes the folder.</summary>
    /// <param name="name">Where; must not exist.</param>
    /// <param name="fill">Writes its files, into a folder of another name.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public static async Task<string> MakeAsync(string name, Func<string, Task> fill)
    {
        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        if (Directory.Exists(directory) || File.Exists(directory))
        {
            throw new IOException($"{directory} exists already.");
        }

        var half = directory + ".tmp";
        Remove(half);
        Directory.CreateDirectory(half);
        try
        {
            await fill(half);
            Directory.Move(half, directory);
            return directory;
        }
        finally
        {
            Remove(half);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
