using System.Text.Json;
using IntelShare.Members;

namespace IntelShare.Indicators;

/// <content>What a file says again of a record that stands.</content>
public sealed partial record Indicator
{
    /// <summary>
    /// Decides what a row that bears the reference of this own record means for it, its secret open: what differs is amended, another release is a
    /// change of release, and where nothing differs nothing happens. Retention stays, since extending it takes a reason and an officer.
    /// </summary>
    /// <param name="row">The record as the file has it.</param>
    /// <param name="roles">Of the caller: loosening and widening take a discloser.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Restate(SubmitIndicator row, IReadOnlySet<Role> roles, Member owner, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (Closed() is { } closed)
        {
            return Decision.Refuse(closed);
        }

        if (row.Kind != Kind)
        {
            return Decision.Refuse(new Refusal("content-of-another-kind", "/kind", "The record of this reference is of another kind."));
        }

        Refusal[] missing = [.. Mandatory(row.Release, "/release", _ => []), .. Mandatory(row.Retention, "/retention", _ => [])];
        if (missing.Length > 0)
        {
            return Decision.Refuse(missing);
        }

        var subject = Secret?.Open?.Subject;
        var amend = new AmendIndicator(
            Says<object>(row.Content) == Says<object>(Content) ? default : new(IsGiven: true, default),
            Other(row.Evaluation, Evaluation),
            Other(row.Handling, Handling),
            Other(row.Purposes ?? [], [.. Purposes]),
            Other(row.CrimeAreas ?? [], [.. CrimeAreas]),
            Other(row.Subject, subject),
            default);
        var next = this;
        var amended = Decision.AlreadySo;
        if (amend != new AmendIndicator(default, default, default, default, default, default, default))
        {
            amended = Amend(amend, row.Content, roles, owner, registry, now);
            if (!amended.IsAccepted)
            {
                return amended;
            }

            next = amended.Facts.Aggregate(this, (record, fact) => Evolve(record, Id, fact));
        }

        var release = row.Release! with { Feeds = row.Release.Feeds ?? next.Release.Feeds };
        if (Says(release.Settled(Indicators.Kind.All[Kind].Personal, next.Handling, next.Protected)) == Says(next.Release))
        {
            return amended;
        }

        var changed = next.ChangeRelease(release, roles, owner, registry, now);
        return changed.IsAccepted ? Decision.Accept([.. amended.Facts, .. changed.Facts])
            : Decision.Refuse(changed.Refusals.Select(refusal => refusal.Code == DiscloserNeeded.Code ? refusal : refusal.Under("/release")));

        // Records that hold lists do not compare by value.
        static string Says<T>(T? member) => JsonSerializer.Serialize(member);

        static Given<T> Other<T>(T? wanted, T? stands) => Says(wanted) == Says(stands) ? default : new(IsGiven: true, wanted);
    }
}
