namespace IntelShare.Api.Host;

/// <summary>What an operator may set, under <c>IntelShare</c> (environment: <c>IntelShare__ConnectionString</c> and so on).</summary>
internal sealed class Settings
{
    /// <summary>A PostgreSQL of the operator's own. Empty: the embedded default.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A file that holds it, so that no environment does.</summary>
    public string? ConnectionStringFile { get; init; }

    /// <summary>Where the embedded default keeps its data; by default <c>.intelshare</c> beside <c>IntelShare.sln</c>, else in the current folder.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The <c>aud</c> of every token.</summary>
    public string Audience { get; init; } = "urn:intelshare:hub:local";

    /// <summary>32 bytes as base64. Mandatory with a connection string, unless <see cref="MasterKeyFile"/> is set; generated on the embedded default.</summary>
    public string? MasterKey { get; init; }

    /// <summary>A file that holds the master key as base64.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>The keys that sign the audit logs' checkpoints: ECDSA P-256 in PEM, one after another. Mandatory with a connection string, unless <see cref="AuditKeyFile"/> is set; generated on the embedded default.</summary>
    public string? AuditKey { get; init; }

    /// <summary>A file that holds these keys.</summary>
    public string? AuditKeyFile { get; init; }

    /// <summary>Whether to seed the demonstration cast; by default yes on the embedded default, and refused elsewhere.</summary>
    public bool? Demonstration { get; init; }

    /// <summary>The file that remembers what was erased, outside the database; by default <c>shredded.txt</c> in the data directory.</summary>
    public string? ShredList { get; init; }

    /// <summary>The file that remembers what was taken away, outside the database; by default <c>narrowings.txt</c> beside <see cref="ShredList"/>.</summary>
    public string? NarrowingList { get; init; }

    /// <summary>Hosts of members' identity providers that may have an address which is not public, by name.</summary>
    public string[] InternalIssuerHosts { get; init; } = [];

    /// <summary>Further roots that vouch for identity providers, in PEM; beside those of the system.</summary>
    public string? IssuerRootsFile { get; init; }

    /// <summary>The file that a backup touches when it is done; by default <c>last-backup</c> in the data directory. The hub does not look at it; <c>intelshare doctor</c> does.</summary>
    public string? BackupStamp { get; init; }

    /// <summary>Addresses and networks (CIDR) of the proxies that are believed about where a request came from; none: headers are not looked at.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>How much may be asked for, and what looks like guessing.</summary>
    public Budgets Budgets { get; init; } = new();

    /// <summary>How fast is served.</summary>
    public Limits Limits { get; init; } = new();

    public bool Embedded => string.IsNullOrWhiteSpace(ConnectionString);

    public bool SeedsDemonstration => Demonstration ?? Embedded;

    /// <summary>Absolute.</summary>
    public string DataPath() => Path.GetFullPath(DataDirectory is { Length: > 0 } given ? given : Path.Combine(Solution() ?? Directory.GetCurrentDirectory(), ".intelshare"));

    /// <summary>Absolute.</summary>
    public string NarrowingsPath() => Path.GetFullPath(NarrowingList is { Length: > 0 } given ? given : Path.Combine(Path.GetDirectoryName(ShredList) is { Length: > 0 } beside ? beside : DataPath(), "narrowings.txt"));

    /// <summary>The folder of IntelShare.sln, seen from the current folder or from where the program stands; null outside a clone.</summary>
    public static string? Solution()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "IntelShare.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        return null;
    }
}

/// <summary>How many distinct values may be asked for on a day (UTC), and what looks like guessing: under <c>IntelShare:Budgets</c>.</summary>
internal sealed class Budgets
{
    /// <summary>Values a day of one officer: searched, submitted, or put into a record by amendment.</summary>
    public int Officer { get; init; } = 5_000;

    /// <summary>Values a day of all officers of one member.</summary>
    public int Member { get; init; } = 50_000;

    /// <summary>Distinct records and hits of others that one officer is told of on a day; machines that pull are not counted.</summary>
    public int OfficerRecords { get; init; } = 10_000;

    /// <summary>Those that all officers of one member are told of.</summary>
    public int MemberRecords { get; init; } = 100_000;

    /// <summary>More searched values than this within an hour, nearly all without an outcome, look like guessing.</summary>
    public int Probing { get; init; } = 500;

    /// <summary>Fewer with an outcome than one in this many is nearly none.</summary>
    public int ProbingOneIn { get; init; } = 100;
}

/// <summary>How many requests are served, by each node: under <c>IntelShare:Limits</c>. A burst is what may come at once after a rest; the rate, a second, fills it again.</summary>
internal sealed class Limits
{
    /// <summary>Of one officer.</summary>
    public double OfficerRate { get; init; } = 20;

    public int OfficerBurst { get; init; } = 200;

    /// <summary>Of all clients and officers of one member.</summary>
    public double MemberRate { get; init; } = 200;

    public int MemberBurst { get; init; } = 1_000;

    /// <summary>Requests of one member that are worked on at the same time; as many more wait.</summary>
    public int MemberAtOnce { get; init; } = 16;

    /// <summary>From one address without a good token; those with one are not counted.</summary>
    public double AddressRate { get; init; } = 10;

    public int AddressBurst { get; init; } = 1_000;
}
