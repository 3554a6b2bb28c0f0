using System.Text.Json.Serialization;

namespace IntelShare.Members;

/// <summary>What a party is in law; decides which group audiences reach it.</summary>
public enum PartyKind
{
    MemberState,
    SchengenAssociated,
    ThirdCountry,
    UnionBody,
    InternationalOrganisation,
    Supervisor,
    Hub,
}

/// <summary>How far a party's agreement lets its agencies read. No order: <see cref="NonPersonal"/> and <see cref="HitOnly"/> each allow what the other does not.</summary>
public enum AgreementLevel
{
    None,

    /// <summary>In full, but only kinds without personal data.</summary>
    NonPersonal,

    /// <summary>That a match exists, for every kind.</summary>
    HitOnly,

    Full,
}

/// <summary>A party was entered in the registry.</summary>
public sealed record PartyEnrolled(string Id, PartyKind Kind, string Name);

/// <summary>A country (ISO 3166-1 alpha-2) or an organisation (<c>org:eurojust</c>). Its kind is fixed at enrolment.</summary>
public sealed record Party(Guid Stream, string Id, PartyKind Kind, string Name)
{
    /// <summary>
    /// The level at which the party's agencies may read. Member States and Schengen-associated States read by law, Union
    /// bodies have hits (Articles 20a and 21); every other party reads nothing until an agreement says so.
    /// </summary>
    [JsonIgnore]
    public AgreementLevel Agreement => Kind switch
    {
        PartyKind.MemberState or PartyKind.SchengenAssociated => AgreementLevel.Full,
        PartyKind.UnionBody => AgreementLevel.HitOnly,
        _ => AgreementLevel.None,
    };

    /// <summary>The audience token that names this party alone.</summary>
    [JsonIgnore]
    public string Token => Id.StartsWith("org:", StringComparison.Ordinal) ? Id : "country:" + Id;

    /// <summary>The party after one more fact.</summary>
    public static Party Evolve(Party? current, Guid stream, object fact) => (current, fact) switch
    {
        (null, PartyEnrolled e) => new(stream, e.Id, e.Kind, e.Name),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of party {current?.Id}."),
    };
}
