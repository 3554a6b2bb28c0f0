namespace IntelShare.Api.Host.Contract;

/// <summary>
/// What a use case, or a part that it takes, adds to the contract of its route. It stands where the rule is enforced, so
/// that whoever changes the rule sees what was promised.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class PublishedAttribute : Attribute
{
    /// <summary>A mandatory request header.</summary>
    public string? Asks { get; init; }

    /// <summary>A header of the answer.</summary>
    public string? Sends { get; init; }

    /// <summary>Media types in which the answer is given too, as text.</summary>
    public string[] AlsoAs { get; init; } = [];

    /// <summary>Problem codes beyond those of every route.</summary>
    public string[] Problems { get; init; } = [];
}

/// <summary>What a member declared as <c>object</c> really holds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HoldsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <summary>A name in the contract for exactly one of several shapes.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EitherAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}
