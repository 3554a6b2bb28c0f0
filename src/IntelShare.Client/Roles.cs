namespace IntelShare.Client;

/// <summary>What a token may claim, within the cap that the registry sets for its client.</summary>
public static class Roles
{
    /// <summary>Submits, amends, narrows.</summary>
    public const string Contributor = "contributor";

    /// <summary>Lets others read more; decides disclosure.</summary>
    public const string Discloser = "discloser";

    /// <summary>Searches, reads, asks.</summary>
    public const string Analyst = "analyst";

    /// <summary>A machine without an officer: reads what is released to feeds.</summary>
    public const string Feed = "feed";

    /// <summary>Administers the own machines and officers.</summary>
    public const string AgencyAdmin = "agency-admin";

    /// <summary>Reads the own trail, never content.</summary>
    public const string Auditor = "auditor";

    /// <summary>Administers the hub, never reads content.</summary>
    public const string HubAdmin = "hub-admin";

    /// <summary>Seconds what an administrator of the hub proposed, and nothing else.</summary>
    public const string Deputy = "deputy";

    /// <summary>Keeps the list of concepts.</summary>
    public const string Steward = "steward";
}
