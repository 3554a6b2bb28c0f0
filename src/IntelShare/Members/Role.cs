namespace IntelShare.Members;

/// <summary>What a token may do. The registry caps the roles of a client; a claim beyond the cap is no token at all.</summary>
public enum Role
{
    /// <summary>Submits, amends and narrows its agency's own records.</summary>
    Contributor,

    /// <summary>Widens a release and decides disclosure, for its agency's own records.</summary>
    Discloser,

    /// <summary>Searches, reads and asks.</summary>
    Analyst,

    /// <summary>A machine that pulls what is released with feeds; no officer behind it.</summary>
    Feed,

    /// <summary>Administers its own agency's clients, keys and officers.</summary>
    AgencyAdmin,

    /// <summary>Reads trails, never content.</summary>
    Auditor,

    /// <summary>Administers parties, agreements and members; never reads content.</summary>
    HubAdmin,

    /// <summary>Lent by an agency to the hub: seconds or refuses what an administrator proposes, and nothing else.</summary>
    Deputy,

    /// <summary>Keeps the list of concepts for all; one agency at a time holds it.</summary>
    Steward,
}

/// <summary>Which roles may stand together in one token.</summary>
public static class Roles
{
    /// <summary>True when one of the roles touches content.</summary>
    public static bool TouchContent(IReadOnlySet<Role> roles) =>
        roles.Contains(Role.Contributor) || roles.Contains(Role.Discloser) || roles.Contains(Role.Analyst) || roles.Contains(Role.Feed);

    /// <summary>True unless hub-admin, deputy or auditor stands beside a content role: who administers the hub or audits never reads.</summary>
    public static bool MayStandTogether(IReadOnlySet<Role> roles) =>
        !(roles.Contains(Role.HubAdmin) || roles.Contains(Role.Deputy) || roles.Contains(Role.Auditor)) || !TouchContent(roles);
}
