using IntelShare.Members;

namespace IntelShare.Indicators;

/// <summary>What a disclosure request asks of an owner.</summary>
public enum Asks
{
    /// <summary>The content behind a hit.</summary>
    Content,

    /// <summary>Use in judicial proceedings in spite of H1.</summary>
    JudicialUse,

    /// <summary>Dissemination in spite of H2.</summary>
    Onward,

    /// <summary>Use for a purpose that the record does not have (Article 19(1)).</summary>
    OtherPurpose,
}

/// <summary>What a narrowed disclosure may hold beside the identifier that was searched for.</summary>
public enum FieldGroup
{
    /// <summary>The content's other members.</summary>
    Details,

    /// <summary>The 4x4 grade.</summary>
    Evaluation,

    /// <summary>Category and age of the person.</summary>
    Subject,

    /// <summary>The crime areas.</summary>
    CrimeAreas,
}

/// <summary>
/// What the owner granted a member for one record until a moment. A grant of content lifts a Hit to Full where audience, purpose
/// or project made it one, and no other wall; the others lift no level: they remove an obligation or admit a purpose.
/// </summary>
/// <param name="Request">The disclosure request it answers.</param>
/// <param name="Member">Member id of the grantee.</param>
/// <param name="Asks">What was asked and granted.</param>
/// <param name="Purpose">With <see cref="Asks.OtherPurpose"/>: the purpose admitted.</param>
/// <param name="Fields">With <see cref="Asks.Content"/>: what is disclosed beside the identifier; null for everything.</param>
/// <param name="Conditions">The owner's conditions, in <see cref="Confidential.Words"/>, told with every read; at most 1,000 code points.</param>
/// <param name="Until">First moment without the grant.</param>
/// <param name="Version">The version of the record that its fact made.</param>
public sealed record Grant(Guid Request, string Member, Asks Asks, Purpose? Purpose, FieldGroup[]? Fields, Sealed<Confidential>? Conditions, DateTimeOffset Until, int Version)
{
    /// <summary>Whether <paramref name="later"/> stands in its place: of the same, to the same member.</summary>
    public bool IsReplacedBy(DisclosureGranted later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return Member == later.Member && Asks == later.Asks && Purpose == later.Purpose;
    }
}

/// <summary>An officer who accepted the record's own conditions, H3, as they stand.</summary>
/// <param name="Member">Its member.</param>
/// <param name="Officer">The opaque <c>sub</c> of its tokens.</param>
/// <param name="Version">The version of the record that its fact made.</param>
public sealed record Acknowledgement(string Member, string Officer, int Version);
