using IntelShare.Members;

namespace IntelShare.Api.Reports;

/// <summary>A country or organisation, and how far its agencies read.</summary>
internal sealed record PartyAccess(string Party, PartyKind Kind, string Name, AgreementLevel Level, string? LegalBasis, DateTimeOffset? Until);

/// <summary>A key that is trusted.</summary>
/// <param name="AgeDays">Whole days since it was added; absent for keys of a hub's founding.</param>
/// <param name="Unused">Whether nothing was signed with it in the 90 days before, in all of which it was there.</param>
internal sealed record KeyAccess(string Kid, string? Thumbprint, DateTimeOffset? AddedAt, int? AgeDays, DateTimeOffset? RetiresAt, DateOnly? UsedOn, bool Unused);

/// <summary>A machine that may sign, with what its tokens may say.</summary>
internal sealed record ClientAccess(string Client, IReadOnlyList<Role> Roles, IReadOnlyList<Purpose> Purposes, IReadOnlyList<string> Networks, IReadOnlyList<KeyAccess> Keys, int LongTokens, DateOnly? UsedOn, bool Unused);

/// <summary>An officer of whom its agency said something.</summary>
internal sealed record OfficerAccess(string Officer, DateTimeOffset? ClearedUntil, bool Blocked, DateOnly? UsedOn, bool Unused);

/// <summary>An identity provider whose tokens an agency may bring.</summary>
/// <param name="Clients">Of the agency, for which its tokens may speak.</param>
/// <param name="Thumbprints">Of uploaded keys.</param>
internal sealed record IssuerAccess(string Iss, int LongestMinutes, IReadOnlyList<string> Clients, IReadOnlyList<string> Thumbprints);

/// <summary>An agency with all that may act for it.</summary>
internal sealed record MemberAccess(
    string Member, string Party, string Name, bool Suspended, DateOnly? LeavesOn, IReadOnlyList<Role> Roles, IReadOnlyList<ClientAccess> Clients, int Cleared, IReadOnlyList<OfficerAccess>? Officers,
    IReadOnlyList<IssuerAccess> Issuers);

/// <summary>A task force and who takes part in it.</summary>
internal sealed record TaskForceAccess(string TaskForce, string Name, IReadOnlyList<string> Participants);

/// <summary>What was changed in the registry.</summary>
internal sealed record AccessChange(DateTimeOffset At, RegistryRoom Of, string Subject, string Change, string? About);

/// <summary>Who had access to what at a moment.</summary>
internal sealed record AccessReport(
    DateTimeOffset AsOf, DateTimeOffset? Since, IReadOnlyList<PartyAccess> Parties, IReadOnlyList<MemberAccess> Members, IReadOnlyList<TaskForceAccess> TaskForces, IReadOnlyList<AccessChange>? Changes)
{
    /// <summary>The same as tables.</summary>
    public IEnumerable<Sheet> Sheets() =>
    [
        new("Parties", ["party", "kind", "name", "level", "legal basis", "until"], [.. Parties.Select(one => (string?[])[one.Party, one.Kind.Code(), one.Name, one.Level.Code(), one.LegalBasis, Cell.Of(one.Until)])]),
        new("Agencies", ["agency", "party", "name", "suspended", "leaves on", "roles", "clients", "cleared officers"],
            [.. Members.Select(one => (string?[])[one.Member, one.Party, one.Name, Cell.Of(one.Suspended), Cell.Of(one.LeavesOn), Cell.Of(one.Roles), Cell.Of(one.Clients.Count), Cell.Of(one.Cleared)])]),
        new("Clients", ["client", "roles", "purposes", "networks", "long tokens", "last used on", "unused for 90 days"],
            [.. Members.SelectMany(one => one.Clients.Select(client => (string?[])[$"{one.Member}/{client.Client}", Cell.Of(client.Roles), Cell.Of(client.Purposes), string.Join(' ', client.Networks), Cell.Of(client.LongTokens), Cell.Of(client.UsedOn), Cell.Of(client.Unused)]))]),
        new("Keys", ["key", "thumbprint", "added", "age in days", "retires", "last used on", "unused for 90 days"],
            [.. Members.SelectMany(one => one.Clients.SelectMany(client => client.Keys.Select(key => (string?[])[$"{one.Member}/{client.Client}/{key.Kid}", key.Thumbprint, Cell.Of(key.AddedAt), Cell.Of(key.AgeDays), Cell.Of(key.RetiresAt), Cell.Of(key.UsedOn), Cell.Of(key.Unused)])))]),
        new("Identity providers", ["identity provider", "longest minutes", "clients", "thumbprints"],
            [.. Members.SelectMany(one => one.Issuers.Select(issuer => (string?[])[$"{one.Member}/{issuer.Iss}", Cell.Of(issuer.LongestMinutes), string.Join(' ', issuer.Clients), string.Join(' ', issuer.Thumbprints)]))]),
        new("Officers", ["officer", "cleared until", "blocked", "last used on", "unused for 90 days"],
            [.. Members.SelectMany(one => (one.Officers ?? []).Select(officer => (string?[])[$"{one.Member}/{officer.Officer}", Cell.Of(officer.ClearedUntil), Cell.Of(officer.Blocked), Cell.Of(officer.UsedOn), Cell.Of(officer.Unused)]))]),
        new("Task forces", ["task force", "name", "participants"], [.. TaskForces.Select(one => (string?[])[one.TaskForce, one.Name, string.Join(' ', one.Participants)])]),
        .. Changes is null ? [] : new[] { new Sheet("Changes", ["subject", "at", "change", "about"], [.. Changes.Select(one => (string?[])[$"{one.Of.Code()}/{one.Subject}", Cell.Of(one.At), one.Change, one.About])]) },
    ];
}
