namespace IntelShare.Members;

/// <summary>Clear an officer for protected persons until a moment.</summary>
public sealed record ClearOfficer(string? Reason, DateTimeOffset? Until);

/// <summary>End an officer's clearance before its day.</summary>
public sealed record WithdrawClearance(string? Reason);

/// <summary>Refuse an officer's tokens from the next answer on.</summary>
public sealed record BlockOfficer(string? Reason);

/// <summary>Lift an officer's block.</summary>
public sealed record UnblockOfficer(string? Reason);

/// <content>
/// What an agency-admin may say of an officer of its own agency. Nobody widens what it may do itself: clearing and unblocking
/// are said of others. Narrowing is never refused for who says it.
/// </content>
public sealed partial record Member
{
    /// <summary>An officer's id at its longest, in code points.</summary>
    public const int LongestOfficer = 128;

    private const int LongestReason = 500;
    private static readonly Refusal DecidesForItself = new("decides-for-itself", "", "Another agency-admin decides for this officer.");

    /// <summary>Decides a clearance, at most one year ahead (Article 30(3)). It stands in the place of an earlier one.</summary>
    /// <param name="officer">The opaque <c>sub</c> of its tokens.</param>
    /// <param name="command">Reason and end.</param>
    /// <param name="by">The officer of the agency-admin.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Clear(string officer, ClearOfficer command, string by, DateTimeOffset now)
    {
        Refusal[] refusals =
        [
            .. Text.Required(command.Reason, "/reason", LongestReason),
            .. command.Until switch
            {
                null => [new("required", "/until", "The first moment without the clearance.")],
                { } until when until <= now => [new("until-in-the-past", "/until", "A clearance ends after this moment.")],
                { } until when until > now.AddYears(1) => [new("until-too-late", "/until", "At most 1 year ahead.")],
                _ => Array.Empty<Refusal>(),
            },
        ];
        var known = OfficerOf(officer);
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : officer == by ? Decision.Refuse(DecidesForItself)
            : known.ClearedUntil == command.Until && known.ClearanceReason == command.Reason ? Decision.AlreadySo
            : Decision.Accept(new OfficerCleared(officer, command.Reason!, command.Until!.Value));
    }

    /// <summary>Decides the end of a clearance.</summary>
    public Decision Withdraw(string officer, WithdrawClearance command, DateTimeOffset now) =>
        Reasoned(command.Reason, OfficerOf(officer).IsCleared(now)
            ? Decision.Accept(new ClearanceWithdrawn(officer, command.Reason!))
            : Decision.Refuse(new Refusal("not-cleared", "", "This officer is not cleared.")));

    /// <summary>Decides a block.</summary>
    public Decision Block(string officer, BlockOfficer command) =>
        Reasoned(command.Reason, OfficerOf(officer) is { Blocked: true } known && known.BlockReason == command.Reason
            ? Decision.AlreadySo
            : Decision.Accept(new OfficerBlocked(officer, command.Reason!)));

    /// <summary>Decides the end of a block.</summary>
    public Decision Unblock(string officer, UnblockOfficer command, string by) =>
        Reasoned(command.Reason, officer == by ? Decision.Refuse(DecidesForItself)
            : OfficerOf(officer).Blocked ? Decision.Accept(new OfficerUnblocked(officer, command.Reason!))
            : Decision.Refuse(new Refusal("not-blocked", "", "This officer is not blocked.")));

    private static Decision Reasoned(string? reason, Decision decided) =>
        Text.Required(reason, "/reason", LongestReason).ToArray() is { Length: > 0 } refusals ? Decision.Refuse(refusals) : decided;
}
