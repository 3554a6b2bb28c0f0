using System.Collections.Immutable;

namespace IntelShare.Members;

/// <summary>A task force was founded.</summary>
public sealed record TaskForceFounded(string Id, string Name);

/// <summary>A party or member joined, by its audience token (<c>country:SE</c>, <c>member:se-noa</c>).</summary>
public sealed record TaskForceJoined(string Participant, DateTimeOffset At);

/// <summary>A participant left.</summary>
public sealed record TaskForceLeft(string Participant, DateTimeOffset At);

/// <summary>One period of membership, from <paramref name="From"/> inclusive to <paramref name="Until"/> exclusive (null: still in).</summary>
public sealed record Participation(string Participant, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>True when <paramref name="moment"/> lies in the period.</summary>
    public bool Covers(DateTimeOffset moment) => From <= moment && (Until is null || moment < Until);
}

/// <summary>A named group with dated membership (Operational Taskforce GRIMM). Joining opens nothing that was released before.</summary>
public sealed partial record TaskForce(Guid Stream, string Id, string Name, ImmutableArray<Participation> Participations)
{
    /// <summary>The task force after one more fact.</summary>
    public static TaskForce Evolve(TaskForce? current, Guid stream, object fact) => (current, fact) switch
    {
        (null, TaskForceFounded e) => new(stream, e.Id, e.Name, []),
        (not null, TaskForceJoined e) => current with { Participations = current.Participations.Add(new(e.Participant, e.At, Until: null)) },
        (not null, TaskForceLeft e) => current with
        {
            Participations = [.. current.Participations.Select(p => p.Participant == e.Participant && (p.Until is null || p.Until > e.At) ? p with { Until = e.At } : p)],
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of task force {current?.Id}."),
    };
}
