using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Notices;

/// <summary>Which notices of an agency a caller is told: of content, those who work with it; of probing and of limits that passed, those who watch over it; of a recall left unanswered, both; of the registry, everybody; of credentials that end, those who administer and who watch.</summary>
internal static class Inbox
{
    public static string[] Kinds(IReadOnlySet<Role> roles) =>
    [
        .. Enum.GetValues<NoticeKind>().Where(kind => kind switch
        {
            NoticeKind.BudgetAlarm or NoticeKind.SubjectRequestOverdue or NoticeKind.JustificationDue => roles.Contains(Role.Auditor) || roles.Contains(Role.AgencyAdmin) || roles.Contains(Role.HubAdmin),
            NoticeKind.MembershipEnds => roles.Contains(Role.AgencyAdmin) || roles.Contains(Role.Auditor) || Roles.TouchContent(roles),
            NoticeKind.PendingAct or NoticeKind.PendingActDecided => roles.Contains(Role.HubAdmin) || roles.Contains(Role.Deputy),
            NoticeKind.MemberEnrolled or NoticeKind.RegistryChanged or NoticeKind.HubRestored => true,
            NoticeKind.ConceptsChanged => roles.Contains(Role.Steward) || Roles.TouchContent(roles),
            NoticeKind.RecallOverdue => roles.Contains(Role.Auditor) || Roles.TouchContent(roles),
            NoticeKind.CredentialExpiring => roles.Contains(Role.AgencyAdmin) || roles.Contains(Role.Auditor),
            _ => Roles.TouchContent(roles),
        }).Select(kind => kind.Code()),
    ];
}
