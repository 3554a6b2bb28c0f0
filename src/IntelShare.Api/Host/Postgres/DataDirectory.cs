using System.Security.Cryptography;

namespace IntelShare.Api.Host.Postgres;

/// <summary>The folder of one Api, held under a lock that ends with the process, however it ends.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream @lock;

    private DataDirectory(string root, FileStream @lock)
    {
        Root = root;
        this.@lock = @lock;
    }

    public string Root { get; }

    public string Cluster => Path.Combine(Root, "postgres");

    public string PasswordFile => Path.Combine(Root, "postgres.password");

    public string Log => Path.Combine(Root, "postgres.log");

    /// <summary>The major version that wrote the data ("15"), or null before the first start.</summary>
    public string? Version
    {
        get
        {
            var file = Path.Combine(Cluster, "PG_VERSION");
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
    }

    /// <summary>Makes the folder if it is missing (mode 0700) and takes its lock.</summary>
    /// <exception cref="InvalidOperationException">Another Api holds the folder.</exception>
    public static DataDirectory Open(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        CreatePrivate(root);
        var file = Path.Combine(root, "lock");
        try
        {
            // FileShare.None is flock(LOCK_EX) on Unix: no child inherits it, and no crash leaves it behind.
            return new DataDirectory(root, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"The data directory {root} is in use by another IntelShare ({file} is locked). Stop that one or choose another directory.", e);
        }
    }

    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string NewPassword()
    {
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        File.Delete(PasswordFile);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(PasswordFile, options);
        writer.WriteLine(password);
        return password;
    }

    public string ReadPassword() => File.ReadAllText(PasswordFile).Trim();

    public void Dispose() => @lock.Dispose();
}
