using IntelShare.Members;

namespace IntelShare.Disclosure;

/// <summary>What the time limits of a request rest on. They are the same either way.</summary>
public enum ClockBasis
{
    /// <summary>Directive (EU) 2023/977 binds both sides.</summary>
    Legal,

    /// <summary>The agencies agreed on the same limits by taking part.</summary>
    Agreed,
}

/// <summary>
/// The clock of a request, in calendar time from receipt: 8 hours when urgent, else 7 days (Directive (EU) 2023/977,
/// Article 5(1)). A limit is the first moment at which the answer is late.
/// </summary>
public static class Clock
{
    /// <summary>A Member State that the Directive does not bind: see <see cref="BasisBetween"/>.</summary>
    private const string Denmark = "DK";

    /// <summary>When the answer to a request received at <paramref name="receipt"/> is due.</summary>
    public static DateTimeOffset DueOf(DateTimeOffset receipt, bool urgent) => urgent ? receipt.AddHours(8) : receipt.AddDays(7);

    /// <summary>The limit where the information is not directly accessible; for urgent requests, since others have longer anyway.</summary>
    public static DateTimeOffset DueAtLength(DateTimeOffset receipt) => receipt.AddDays(3);

    /// <summary>
    /// Legal between two Member States that the Directive binds as Union law. Denmark is not one of them (Protocol 22: what
    /// it takes over of the Schengen acquis binds it under international law), nor are the Schengen-associated States, which
    /// take over each development of the acquis by an agreement of their own. The hub cannot tell how far those acts reach in
    /// national law, so it claims no more than what the agencies agreed on.
    /// </summary>
    public static ClockBasis BasisBetween(Party asker, Party owner) => IsBound(asker) && IsBound(owner) ? ClockBasis.Legal : ClockBasis.Agreed;

    private static bool IsBound(Party party) => party.Kind == PartyKind.MemberState && party.Id != Denmark;
}
