namespace IntelShare.Client;

// Closed lists that stand in content alone.

/// <summary>Whether marks on letters tell terms apart.</summary>
public enum Diacritics
{
    Unlisted,
    Exact,
    Loose,
}

/// <summary>What the person behind an account does there.</summary>
public enum AccountRole
{
    Unlisted,
    Instigator,
    Recruiter,
    Enabler,
    Perpetrator,
    Coordinator,
    Runner,
    Seller,
    Advertiser,
    Courier,
    Buyer,
    Victim,
    Unknown,
    Other,
}

/// <summary>What an owner says of a sense.</summary>
public enum Stance
{
    Unlisted,
    Asserts,
    Disputes,
}

/// <summary>What reads a payment address.</summary>
public enum PaymentScheme
{
    Unlisted,
    Bitcoin,
    Litecoin,
    Ethereum,
    Tron,
    Monero,
    Iban,
    Swish,
    Paypal,
    CashApp,
    Revolut,
}

/// <summary>What money goes there for.</summary>
public enum PaymentUse
{
    Unlisted,
    Sale,
    Recruits,
    Collection,
    Laundering,
    Extortion,
    Funding,
    Unknown,
    Other,
}

/// <summary>What somebody is recruited for.</summary>
public enum RecruitmentTask
{
    Unlisted,
    SmallErrand,
    StreetSale,
    Courier,
    Warehouse,
    ContainerExtraction,
    DrugTheft,
    LookOut,
    WeaponDelivery,
    Smuggling,
    PropertyCrime,
    Fraud,
    CyberAttack,
    Extortion,
    Intimidation,
    Torture,
    Arson,
    Explosion,
    ShootingAtObject,
    Killing,
    Abduction,
    Other,
}

/// <summary>The part that is offered.</summary>
public enum RecruitmentRole
{
    Unlisted,
    Instigator,
    Recruiter,
    Coordinator,
    Enabler,
    Runner,
    Perpetrator,
}

/// <summary>How soon.</summary>
public enum Urgency
{
    Unlisted,
    Now,
    WithinHours,
    WithinDays,
    Open,
}

/// <summary>Whom it is aimed at.</summary>
public enum RecruitmentTarget
{
    Unlisted,
    Children,
    Teenagers,
    YoungAdults,
    NoPriorRecord,
    InCare,
    Other,
}

/// <summary>How it is dressed up.</summary>
public enum RecruitmentStyle
{
    Unlisted,
    Influencer,
    Meme,
    VideoGame,
    Series,
    Cartoon,
    Challenge,
    Belonging,
    DeedVideo,
    EasyMoney,
    Other,
}

/// <summary>How a term stands in a text.</summary>
public enum Via
{
    Unlisted,

    /// <summary>As it is known, whatever its case and marks.</summary>
    Term,

    /// <summary>Disguised: by spaces, repeated or look-alike letters.</summary>
    Evasion,

    /// <summary>What a rule describes stands from here to there.</summary>
    Rule,
}

/// <summary>What a rule tells by its shape.</summary>
public enum Figure
{
    Unlisted,

    /// <summary>Of day.</summary>
    Time,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>Behind @.</summary>
    Handle,

    /// <summary>A web address.</summary>
    Url,
}
