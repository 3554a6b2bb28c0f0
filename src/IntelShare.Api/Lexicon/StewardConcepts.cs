using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;

namespace IntelShare.Api.Lexicon;

/// <summary>
/// How the lexicon steward keeps the list of concepts. No record is looked at: every member is told of each change, so that nobody, not even the
/// steward, learns whose entries it touches.
/// </summary>
[Published(Problems = ["outcome-unknown", "member-left"])]
internal sealed class ConceptsDesk(Streams streams, Trail trail)
{
    public async Task<Answer> ChangeAsync(string concept, Visit visit, Func<Concepts, Decision> decide, CancellationToken ct)
    {
        var concepts = visit.Registry.Concepts;
        var decision = visit.Member.HasLeft(visit.Now) ? Decision.Refuse(Member.Left) : decide(concepts);
        if (!decision.IsAccepted)
        {
            return Problems.Refused(decision.Refusals);
        }

        if (decision.Facts.Count > 0)
        {
            Notice[] told = [.. visit.Registry.Members.Values.Where(member => !member.IsClosed(visit.Now)).Select(member => new Notice(member.Id, NoticeKind.ConceptsChanged, Registered.Concepts))];
            await streams.RegisterAsync([Registered.OfConcepts(decision.Facts)], trail.EntryOf(visit, "ok", []), ct, told);
            visit.IsEntered = true;
        }

        return Answer.Json(StatusCodes.Status200OK, decision.Facts.Aggregate(concepts, (before, fact) => Concepts.Evolve(before, Registered.Concepts, fact)).All().Single(one => one.Id == concept));
    }
}

/// <summary>A concept of the list is added, merged into another, or parted from it.</summary>
internal static class StewardConceptsEndpoint
{
    [Published(Problems = ["published-concept", "too-many-concepts"])]
    public static Task<Answer> NameConcept(string concept, Body<NameConcept> body, Visit visit, ConceptsDesk desk, CancellationToken ct) =>
        desk.ChangeAsync(concept, visit, concepts => concepts.Name(concept, body.Command, visit.Now), ct);

    [Published(Problems = ["already-merged"])]
    public static Task<Answer> MergeConcept(string concept, Body<MergeConcept> body, Visit visit, ConceptsDesk desk, CancellationToken ct) =>
        !visit.Registry.Concepts.Contains(concept) ? Task.FromResult(Problems.NotFound())
        : desk.ChangeAsync(concept, visit, concepts => concepts.Merge(concept, body.Command, visit.Now), ct);

    [Published(Problems = ["not-merged"])]
    public static Task<Answer> PartConcept(string concept, Body<PartConcept> body, Visit visit, ConceptsDesk desk, CancellationToken ct) =>
        !visit.Registry.Concepts.Contains(concept) ? Task.FromResult(Problems.NotFound())
        : desk.ChangeAsync(concept, visit, concepts => concepts.Part(concept, body.Command, visit.Now), ct);
}
