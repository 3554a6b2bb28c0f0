using IntelShare.Indicators;

namespace IntelShare.Access;

/// <summary>Accept a record's own conditions (H3), in the words in which they stand.</summary>
public sealed record AcknowledgeConditions(string? Conditions);

/// <summary>
/// How an officer comes to the conditions of H3 and accepts them. They are shown only where every other wall allows Full, so that
/// nobody learns from them what it could not have for its word; whoever accepts an older text has accepted nothing.
/// </summary>
public static class Acknowledging
{
    /// <summary>The conditions in force as this reader may know them; null where there are none, where another wall stands too, and for the owner.</summary>
    public static string? ConditionsFor(Reader reader, Indicator record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Handling.Has(HandlingCode.H3) && AccessPolicy.Decide(reader, record) is { DecidedBy: Wall.Handling } or { Level: Level.Full, DecidedBy: not Wall.Owner }
            ? record.Handling.Conditions
            : null;
    }

    /// <summary>Decides an acknowledgement by the reader's own officer.</summary>
    public static Decision Acknowledge(AcknowledgeConditions command, Reader reader, Indicator record)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(reader);
        return ConditionsFor(reader, record) is not { } inForce ? Decision.Refuse(new Refusal("not-found", "", "There is no such thing."))
            : command.Conditions != inForce ? Decision.Refuse(new Refusal("conditions-changed", "", "These are not the conditions in force; read them again."))
            : AccessPolicy.Decide(reader, record).Level == Level.Full ? Decision.AlreadySo
            : Decision.Accept(new HandlingAcknowledged(reader.Member, reader.Officer, reader.Moment));
    }
}
