namespace IntelShare.Members;

/// <summary>One fact of the registry, and when it was put there.</summary>
/// <param name="Room">Of what it tells.</param>
/// <param name="Subject">Id of the party, member or task force.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Name">Under which name it is stored.</param>
/// <param name="Fact">What it says.</param>
public sealed record RegistryFact(RegistryRoom Room, string Subject, DateTimeOffset At, string Name, object Fact);

/// <summary>The registry as it stood: what its facts up to a moment made of it.</summary>
public static class RegistryHistory
{
    /// <summary>Parties, members and task forces after these facts, each subject's own in their order.</summary>
    public static Registry Fold(IEnumerable<RegistryFact> facts)
    {
        var subjects = facts.GroupBy(fact => (fact.Room, fact.Subject)).ToLookup(subject => subject.Key.Room);
        return new(
            0,
            Each(RegistryRoom.Party, (Party? party, object fact) => Party.Evolve(party, Guid.Empty, fact)),
            Each(RegistryRoom.Member, (Member? member, object fact) => Member.Evolve(member, Guid.Empty, fact)),
            Each(RegistryRoom.TaskForce, (TaskForce? taskForce, object fact) => TaskForce.Evolve(taskForce, Guid.Empty, fact)));

        IEnumerable<T> Each<T>(RegistryRoom room, Func<T?, object, T> evolve) where T : class =>
            subjects[room].Select(subject => subject.Aggregate((T?)null, (state, fact) => evolve(state, fact.Fact))!);
    }

    /// <summary>What in its subject a fact is about: a client, a key, an officer, whoever takes part; null where it is the subject itself.</summary>
    public static string? About(object fact) => fact switch
    {
        ClientAdded e => e.Client,
        ClientChanged e => e.Client,
        ClientRemoved e => e.Client,
        KeyAdded e => $"{e.Client} {e.Kid}",
        KeyRetired e => $"{e.Client} {e.Kid}",
        KeyRevoked e => $"{e.Client} {e.Kid}",
        TokenRegistered e => $"{e.Client} {e.Token}",
        TokenRevoked e => $"{e.Client} {e.Token}",
        IssuerTrusted e => e.Issuer.Id,
        IssuerDistrusted e => e.Issuer,
        OfficerCleared e => e.Officer,
        ClearanceWithdrawn e => e.Officer,
        OfficerBlocked e => e.Officer,
        OfficerUnblocked e => e.Officer,
        TaskForceJoined e => e.Participant,
        TaskForceLeft e => e.Participant,
        AgreementConcluded e => e.Level.Code(),
        _ => null,
    };

    /// <summary>Whether a fact tells of an officer, whom its own agency and those who oversee it know alone.</summary>
    public static bool IsOfOfficer(object fact) => fact is OfficerCleared or ClearanceWithdrawn or OfficerBlocked or OfficerUnblocked;

    /// <summary>Whether a fact is its member's own business with others: whom it lets be reached, and who is to succeed it.</summary>
    public static bool IsPrivate(object fact) => fact is StandingAuthorisationGiven or StandingAuthorisationRevoked or SuccessorNamed or SuccessorTakenBack or SuccessionAccepted;
}
