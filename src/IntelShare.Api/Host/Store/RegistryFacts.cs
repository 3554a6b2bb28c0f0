using System.Text.Json;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>The registry's facts as they are stored, of every party, member and task force there is: what is folded to see the registry as it stood.</summary>
internal static class RegistryFacts
{
    private const string Stored = $"select stream_id, type, data, timestamp from {EventStore.Facts}.mt_events where stream_id = any($1) and timestamp <= $2 order by seq_id";

    /// <summary>Every party, member and task force by its stream.</summary>
    public static Dictionary<Guid, (RegistryRoom Room, string Id)> Subjects(Registry registry) =>
        registry.Parties.Keys.Select(id => (Room: RegistryRoom.Party, Id: id))
            .Concat(registry.Members.Keys.Select(id => (Room: RegistryRoom.Member, Id: id))).Concat(registry.TaskForces.Keys.Select(id => (Room: RegistryRoom.TaskForce, Id: id)))
            .ToDictionary(subject => Registered.StreamOf(subject.Room, subject.Id));

    /// <summary>Those stored by a moment, in order.</summary>
    public static async Task<IReadOnlyList<RegistryFact>> ReadAsync(NpgsqlConnection connection, Registry registry, DateTimeOffset until, CancellationToken ct)
    {
        var subjects = Subjects(registry);
        await using var command = new NpgsqlCommand(Stored, connection) { Parameters = { new() { Value = subjects.Keys.ToArray() }, new() { Value = until } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var facts = new List<RegistryFact>();
        while (await reader.ReadAsync(ct))
        {
            var ((room, id), name) = (subjects[reader.GetGuid(0)], reader.GetString(1));
            facts.Add(new(room, id, reader.GetFieldValue<DateTimeOffset>(3), name, JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(2), FactNames.Types[name], Json.Stored)!));
        }

        return facts;
    }
}
