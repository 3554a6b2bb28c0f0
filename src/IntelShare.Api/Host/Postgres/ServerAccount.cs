namespace IntelShare.Api.Host.Postgres;

/// <summary>
/// Under which account PostgreSQL's programs run: PostgreSQL refuses root, and root is what a container or a first try
/// usually is. <see cref="Prefix"/> always ends in an exec, so that the process we start is the server itself.
/// </summary>
internal sealed record ServerAccount(IReadOnlyList<string> Prefix)
{
    /// <summary>
    /// Root under another name: the files stay root's, so it works below a 0700 folder. The id is nobody's since initdb
    /// wants an id that has a name.
    /// </summary>
    private static readonly ServerAccount UserNamespace = new(["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]);

    /// <summary>Many container engines forbid user namespaces; the packaged user is the other way.</summary>
    private static readonly ServerAccount Postgres = new(["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]);

    public static async Task<ServerAccount> ForAsync(DataDirectory directory, string cluster, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ServerAccount([]);
        }

        // "Can write", not "can run": data once handed to postgres are closed to root without its powers.
        if ((await Command.RunAsync([.. UserNamespace.Prefix, "test", "-w", cluster], ct)).Well)
        {
            return UserNamespace;
        }

        // Entering is all that postgres may do in the folder itself: keys lie there.
        var mode = File.GetUnixFileMode(directory.Root);
        File.SetUnixFileMode(directory.Root, mode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        if ((await Command.RunAsync([.. Postgres.Prefix, "test", "-x", directory.Root], ct)).Well
            && (await Command.RunAsync(["chown", "-R", "postgres:", cluster, directory.PasswordFile], ct)).Well)
        {
            return Postgres;
        }

        File.SetUnixFileMode(directory.Root, mode);
        throw new InvalidOperationException(
            $"PostgreSQL does not run as root, and here it can run neither in a user namespace (unshare --user is refused) nor as "
            + $"the user postgres (missing, or cannot enter {directory.Root}). Start IntelShare as another user, choose a data directory "
            + "that postgres can enter, or set IntelShare__ConnectionString.");
    }
}
