using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Reports;

/// <summary>
/// Who had access to what at a moment, folded from the registry's facts up to it. The hub's administrators and its own auditors and
/// supervisor see every agency, an agency itself alone; who takes part in a task force is the administrators' to know, and which
/// officers are cleared their own agency's and the supervisor's.
/// </summary>
internal static class ReportAccessEndpoint
{
    private const int RestDays = 90;
    private static readonly DateTimeOffset Always = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Published(AlsoAs = ["text/csv", "text/html"])]
    public static async Task<Answer> Get(string? asOf, string? since, string? format, Visit visit, Line line, HttpContext http, CancellationToken ct)
    {
        if (!Moment.TryRead(asOf, visit.Now, out var moment) || !Moment.TryRead(since, Always, out var after) || !ReportForm.TryRead(format, http.Request, out var form) || (asOf is not null && since is not null && after > moment))
        {
            return Problems.Of("malformed-parameter", $"asOf: RFC 3339, by default now; since: RFC 3339, not after asOf; format: {string.Join(", ", ReportForm.All)}.");
        }

        var connection = await line.OpenAsync(ct);
        var facts = await RegistryFacts.ReadAsync(connection, visit.Registry, asOf is null ? Always : moment, ct);
        var registry = RegistryHistory.Fold(facts);
        var eyes = new Eyes(visit);
        var members = registry.Members.Values.Where(eyes.See).OrderBy(member => member.Id, StringComparer.Ordinal).ToArray();
        var used = await LastUses.ReadAsync(connection, members, DateOnly.FromDateTime(moment.UtcDateTime), ct);
        var there = facts.Where(fact => RegistryHistory.About(fact.Fact) is not null).GroupBy(fact => (fact.Subject, About: RegistryHistory.About(fact.Fact)!)).ToDictionary(about => about.Key, about => about.First().At);
        var report = new AccessReport(
            moment,
            since is null ? null : after,
            [.. registry.Parties.Values.Where(eyes.See).OrderBy(party => party.Id, StringComparer.Ordinal).Select(Seen)],
            [.. members.Select(Whole)],
            [.. registry.TaskForces.Values.OrderBy(taskForce => taskForce.Id, StringComparer.Ordinal).Select(taskForce => new TaskForceAccess(taskForce.Id, taskForce.Name, [.. eyes.Participants(taskForce, moment)])).Where(taskForce => taskForce.Participants.Count > 0 || eyes.Administer)],
            since is null ? null : [.. facts.Where(fact => fact.At > after && eyes.See(fact)).Select(fact => new AccessChange(fact.At, fact.Room, fact.Subject, fact.Name, eyes.About(fact)))]);
        return ReportForm.Answer(form, report, $"access-{Cell.Of(DateOnly.FromDateTime(moment.UtcDateTime))}", $"Who had access on {Cell.Of(moment)}",
            [$"Made by {visit.Member.Id} on {Cell.Of(visit.Now)} from the facts of the registry.", "A client, key or officer is unused where it has not been at work for 90 days in all of which it was there."], report.Sheets());

        PartyAccess Seen(Party party)
        {
            var inForce = party.Agreements.LastOrDefault(agreement => agreement.Covers(moment));
            return new(party.Id, party.Kind, party.Name, party.AgreementAt(moment), inForce?.LegalBasis, inForce?.Until);
        }

        MemberAccess Whole(Member member) => new(
            member.Id, member.Party, member.Name, member.Suspended, member.Leaving?.EffectiveOn, [.. member.Roles.Order()],
            [.. member.Clients.Values.Where(client => !client.Removed).OrderBy(client => client.Id, StringComparer.Ordinal).Select(client => Machine(member, client))],
            member.Officers.Values.Count(officer => officer.IsCleared(moment)),
            eyes.KnowOfficers(member) ? [.. member.Officers.Values.OrderBy(officer => officer.Id, StringComparer.Ordinal).Select(officer => new OfficerAccess(officer.Id, officer.ClearedUntil, officer.Blocked, Last(member, "officer", officer.Id), Rests(member, "officer", officer.Id, officer.Id)))] : null,
            [.. member.IssuerCaps.OrderBy(cap => cap.Key, StringComparer.Ordinal).Select(cap => Allowed(member, cap.Key, cap.Value))]);

        IssuerAccess Allowed(Member member, string iss, int minutes)
        {
            var provider = member.Provider(iss);
            return new(
                iss, minutes, [.. (provider?.Clients.Values ?? []).Distinct(StringComparer.Ordinal).Where(client => !member.Clients[client].Removed).Order(StringComparer.Ordinal)],
                [.. (provider?.Keys ?? []).Select(key => key.Thumbprint).Order(StringComparer.Ordinal)]);
        }

        ClientAccess Machine(Member member, Client client) => new(
            client.Id, [.. client.Roles.Order()], [.. client.Purposes.Order()], [.. client.Networks],
            [
                .. client.Keys.Where(key => key.Value.IsTrusted(moment)).OrderBy(key => key.Value.AddedAt).ThenBy(key => key.Key, StringComparer.Ordinal).Select(key => new KeyAccess(
                    key.Key, key.Value.Thumbprint, key.Value.AddedAt, key.Value.AddedAt is { } added ? (int)(moment - added).TotalDays : null, key.Value.RetiresAt, Last(member, "key", key.Key), Rests(member, "key", key.Key, $"{client.Id} {key.Key}"))),
            ],
            client.Tokens.Values.Count(token => client.MayCarryTokens && token.IsTrusted(moment)), Last(member, "client", client.Id), Rests(member, "client", client.Id, client.Id));

        DateOnly? Last(Member member, string what, string id) => used.TryGetValue((member.Id, what, id), out var day) ? day : null;

        bool Rests(Member member, string what, string id, string about)
        {
            var from = moment.AddDays(-RestDays);
            return there[(member.Id, about)] < from && !(Last(member, what, id) >= DateOnly.FromDateTime(from.UtcDateTime));
        }
    }

    /// <summary>What of the registry a caller may know of.</summary>
    private sealed class Eyes(Visit visit)
    {
        private readonly bool everything = visit.Caller.Roles.Contains(Role.HubAdmin)
            || (visit.Caller.Roles.Contains(Role.Auditor) && visit.Caller.Party is { Kind: PartyKind.Hub } or { Kind: PartyKind.Supervisor, Over: null });

        public bool Administer { get; } = visit.Caller.Roles.Contains(Role.HubAdmin);

        public bool See(Party party) => everything || party.Id == visit.Member.Party;

        public bool See(Member member) => everything || IsOwn(member.Id);

        public bool KnowOfficers(Member member) => IsOwn(member.Id) || (everything && visit.Registry.Oversees(visit.Member, member));

        public bool See(RegistryFact fact) => fact.Room switch
        {
            RegistryRoom.Party => everything || fact.Subject == visit.Member.Party,
            RegistryRoom.Member => IsOwn(fact.Subject) || (everything && !RegistryHistory.IsPrivate(fact.Fact)),
            _ => Administer || TaskForce.Names(RegistryHistory.About(fact.Fact), visit.Member),
        };

        /// <summary>What a change is about, where that is no officer whom the caller does not know.</summary>
        public string? About(RegistryFact fact) => RegistryHistory.IsOfOfficer(fact.Fact) && !KnowOfficers(visit.Registry.Members[fact.Subject]) ? null : RegistryHistory.About(fact.Fact);

        /// <summary>Whoever takes part, to administrators; to an agency itself and its party.</summary>
        public IEnumerable<string> Participants(TaskForce taskForce, DateTimeOffset moment) => taskForce.Participations
            .Where(period => period.Covers(moment) && (Administer || TaskForce.Names(period.Participant, visit.Member))).Select(period => period.Participant).Distinct(StringComparer.Ordinal);

        private bool IsOwn(string member) => member == visit.Member.Id;
    }
}
