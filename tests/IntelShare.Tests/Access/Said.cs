using System.Globalization;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// Records and readers in words, parts between semicolons, in the order in which things happened. A record is a word of Sweden's for
/// cross-checking under H0, of 15 January 2026; a reader is an analyst, officer-7, who cross-checks and says why, on 12 May 2026 at 9:30.
/// </summary>
internal static class Said
{
    /// <summary>
    /// First what was submitted (<c>full member-states</c>, <c>H3</c>, <c>account</c>), then what followed (<c>withdrawn</c>, <c>erased</c>, <c>restricted evidence</c>,
    /// <c>acknowledged fr-ofast officer-7</c>, <c>granted content fr-ofast until 2026-06-01</c>, <c>reworded Other words.</c>).
    /// </summary>
    public static Indicator Record(string said)
    {
        var command = Cast.Slang() with { Release = new() };
        var at = Cast.Released;
        var then = new List<Func<Indicator, object>>();
        foreach (var words in said.Split(';', StringSplitOptions.TrimEntries).Select(part => part.Split(' ')))
        {
            command = words switch
            {
                ["account"] => Cast.Account() with { Release = command.Release, Purposes = command.Purposes },
                ["minor"] => Cast.RecruitedMinor() with { Release = command.Release, Purposes = command.Purposes, Retention = new(new(2026, 12, 31), "Polisdatalagen") },
                ["feeds", var feeds] => command with { Release = command.Release! with { Feeds = feeds == "yes" } },
                ["full", .. var tokens] => command with { Release = command.Release! with { Full = tokens } },
                ["hit", .. var tokens] => command with { Release = command.Release! with { Hit = tokens } },
                ["not", .. var tokens] => command with { Release = command.Release! with { Excluded = tokens } },
                ["purposes", .. var purposes] => command with { Purposes = [.. purposes.Select(Of<Purpose>)] },
                [['H', _], ..] => command with { Handling = new([.. words.Select(Of<HandlingCode>)], words.Contains("H3") ? "Ask first." : null) },
                _ => command,
            };
            switch (words)
            {
                case ["on", var day]:
                    at = Day(day);
                    break;
                case ["withdrawn"]:
                    then.Add(_ => new IndicatorWithdrawn("mistake", Cast.Now));
                    break;
                case ["erased"]:
                    then.Add(_ => new IndicatorErased(ErasureGround.NoLongerNeeded, "Polisdatalagen", Cast.Now));
                    break;
                case ["restricted", var ground]:
                    then.Add(_ => new IndicatorRestricted(Of<RestrictionGround>(ground), Secret: null, Cast.Now));
                    break;
                case ["lifted"]:
                    then.Add(_ => new RestrictionLifted(Secret: null, Cast.Now));
                    break;
                case ["review", "by", var day]:
                    then.Add(_ => new RetentionExtended(DateOnly.FromDateTime(Day(day).UtcDateTime), Secret: null, Cast.Now, TellsReaders: true));
                    break;
                case ["acknowledged", var member, var officer]:
                    then.Add(_ => new HandlingAcknowledged(member, officer, Cast.Now));
                    break;
                case ["reworded", .. var text]:
                    then.Add(record => Amended(record, new([HandlingCode.H3], string.Join(' ', text))));
                    break;
                case ["granted", var asks, var member, .. var more]:
                    then.Add(_ => new DisclosureGranted(Request(asks + member), member, Of<Asks>(asks), After(more, "for") is { } purpose ? Of<Purpose>(purpose) : null,
                        After(more, "fields") is { } fields ? [.. fields.Split('+').Select(Of<FieldGroup>)] : null, Secret: null, Day(After(more, "until") ?? "2026-06-01"), Cast.Now));
                    break;
                case ["revoked", var asks, var member]:
                    then.Add(_ => new DisclosureRevoked(Request(asks + member), Cast.Now));
                    break;
                case ["nothing"] or [['H', _], ..] or ["account" or "minor" or "feeds" or "full" or "hit" or "not" or "purposes", ..]:
                    break;
                default:
                    throw new FormatException($"Nothing is known of: {string.Join(' ', words)}");
            }
        }

        return then.Aggregate(Given.Submitted(command, at), (record, fact) => Indicator.Evolve(record, record.Id, fact(record)));
    }

    /// <summary>
    /// First who asks (<c>us-dea for strategic-analysis as feed</c>), then what the registry knows (<c>agreed full from 2026-01-01</c>,
    /// <c>ended 2026-05-01</c>, <c>cleared officer-7 until 2026-06-01</c>, <c>left se-noa 2026-05-12</c>, <c>succeeded se-noa by be-fgp</c>, <c>authorised by se-noa from 2026-01-01</c>) and how it asks
    /// (<c>officer officer-8</c>, <c>unjustified</c>, <c>ground evidence</c>, <c>at 2026-05-12T09:30</c>).
    /// </summary>
    public static Reader Reader(string said, Purpose? purpose = null, params Role[] roles)
    {
        var parts = said.Split(';', StringSplitOptions.TrimEntries);
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (officer, justified, at) = ("officer-7", true, Cast.Now);
        RestrictionGround? ground = null;
        var facts = new List<(string, object)>();
        var party = Cast.Registry.Members[words[0]].Party;
        foreach (var part in parts.Skip(1).Select(part => part.Split(' ')))
        {
            switch (part)
            {
                case ["agreed", var level, .. var when]:
                    facts.Add((party, new AgreementConcluded("Article 25", Of<AgreementLevel>(level), Day(After(when, "from")!), After(when, "until") is { } end ? Day(end) : null)));
                    break;
                case ["ended", var day]:
                    facts.Add((party, new AgreementEnded("terminated", Day(day))));
                    break;
                case ["cleared", var whom, "until", var day]:
                    facts.Add((words[0], new OfficerCleared(whom, "Works with recruited minors.", Day(day))));
                    break;
                case ["clearance-withdrawn", var whom]:
                    facts.Add((words[0], new ClearanceWithdrawn(whom, "moved")));
                    break;
                case ["authorised", "by", var owner, .. var when]:
                    facts.Add((owner, new StandingAuthorisationGiven(party, "Joint work.", Day(After(when, "from")!), After(when, "until") is { } over ? Day(over) : null)));
                    break;
                case ["authorisation-revoked", "by", var owner, var day]:
                    facts.Add((owner, new StandingAuthorisationRevoked(party, "over", Day(day))));
                    break;
                case ["left", var leaver, var day]:
                    facts.Add((leaver, new MemberWithdrawn("dissolved", DateOnly.FromDateTime(Day(day).UtcDateTime))));
                    break;
                case ["succeeded", var succeeded, "by", var heir]:
                    facts.Add((succeeded, new SuccessorNamed(heir, "takes over", Cast.Released)));
                    facts.Add((succeeded, new SuccessionAccepted(heir, Cast.Released)));
                    break;
                case ["officer", var name]:
                    officer = name;
                    break;
                case ["unjustified"]:
                    justified = false;
                    break;
                case ["ground", var named]:
                    ground = Of<RestrictionGround>(named);
                    break;
                case ["at", var moment]:
                    at = Day(moment);
                    break;
                default:
                    throw new FormatException($"Nothing is known of: {string.Join(' ', part)}");
            }
        }

        var registry = Cast.RegistryOf(Cast.Grimm, [.. facts]);
        var member = registry.Members[words[0]];
        Role[] held = roles is [] ? [.. words.SkipWhile(word => word != "as").Skip(1).Select(Of<Role>)] : roles;
        var reader = Cast.Reader(registry, new(member, registry.Parties[party], member.Clients[member.Id], officer, held is [] ? new HashSet<Role> { Role.Analyst } : held.ToHashSet(),
            new HashSet<Purpose> { purpose ?? (After(words, "for") is { } stated ? Of<Purpose>(stated) : Purpose.CrossChecking) }, "kid-1", "jti-1"), justified, at);
        return reader with { Ground = ground };
    }

    public static string Answer(Ruling ruling)
    {
        string?[] said = [ruling.Level.Code(), ruling.DecidedBy?.Code(), .. ruling.Obligations.Select(obligation => obligation.Code())];
        return string.Join(' ', said.OfType<string>());
    }

    private static IndicatorAmended Amended(Indicator record, Handling handling) => new(
        record.Plain, record.Secret, record.Protected, record.Evaluation, handling, [.. record.Purposes], [.. record.CrimeAreas], record.Retention, TellsReaders: true, Cast.Now);

    /// <summary>One request for each ask of a member.</summary>
    private static Guid Request(string of) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));

    private static string? After(string[] words, string word) => words.SkipWhile(other => other != word).Skip(1).FirstOrDefault();

    public static DateTimeOffset Day(string said) => DateTimeOffset.Parse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static T Of<T>(string code) where T : struct, Enum => Codes.TryRead<T>(code, out var member) ? member : throw new FormatException($"{code} is no code of {typeof(T).Name}.");
}
