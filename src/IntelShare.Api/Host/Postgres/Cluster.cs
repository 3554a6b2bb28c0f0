using Npgsql;

namespace IntelShare.Api.Host.Postgres;

/// <summary>An initialised database cluster, with the programs, account and password it runs with.</summary>
internal sealed record Cluster(DataDirectory Directory, string Binaries, ServerAccount Account, string Password)
{
    public const string Owner = "intelshare";

    public string Data => Directory.Cluster;

    public static async Task<Cluster> PrepareAsync(DataDirectory directory, CancellationToken ct)
    {
        var binaries = await PostgresBinaries.FindAsync(directory, ct);
        if (directory.Version is not null)
        {
            return new Cluster(directory, binaries, await ServerAccount.ForAsync(directory, directory.Cluster, ct), directory.ReadPassword());
        }

        // Made aside and renamed: an initdb cut short must not be taken for a cluster at the next start.
        var unfinished = directory.Cluster + ".unfinished";
        if (System.IO.Directory.Exists(unfinished))
        {
            System.IO.Directory.Delete(unfinished, recursive: true);
        }

        DataDirectory.CreatePrivate(unfinished);
        var password = directory.NewPassword();
        var cluster = new Cluster(directory, binaries, await ServerAccount.ForAsync(directory, unfinished, ct), password);
        var made = await cluster.RunAsync(
            ["initdb", "-D", unfinished, "-U", Owner, "--encoding=UTF8", "--locale=C", "--data-checksums",
             "--auth=scram-sha-256", $"--pwfile={directory.PasswordFile}", "--no-instructions"], ct);
        if (!made.Well)
        {
            throw new InvalidOperationException($"PostgreSQL's initdb failed in {directory.Root}: {made.Output}");
        }

        System.IO.Directory.Move(unfinished, directory.Cluster);
        return cluster;
    }

    /// <summary>A record prints all it holds, and a log must not hold the password.</summary>
    public override string ToString() => Data;

    /// <summary>The words that run one of PostgreSQL's programs under the cluster's account.</summary>
    public IReadOnlyList<string> Words(params IReadOnlyList<string> program) =>
        [.. Account.Prefix, Path.Combine(Binaries, program[0]), .. program.Skip(1)];

    public Task<Command.Ending> RunAsync(IReadOnlyList<string> program, CancellationToken ct) => Command.RunAsync(Words(program), ct);

    public NpgsqlConnectionStringBuilder Connection(int port, string database) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = Owner,
        Password = Password,
        SslMode = SslMode.Disable,
    };
}
