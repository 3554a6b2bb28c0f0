namespace IntelShare.Client;

// Closed lists of the contract, each with the code that is none of them: a hub may know more than this version of the library,
// and a reader that meets one of those must not stop. Unlisted is never sent.

/// <summary>What an indicator is.</summary>
public enum IndicatorKind
{
    Unlisted,
    LexiconEntry,
    RecruitmentPattern,
    AccountHandle,
    PaymentAddress,
}

/// <summary>Where a record stands in its life.</summary>
public enum IndicatorStatus
{
    Unlisted,
    Active,
    Withdrawn,
    Erased,
}

/// <summary>Reliability of the source: Regulation (EU) 2016/794, Article 29(1).</summary>
public enum SourceCode
{
    Unlisted,
    A,
    B,
    C,
    X,
}

/// <summary>What a reader may do with a record.</summary>
public enum HandlingCode
{
    Unlisted,

    /// <summary>Without restriction.</summary>
    H0,

    /// <summary>Not in judicial proceedings without the owner's permission.</summary>
    H1,

    /// <summary>Not to be passed on.</summary>
    H2,

    /// <summary>The owner's own conditions.</summary>
    H3,
}

/// <summary>What handling asks of whoever has the record.</summary>
public enum Obligation
{
    Unlisted,
    NotInJudicialProceedings,
    NoOnwardDissemination,
}

/// <summary>Why a request is made, and what a record may be used for: Article 18(2) of the same Regulation.</summary>
public enum Purpose
{
    Unlisted,
    CrossChecking,
    StrategicAnalysis,
    OperationalAnalysis,
    InformationExchange,
}

/// <summary>Annex I of the same Regulation.</summary>
public enum CrimeArea
{
    Unlisted,
    Terrorism,
    OrganisedCrime,
    DrugTrafficking,
    MoneyLaundering,
    NuclearAndRadioactiveSubstances,
    MigrantSmuggling,
    TraffickingInHumanBeings,
    MotorVehicleCrime,
    MurderAndGrievousBodilyInjury,
    IllicitTradeInOrgansAndTissue,
    KidnappingAndHostageTaking,
    RacismAndXenophobia,
    RobberyAndAggravatedTheft,
    TraffickingInCulturalGoods,
    SwindlingAndFraud,
    CrimeAgainstUnionFinancialInterests,
    InsiderDealingAndMarketManipulation,
    RacketeeringAndExtortion,
    CounterfeitingAndProductPiracy,
    ForgeryOfAdministrativeDocuments,
    ForgeryOfMoneyAndMeansOfPayment,
    ComputerCrime,
    Corruption,
    TraffickingInArmsAmmunitionAndExplosives,
    TraffickingInEndangeredAnimalSpecies,
    TraffickingInEndangeredPlantSpecies,
    EnvironmentalCrime,
    TraffickingInHormonalSubstances,
    SexualAbuseAndExploitation,
    GenocideCrimesAgainstHumanityAndWarCrimes,
    ViolationOfRestrictiveMeasures,
}

/// <summary>How a data subject stands to the crime.</summary>
public enum SubjectCategory
{
    Unlisted,
    Suspect,
    Convicted,
    Potential,
    Contact,
    Associate,
    Victim,
    Witness,
    Informant,
}

/// <summary>Anything but <see cref="Adult"/> makes a protected person.</summary>
public enum Age
{
    Unlisted,
    Adult,
    Minor,
    Unknown,
}

/// <summary>The one ground for which a restricted record is kept.</summary>
public enum RestrictionGround
{
    Unlisted,
    AccuracyContested,
    Evidence,
    ProtectionOfThePerson,
}

/// <summary>What a look-up came to.</summary>
public enum Outcome
{
    Unlisted,

    /// <summary>Nothing that the reader may know of.</summary>
    None,

    /// <summary>An owner has it; ask its desk.</summary>
    Hit,

    /// <summary>There are records to be read.</summary>
    Full,
}

/// <summary>What an owner is asked for.</summary>
public enum Asks
{
    Unlisted,

    /// <summary>What lies behind a hit.</summary>
    Content,

    /// <summary>Use in judicial proceedings in spite of H1.</summary>
    JudicialUse,

    /// <summary>Passing on in spite of H2.</summary>
    Onward,

    /// <summary>Use for a purpose that the record does not have.</summary>
    OtherPurpose,
}

/// <summary>Grounds of urgency: Directive (EU) 2023/977.</summary>
public enum UrgentGround
{
    Unlisted,
    ThreatToPublicSecurity,
    ThreatToLifeOrIntegrity,
    DecisionOnDetention,
    InformationLosesRelevance,
}

/// <summary>Why a record is the reader's no more.</summary>
public enum RemovalReason
{
    Unlisted,

    /// <summary>Its owner took it back; final.</summary>
    Withdrawn,

    /// <summary>Its content is gone for good.</summary>
    Erased,

    /// <summary>Out of sight; it may come back.</summary>
    NoLongerReleased,
}

/// <summary>What became of a row of an import.</summary>
public enum RowOutcome
{
    Unlisted,
    Submitted,
    Amended,
    Same,
    Withdrawn,
    PassedOver,
    Refused,
}

/// <summary>What the party of a caller is in law.</summary>
public enum PartyKind
{
    Unlisted,
    MemberState,
    SchengenAssociated,
    ThirdCountry,
    UnionBody,
    InternationalOrganisation,
    Supervisor,
    Hub,
}

/// <summary>How far an agreement lets a party read.</summary>
public enum AgreementLevel
{
    Unlisted,
    None,
    NonPersonal,
    HitOnly,
    Full,
}
