using System.Collections.Immutable;
using System.Text.Json;
using IntelShare.Members;

namespace IntelShare.Indicators;

/// <content>What an owner may do with a record. Every decision lists all its refusals; none touches what others own.</content>
public sealed partial record Indicator
{
    internal static readonly Refusal AlreadyWithdrawn = new("already-withdrawn", "", "Withdrawal is final.");
    private static readonly Refusal DiscloserNeeded = new("discloser-needed", "", "Letting others read more takes the role discloser.");

    /// <summary>Decides a submission; all refusals are listed.</summary>
    public static Decision Submit(SubmitIndicator command, Member owner, Registry registry, DateTimeOffset now)
    {
        if (owner.HasLeft(now))
        {
            return Decision.Refuse(Member.Left);
        }

        var refusals = new List<Refusal>();
        if (command.Kind is null || !Indicators.Kind.All.ContainsKey(command.Kind))
        {
            refusals.Add(Indicators.Kind.Unknown(command.Kind, "/kind"));
        }
        else
        {
            refusals.AddRange(Mandatory(command.Content, "/content", content => OfKind(command.Kind, content, registry)));
        }

        var isProtected = command.Subject?.IsProtected == true;
        var purposes = command.Purposes ?? [];
        var areas = command.CrimeAreas ?? [];
        refusals.AddRange(Mandatory(command.Evaluation, "/evaluation", evaluation => evaluation.Check()));
        refusals.AddRange(Mandatory(command.Handling, "/handling", handling => handling.Check()));
        refusals.AddRange(List(purposes, "/purposes"));
        refusals.AddRange(List(areas, "/crimeAreas"));
        refusals.AddRange(Mandatory(command.Retention, "/retention", retention => retention.Check(DateOnly.FromDateTime(now.UtcDateTime), isProtected)));
        refusals.AddRange(Mandatory(command.Release, "/release", release =>
            release.Check(owner, registry.Parties[owner.Party], command.Handling ?? new(null), isProtected, registry, now)));
        refusals.AddRange(AboutWhom(command.Kind, command.Subject));
        refusals.AddRange(Text.Optional(command.Reference, "/reference", 200));
        if (refusals.Count > 0)
        {
            return Decision.Refuse(refusals);
        }

        var personal = Indicators.Kind.Of(command.Content!).Personal;
        return Decision.Accept(new IndicatorSubmitted(
            owner.Id,
            command.Kind!,
            personal ? null : command.Content,
            new Confidential(personal ? command.Content : null, command.Subject, command.Reference).OrNothing(),
            isProtected,
            command.Evaluation!,
            command.Handling!,
            command.Release!.Settled(personal, command.Handling!, isProtected),
            purposes,
            areas,
            command.Retention!,
            now));
    }

    /// <summary>Decides an amendment of an active record whose secret is open. An amendment that gives nothing is refused: it would be a read without a purpose.</summary>
    /// <param name="command">What is replaced.</param>
    /// <param name="content">The command's content, read as this record's kind; null when absent or removed.</param>
    /// <param name="roles">Of the caller: loosening (fewer codes, more purposes, a person no longer protected) takes a discloser.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Amend(AmendIndicator command, IndicatorContent? content, IReadOnlySet<Role> roles, Member owner, Registry registry, DateTimeOffset now)
    {
        if (Closed() is { } closed)
        {
            return Decision.Refuse(closed);
        }

        var next = command.Content.IsGiven ? content : Content;
        var evaluation = command.Evaluation.Or(Evaluation);
        var handling = command.Handling.Or(Handling);
        var purposes = command.Purposes.Or([.. Purposes]) ?? [];
        var areas = command.CrimeAreas.Or([.. CrimeAreas]) ?? [];
        var subject = command.Subject.Or(Secret?.Open?.Subject);
        var reference = command.Reference.Or(Secret?.Open?.Reference);
        var isProtected = subject?.IsProtected == true;

        // What the new handling or subject does not allow falls by itself, since that only narrows: feeds, and a review day
        // beyond the one year of a protected person.
        var feedsFall = Release.Feeds == true && (isProtected || handling?.Has(HandlingCode.H3) == true);
        var release = feedsFall ? Release with { Feeds = false } : Release;
        var latest = DateOnly.FromDateTime(now.UtcDateTime).AddYears(1);
        var retention = isProtected && Retention.ReviewBy > latest ? Retention with { ReviewBy = latest } : Retention;

        Refusal[] refusals =
        [
            .. Mandatory(next, "/content", c => OfKind(Kind, c, registry)),
            .. Mandatory(evaluation, "/evaluation", e => e.Check()),
            .. Mandatory(handling, "/handling", h => h.Check()),
            .. List(purposes, "/purposes"),
            .. List(areas, "/crimeAreas"),
            .. AboutWhom(Kind, subject),
            .. Text.Optional(reference, "/reference", 200),
            .. handling is null ? [] : release.Check(owner, registry.Parties[owner.Party], handling, isProtected, registry, now)
                .Where(r => r.Code == "restricted-without-addressees").Select(r => r with { Pointer = "/handling/codes" }),
        ];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        if (command == new AmendIndicator(default, default, default, default, default, default, default))
        {
            return Decision.Refuse(new Refusal("nothing-given", "", "Give at least one member to replace."));
        }

        var loosens = purposes.Except(Purposes).Any() || Handling.Codes!.Except(handling!.Codes!).Any(code => code != HandlingCode.H0) || (Protected && !isProtected);
        if (loosens && !roles.Contains(Role.Discloser))
        {
            return Decision.Refuse(DiscloserNeeded);
        }

        var personal = Indicators.Kind.All[Kind].Personal;
        var amended = new IndicatorAmended(
            personal ? null : next,
            new Confidential(personal ? next : null, subject, reference).OrNothing(),
            isProtected,
            evaluation!,
            handling!,
            purposes,
            areas,
            retention,
            Told(Content, Evaluation, Handling, [.. Purposes], [.. CrimeAreas], Secret?.Open?.Subject, Retention) != Told(next, evaluation, handling, purposes, areas, subject, retention),
            now);
        return feedsFall ? Decision.Accept(new ReleaseChanged(release, now), amended) : Decision.Accept(amended);

        // What readers see, written out: records that hold lists do not compare by value.
        static string Told(IndicatorContent? content, Evaluation? evaluation, Handling? handling, Purpose[] purposes, CrimeArea[] areas, Subject? subject, Retention retention) =>
            JsonSerializer.Serialize(new { content = (object?)content, evaluation, handling, purposes, areas, subject?.Categories, subject?.Age, retention.ReviewBy });
    }

    /// <summary>Decides a new grade (Article 29(3): after new information or on a recipient's proposal). The grade that stands already is refused: it would tell readers of nothing.</summary>
    /// <param name="command">The grade and why.</param>
    /// <param name="proposal">The proposal that is accepted by it, or null.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Reevaluate(ReevaluateIndicator command, Guid? proposal, DateTimeOffset now)
    {
        if (Closed() is { } closed)
        {
            return Decision.Refuse(closed);
        }

        Refusal[] refusals = [.. Regrading(command.Evaluation), .. Text.Required(command.Reason, "/reason", 500)];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new IndicatorReevaluated(command.Evaluation!, Confidential.Saying(command.Reason), proposal, now));
    }

    /// <summary>Decides a new release. Widening takes a discloser: <c>discloser-needed</c>.</summary>
    public Decision ChangeRelease(Release wanted, IReadOnlySet<Role> roles, Member owner, Registry registry, DateTimeOffset now)
    {
        if (Closed() is { } closed)
        {
            return Decision.Refuse(closed);
        }

        // A release that says nothing of feeds leaves them as they are: adding an exclusion must not open one.
        wanted = wanted with { Feeds = wanted.Feeds ?? Release.Feeds };
        Refusal[] refusals = [.. wanted.Check(owner, registry.Parties[owner.Party], Handling, Protected, registry, now, earlier: Release)];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var settled = wanted.Settled(Indicators.Kind.All[Kind].Personal, Handling, Protected);
        return settled.Widens(Release) && !roles.Contains(Role.Discloser)
            ? Decision.Refuse(DiscloserNeeded)
            : Decision.Accept(new ReleaseChanged(settled, now));
    }

    /// <summary>Decides a withdrawal.</summary>
    public Decision Withdraw(WithdrawIndicator command, DateTimeOffset now)
    {
        if (Status != IndicatorStatus.Active)
        {
            return Decision.Refuse(AlreadyWithdrawn);
        }

        Refusal[] refusals = [.. Text.Required(command.Reason, "/reason", 500)];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new IndicatorWithdrawn(command.Reason!, now));
    }

    /// <summary>Why nothing of the record changes any more, or for now.</summary>
    private Refusal? Closed() => Status != IndicatorStatus.Active ? AlreadyWithdrawn : Restriction is not null ? UnderRestriction : null;

    /// <summary>Refusals of another grade for this record.</summary>
    internal IEnumerable<Refusal> Regrading(Evaluation? wanted) =>
        wanted == Evaluation ? [new("evaluation-stands", "/evaluation", "The record is graded so already.")] : Mandatory(wanted, "/evaluation", evaluation => evaluation.Check());

    private static IEnumerable<Refusal> Mandatory<T>(T? member, string pointer, Func<T, IEnumerable<Refusal>> check) where T : class =>
        member is null ? [new("required", pointer, "This member is mandatory.")] : check(member).Select(refusal => refusal.Under(pointer));

    private static IEnumerable<Refusal> OfKind(string kind, IndicatorContent content, Registry registry) =>
        Indicators.Kind.Of(content).Name == kind ? content.Check().Concat(registry.Concepts.Check(content.NamedConcepts())) : [new("content-of-another-kind", "", "The content belongs to another kind.")];

    private static IEnumerable<Refusal> List<T>(T[] members, string pointer) where T : struct, Enum =>
        members.Length == 0 ? [new("required", pointer, "At least one.")]
        : members.Distinct().Count() != members.Length ? [new("repeated", pointer, "Each one once.")]
        : [];

    private static IEnumerable<Refusal> AboutWhom(string? kind, Subject? subject) => (Indicators.Kind.All.GetValueOrDefault(kind ?? "")?.Personal, subject) switch
    {
        (true, null) => [new("subject-required", "/subject", "Personal data needs to say whom it is about.")],
        (true, not null) => subject.Check().Select(refusal => refusal.Under("/subject")),
        (false, not null) => [new("subject-not-applicable", "/subject", "This kind holds no personal data.")],
        _ => [],
    };
}
