namespace IntelShare.FaultLab.Hubs;

/// <summary>A hub as partners and checks reach it.</summary>
/// <param name="Nodes">One client for each node.</param>
/// <param name="Key">The key of a client, by its id.</param>
/// <param name="Database">The owner's connection string, as it is now.</param>
/// <param name="AuditKeyFile">The key that signs the logs.</param>
internal sealed record Site(IReadOnlyList<HttpClient> Nodes, Func<string, ClientKey> Key, Func<string> Database, string AuditKeyFile);
