using System.Text.Json.Nodes;

namespace IntelShare.Stix;

/// <summary>
/// Reads the objects that count and finds which belong together: an indicator, the observation that it is based on and the account seen there are one record.
/// </summary>
internal static class Links
{
    private static readonly string[] Beside = ["identity", "marking-definition", "extension-definition"];

    /// <summary>Answers each of <paramref name="counted"/> at its index.</summary>
    public static void Answer(IReadOnlyList<Posted> counted, Reading?[] answers)
    {
        var offers = new Dictionary<string, Offer>(StringComparer.Ordinal);
        var accounts = new Dictionary<string, Offer>(StringComparer.Ordinal);
        var relationships = new List<(Posted Posted, string Source, string Target)>();
        var observations = new List<(Posted Posted, IReadOnlyList<string> Refs)>();
        foreach (var posted in counted)
        {
            answers[posted.Index] = posted switch
            {
                { Revoked: true } => new Withdrawn(posted.Index, posted.Id),
                { Type: "indicator" or "attack-pattern" } => Keep(offers, Record(posted)),
                { Type: "user-account" } => posted.Id == StixIds.NoAccount ? new Consumed(posted.Index, posted.Id, []) : Keep(accounts, Account(posted)),
                { Type: "relationship" } => Keep(relationships, posted),
                { Type: "observed-data" } => Keep(observations, posted),
                { Type: "sighting" } => Sighted(posted),
                _ when Beside.Contains(posted.Type) => new Consumed(posted.Index, posted.Id, []),
                _ => Refuse(posted, "type-not-carried", "type", "No kind of record says what an object of this type says."),
            };
        }

        // From each offered object along its relationships to observations, and from these to the accounts seen: those it names already.
        var edges = relationships.SelectMany(link => new[] { (From: link.Source, To: link.Target), (From: link.Target, To: link.Source) }).ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        var observed = observations.ToDictionary(seen => seen.Posted.Id, seen => seen.Refs, StringComparer.Ordinal);
        var belonging = new HashSet<string>(offers.Keys, StringComparer.Ordinal);
        foreach (var (id, offer) in offers)
        {
            foreach (var end in edges[id].Where(end => observed.ContainsKey(end) || accounts.ContainsKey(end)))
            {
                IReadOnlyList<string> seen = observed.TryGetValue(end, out var refs) ? refs : [end];
                foreach (var account in seen.Where(name => accounts.TryGetValue(name, out var found) && offer.Account?.Meets(found.Account!) == true).Select(name => accounts[name]))
                {
                    offer.Learn(account);
                    belonging.Add(account.Posted.Id);
                    answers[account.Posted.Index] = new Consumed(account.Posted.Index, account.Posted.Id, offer.Whole ? [] : account.Posted.Lost);
                }

                belonging.Add(end);
            }
        }

        belonging.UnionWith(accounts.Keys);
        foreach (var (posted, refs) in observations)
        {
            answers[posted.Index] = belonging.Contains(posted.Id) || refs.Any(accounts.ContainsKey) ? Belonging(posted, offers, edges) : Alone(posted);
        }

        belonging.UnionWith(observations.Where(seen => answers[seen.Posted.Index] is Consumed).Select(seen => seen.Posted.Id));
        foreach (var (posted, source, target) in relationships)
        {
            answers[posted.Index] = belonging.Contains(source) || belonging.Contains(target) ? new Consumed(posted.Index, posted.Id, offers.GetValueOrDefault(source)?.Whole == true ? [] : posted.Lost) : Alone(posted);
        }

        foreach (var offer in offers.Values.Concat(accounts.Values).Where(offer => answers[offer.Posted.Index] is null))
        {
            answers[offer.Posted.Index] = new Offered(offer.Posted.Index, offer.Posted.Id, offer.Body, offer.Whole, [.. offer.Posted.Lost, .. offer.Lost]);
        }
    }

    private static Offer? Record(Posted posted)
    {
        var own = posted.Extension();
        IReadOnlyList<string> lost = [];
        var (body, account) = own is { } extension ? (OwnObjects.Record(posted, extension, out lost), Pattern(posted))
            : posted.Type == "indicator" ? ForeignObjects.Indicator(posted)
            : (ForeignObjects.AttackPattern(posted), null);
        return Judged(posted, body, account, own is not null, lost);
    }

    // Of an object of ours the pattern serves only to know its account again.
    private static AccountName? Pattern(Posted posted) => posted.Type == "indicator" && posted.Text("pattern") is { } pattern ? AccountName.Read(pattern) : null;

    private static Offer? Account(Posted posted)
    {
        var (body, account) = ForeignObjects.UserAccount(posted);
        return Judged(posted, body, account, whole: false, []);
    }

    private static Offer? Judged(Posted posted, JsonObject? body, AccountName? account, bool whole, IReadOnlyList<string> lost) =>
        body is null || posted.Refusals.Count > 0 ? new(posted, [], account, whole, lost) { IsRefused = true } : new(posted, body, account, whole, lost);

    private static Refused? Keep(Dictionary<string, Offer> offers, Offer? offer)
    {
        if (offer!.IsRefused)
        {
            return new Refused(offer.Posted.Index, offer.Posted.Id, offer.Posted.Refusals);
        }

        offers.Add(offer.Posted.Id, offer);
        return null;
    }

    private static Refused? Keep(List<(Posted, string, string)> relationships, Posted posted)
    {
        posted.Text("relationship_type", required: true);
        var (source, target) = (posted.Reference("source_ref"), posted.Reference("target_ref"));
        relationships.AddRange(posted.Refusals.Count == 0 ? [(posted, source!, target!)] : []);
        return Outcome(posted);
    }

    private static Refused? Keep(List<(Posted, IReadOnlyList<string>)> observations, Posted posted)
    {
        var refs = posted.References("object_refs", required: true);
        observations.AddRange(posted.Refusals.Count == 0 ? [(posted, refs)] : []);
        return Outcome(posted);
    }

    private static Reading Sighted(Posted posted)
    {
        var (of, body) = ForeignObjects.Sighting(posted);
        return (Reading?)Outcome(posted) ?? new Sighted(posted.Index, posted.Id, of!, body, posted.Lost);
    }

    private static Consumed Belonging(Posted posted, Dictionary<string, Offer> offers, ILookup<string, string> edges) =>
        new(posted.Index, posted.Id, edges[posted.Id].Any(end => offers.GetValueOrDefault(end)?.Whole == true) ? [] : posted.Lost);

    private static Refused Alone(Posted posted) => Refuse(posted, "belongs-to-nothing", "", "It belongs to no object that was accepted.");

    private static Refused Refuse(Posted posted, string code, string property, string reason)
    {
        posted.Refuse(code, property, reason);
        return new(posted.Index, posted.Id, posted.Refusals);
    }

    private static Refused? Outcome(Posted posted) => posted.Refusals.Count == 0 ? null : new(posted.Index, posted.Id, posted.Refusals);

    /// <summary>An object that can be submitted, until it is known what belongs to it.</summary>
    private sealed record Offer(Posted Posted, JsonObject Body, AccountName? Account, bool Whole, IReadOnlyList<string> Lost)
    {
        public bool IsRefused { get; init; }

        /// <summary>The account's object may know its id or login where the pattern has one of both alone.</summary>
        public void Learn(Offer account)
        {
            if (Whole || Body["content"] is not JsonObject content)
            {
                return;
            }

            foreach (var (name, value) in ((JsonObject)account.Body["content"]!).Where(member => !content.ContainsKey(member.Key) && member.Key is "handle" or "stableId").ToList())
            {
                content[name] = value!.DeepClone();
            }
        }
    }
}
