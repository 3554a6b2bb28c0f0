namespace IntelShare.Indicators.Kinds;

/// <summary>What money goes there for, as far as its owner knows.</summary>
public enum PaymentUse { Sale, Recruits, Collection, Laundering, Extortion, Funding, Unknown, Other }

/// <summary>
/// Where money is sent: a cryptocurrency address, an IBAN or the handle of an e-money service. Personal data. Its checksum is verified where the scheme has one,
/// so a slip of the pen is refused before partners look for it. Kept as it was written; found under every spelling of the same address.
/// </summary>
/// <param name="Scheme">What reads the address.</param>
/// <param name="Address">As shown or copied: the address, its payment link, or an IBAN in groups of four.</param>
/// <param name="Use">What money goes there for.</param>
/// <param name="ObservedFrom">First day it was seen in this use.</param>
/// <param name="ObservedTo">Last day it was seen in this use; absent while in use.</param>
/// <param name="Note">At most 2,000 code points.</param>
public sealed record PaymentAddress(PaymentScheme? Scheme, string? Address, PaymentUse? Use, DateOnly? ObservedFrom, DateOnly? ObservedTo, string? Note) : IndicatorContent, IKind
{
    /// <inheritdoc />
    public static bool Personal => true;

    /// <summary>The value under each scheme that reads it, or under the one that <paramref name="platform"/> names by its code.</summary>
    public static IReadOnlyList<string>? LookUp(string value, string? platform)
    {
        var asked = platform is null ? Enum.GetValues<PaymentScheme>() : Codes.TryRead(platform, out PaymentScheme one) ? [one] : [];
        var names = asked.Select(scheme => PaymentSchemes.Read(scheme, value)).OfType<string>().ToList();
        return names.Count > 0 ? names : null;
    }

    /// <inheritdoc />
    public override IEnumerable<Refusal> Check() =>
    [
        .. Fields.Present(Scheme, "/scheme"),
        .. Text.Required(Address, "/address", 256).ToList() is [_, ..] refusals ? refusals : CheckAddress(),
        .. Fields.Present(Use, "/use"),
        .. Fields.Period(ObservedFrom, ObservedTo),
        .. Text.Optional(Note, "/note", 2000),
    ];

    /// <inheritdoc />
    public override IEnumerable<string> MatchValues() => [PaymentSchemes.Read(Scheme!.Value, Address!)!];

    /// <summary>The address and what reads it.</summary>
    public override IReadOnlyDictionary<string, string> Identifier() => Fields.Named(("scheme", Scheme?.Code()), ("address", Address));

    private IEnumerable<Refusal> CheckAddress() => Scheme is { } scheme
        ? Fields.If(PaymentSchemes.Read(scheme, Address!) is null, "address-malformed", "/address", $"Expected {PaymentSchemes.Rule(scheme)}; its checksum, where it has one, must hold.")
        : [];
}
