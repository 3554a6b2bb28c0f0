using IntelShare.Api.Host.Door;
using JasperFx;
using JasperFx.Events;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>The stream has moved since the caller read it.</summary>
internal sealed class VersionMovedException(Exception inner) : Exception("The stream has moved.", inner);

/// <summary>The idempotency key is taken, by an earlier request or by one that won the race.</summary>
internal sealed class KeyTakenException(Exception inner) : Exception("The idempotency key is taken.", inner);

/// <summary>Another stream stands already where only one may: a second open proposal.</summary>
internal sealed class PlaceTakenException(Exception inner) : Exception("The place is taken.", inner);

/// <summary>Another run of an import has taken the turn of the agency.</summary>
internal sealed class TurnLostException(Exception inner) : Exception("The turn is lost.", inner);

/// <summary>What the failure of a commit means to whoever asked for it.</summary>
internal static class Failed
{
    /// <summary>The failure by its meaning; null for one that has none here.</summary>
    public static Exception? Commit(Exception failed) => Find<NpgsqlException>(failed) switch
    {
        PostgresException refused when Trail.IsRegistryMoved(refused) => new RegistryMovedException(failed),
        PostgresException { SqlState: PostgresErrorCodes.NotNullViolation, TableName: "import_row", ColumnName: "import" } => new TurnLostException(failed),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "idempotency" } => new KeyTakenException(failed),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "mt_events" or "mt_streams" or "mt_doc_indicator" or "record_key" } => new VersionMovedException(failed),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, SchemaName: EventStore.Documents } => new PlaceTakenException(failed),
        // Ids are random and meet no other: the store blames the stream that begins for one beside it that moved.
        _ when failed is ConcurrencyException or EventStreamUnexpectedMaxEventIdException or Marten.Exceptions.ExistingStreamIdCollisionException => new VersionMovedException(failed),
        // The connection broke or the server went down while committing. One that dies since its log cannot be written says so, and the store
        // fails over the transaction that it cannot roll back any more.
        { } broken when broken is not PostgresException refused || refused.SqlState.StartsWith("57", StringComparison.Ordinal) || failed is ObjectDisposedException => new OutcomeUnknownException(failed),
        _ => null,
    };

    /// <summary>Whether two waited for each other and this one was rolled back, to be done again.</summary>
    public static bool GaveWay(Exception failed) => Find<PostgresException>(failed) is { SqlState: PostgresErrorCodes.DeadlockDetected };

    private static T? Find<T>(Exception? failed) where T : Exception
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is T found)
            {
                return found;
            }
        }

        return null;
    }
}
