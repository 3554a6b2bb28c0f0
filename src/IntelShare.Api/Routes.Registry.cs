using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Api.Members;
using IntelShare.Members;

namespace IntelShare.Api;

/// <content>The registry: who is there, what administrators decide of it, and what an agency says of its own machines.</content>
internal static partial class Routes
{
    private static void MapRegistry(RouteGroupBuilder v1)
    {
        v1.MapGet("/parties", PartiesEndpoint.ListParties).Does("parties-read", Officers)
            .Says("List countries and organisations", "By which names releases may reach them. How far one may read is told to its own agencies and to administrators of the hub.").Answers<PageOf<PartyView>>();
        v1.MapPut("/parties/{party}", PartiesEndpoint.EnrolParty).Does("party-enrolled", Role.HubAdmin)
            .Says("Enrol a country or organisation", "Proposed; done once a second administrator agrees.").Proposes();
        v1.MapPost("/parties/{party}/agreements", PartiesEndpoint.ConcludeAgreement).Does("agreement-concluded", Role.HubAdmin)
            .Says("Conclude an agreement of a party", "How far its agencies read, from when and until when. Done at once where nobody will read more by it, else proposed.").Answers<PartyView>().Proposes();
        v1.MapPost("/parties/{party}/agreements/ending", PartiesEndpoint.EndAgreement).Does("agreement-ended", Role.HubAdmin)
            .Says("End a party's agreements", "The one in force and those to come. Done at once; proposed only where an agreement held the party below what it reads by law.").Answers<PartyView>().Proposes();
        v1.MapGet("/members", AdministerMembersEndpoint.ListMembers).Does("members-read", Officers)
            .Says("List agencies", "Every member of the hub, its party and its desk.").Answers<PageOf<MemberView>>();
        v1.MapGet("/members/{member}", AdministerMembersEndpoint.GetMember).Does("member-read", Officers)
            .Says("Read an agency", "Its party and its desk.").Answers<MemberView>();
        v1.MapPut("/members/{member}", AdministerMembersEndpoint.EnrolMember).Does("member-enrolled", Role.HubAdmin)
            .Says("Enrol an agency", "Proposed. Once a second administrator agrees every member is told of it; it can do nothing before a client of it is introduced.").Proposes();
        v1.MapPatch("/members/{member}", AdministerMembersEndpoint.ChangeMember).Does("member-changed", Role.HubAdmin)
            .Says("Change name, desk or roles of an agency", "What is absent stays. Done at once; proposed where its clients may hold a role more, or its desk moves.").Answers<MemberView>().Proposes();
        v1.MapPost("/members/{member}/suspension", AdministerMembersEndpoint.SuspendMember).Does("member-suspended", Role.HubAdmin)
            .Says("Suspend an agency", "At once: from the next answer on it neither reads nor writes. Its records stay under their releases.").Answers<MemberView>();
        v1.MapDelete("/members/{member}/suspension", AdministerMembersEndpoint.ReadmitMember).Does("member-readmitted", Role.HubAdmin)
            .Says("Readmit a suspended agency", "Proposed; done once a second administrator agrees.").Proposes();
        v1.MapPost("/members/{member}/introduction", AdministerMembersEndpoint.IntroduceClient).Does("client-introduced", Role.HubAdmin)
            .Says("Introduce an agency's first client", "With the key by which it administers itself from then on; or another administrator of the hub. Proposed: the second administrator gives the key's thumbprint as the agency read it out by telephone.").Proposes();
        v1.MapGet("/members/{member}/clients", ClientsEndpoint.ListClients).Does("clients-read", Role.AgencyAdmin, Role.HubAdmin)
            .Says("List the own clients", "Every machine with its roles, purposes, networks and keys, ended ones included, and when each was at work last. An administrator of the hub reads any agency's.").Answers<PageOf<ClientView>>();
        v1.MapPut("/members/{member}/clients/{client}", ClientsEndpoint.PutClient).Does("client-put", Role.AgencyAdmin)
            .Says("Add or change an own client", "Whole: roles within the agency's cap, purposes, networks, and for a feed what it states by itself. Binds at the next answer.").Answers<ClientView>();
        v1.MapDelete("/members/{member}/clients/{client}", ClientsEndpoint.RemoveClient).Does("client-removed", Role.AgencyAdmin, Role.HubAdmin)
            .Says("End a client", "With all its keys, from the next answer on. By its own agency or an administrator of the hub.").Answers<ClientView>();
        v1.MapPost("/members/{member}/clients/{client}/keys", ClientsEndpoint.AddKey).Does("key-added", Role.AgencyAdmin)
            .Says("Add a key to an own client", "Beside those it has, so that machines change over one by one.").Answers<ClientView>();
        v1.MapPut("/members/{member}/clients/{client}/keys/{kid}/retirement", ClientsEndpoint.RetireKey).Does("key-retired", Role.AgencyAdmin, Role.HubAdmin)
            .Says("Retire a key", "From a moment on; never later than was said before.").Answers<ClientView>();
        v1.MapDelete("/members/{member}/clients/{client}/keys/{kid}", ClientsEndpoint.RevokeKey).Does("key-revoked", Role.AgencyAdmin, Role.HubAdmin)
            .Says("Revoke a key", "What it signed is refused from the next answer on, on every node. By its own agency or an administrator of the hub.").Answers<ClientView>();
        v1.MapPut("/members/{member}/clients/{client}/tokens/{token}", ClientsEndpoint.RegisterToken).Does("token-registered", Role.AgencyAdmin)
            .Says("Register a long token of an own feed", "By its jti, before its use: for a machine that cannot sign, with the one role feed and networks of its own. At most 90 days.").Answers<ClientView>();
        v1.MapDelete("/members/{member}/clients/{client}/tokens/{token}", ClientsEndpoint.RevokeToken).Does("token-revoked", Role.AgencyAdmin, Role.HubAdmin)
            .Says("Revoke a long token", "This one alone, from the next answer on.").Answers<ClientView>();
        v1.MapGet("/members/{member}/issuers", IssuersEndpoint.ListIssuers).Does("issuers-read", Role.AgencyAdmin, Role.HubAdmin)
            .Says("List the own identity providers", "How their tokens are read, and the keys by which they are verified, as this node of the hub knows them. An administrator of the hub reads any agency's.").Answers<PageOf<IssuerView>>();
        v1.MapPut("/members/{member}/issuers/{issuer}", IssuersEndpoint.TrustIssuer).Does("issuer-trusted", Role.AgencyAdmin)
            .Says("Trust tokens of the own identity provider", "Whole: where its tokens say what the hub asks, for which clients they speak, and its keys, or where it publishes them. The hub allowed its iss before.").Answers<IssuerView>();
        v1.MapDelete("/members/{member}/issuers/{issuer}", IssuersEndpoint.DistrustIssuer).Does("issuer-distrusted", Role.AgencyAdmin, Role.HubAdmin)
            .Says("Trust tokens of an identity provider no longer", "From the next answer on. By its own agency or an administrator of the hub.").Answers<IssuerView>();
        v1.MapGet("/task-forces", TaskForcesEndpoint.ListTaskForces).Does("task-forces-read", Officers)
            .Says("List the own task forces", "Those that the caller's agency takes part in, and since when. An administrator of the hub gets all, with everybody who takes part or did.").Answers<PageOf<TaskForceView>>();
        v1.MapPut("/task-forces/{taskForce}", TaskForcesEndpoint.FoundTaskForce).Does("task-force-founded", Role.HubAdmin)
            .Says("Found a task force", "Nobody takes part in it yet.").Answers<TaskForceView>();
        v1.MapPost("/task-forces/{taskForce}/participants", TaskForcesEndpoint.JoinTaskForce).Does("task-force-joined", Role.HubAdmin)
            .Says("Take a party or agency into a task force", "Proposed; done once a second administrator agrees. Opens nothing that was released before, unless its owner said so.").Proposes();
        v1.MapPost("/task-forces/{taskForce}/participants/leaving", TaskForcesEndpoint.LeaveTaskForce).Does("task-force-left", Role.HubAdmin)
            .Says("End a participation in a task force", "At once, or from a day to come.").Answers<TaskForceView>();
        v1.MapGet("/pending-acts", PendingActsEndpoint.ListPendingActs).Does("pending-acts-read", Role.HubAdmin, Role.Deputy)
            .Says("List acts that wait for a second administrator", "And those of the last 90 days that were decided or lapsed. The oldest first.").Answers<PageOf<PendingActView>>();
        v1.MapGet("/pending-acts/{id}", PendingActsEndpoint.GetPendingAct).Does("pending-act-read", Role.HubAdmin, Role.Deputy)
            .Says("Read such an act", "What was proposed, to the letter.").Answers<PendingActView>();
        v1.MapPost("/pending-acts/{id}/seconding", PendingActsEndpoint.SecondAct).Does("act-seconded", Role.HubAdmin, Role.Deputy)
            .Says("Agree to what another administrator proposed", "It is decided anew on the registry as it is, and done. Another officer at another client; a deputy nothing of its own agency's.").Answers<PendingActView>();
        v1.MapPost("/pending-acts/{id}/refusal", PendingActsEndpoint.RefuseAct).Does("act-refused", Role.HubAdmin, Role.Deputy)
            .Says("Refuse a pending act, or take the own proposal back", "Final; it can be proposed anew.").Answers<PendingActView>();
    }
}
