using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>
/// A proposal, to the two agencies it stands between; which officers act for them, each knows of its own. Words about the
/// record and the owner's answer show while the record itself may be read: without that, one that was answered looks like one that was not.
/// </summary>
internal sealed record ProposalView(Guid Id, Guid Indicator, string Owner, string Member, Evaluation Evaluation, string? Reason, DateTimeOffset ProposedAt, ProposalAnswer? Answer)
{
    /// <summary>The view, with the line for the trail where it tells of the record; null for a third agency.</summary>
    public static (ProposalView View, Told? Told)? Of(Reader reader, StoredProposal stored, Vault vault)
    {
        var (proposal, key, record) = stored;
        if (reader.Member != proposal.Member && reader.Member != record.Owner)
        {
            return null;
        }

        if (!AccessPolicy.Decide(reader, record).Shows(FieldGroup.Evaluation))
        {
            return reader.Member == record.Owner ? null : (new(proposal.Id, proposal.Record, record.Owner, proposal.Member, proposal.Evaluation, Reason: null, proposal.At, Answer: null), null);
        }

        var answer = proposal.Decided is { } decided ? new ProposalAnswer(decided.Answer, vault.Open(proposal.Id, decided.Secret, key)?.Open?.Words, decided.At) : null;
        return (new(proposal.Id, proposal.Record, record.Owner, proposal.Member, proposal.Evaluation, vault.Open(proposal.Id, proposal.Secret, key)?.Open?.Words, proposal.At, answer),
            new Told(record.Owner, record.Id, Level.Full));
    }
}

/// <summary>What the owner answered.</summary>
internal sealed record ProposalAnswer(RegradeAnswer Decision, string? Reason, DateTimeOffset At);

/// <summary>The proposals that the caller's agency made, or those it was made.</summary>
internal static class ListRegradeProposalsEndpoint
{
    public static async Task<Answer> Get(string? side, string? cursor, string? limit, Visit visit, Proposals proposals, Vault vault, CancellationToken ct)
    {
        var bound = $"regrade-proposals\n{visit.Member.Id}\n{side}";
        if (!PageLimit.TryRead(limit, out var most) || side is not ("proposed" or "received") || Place.Read(vault, bound, cursor) is not { } after)
        {
            return Problems.Of("malformed-parameter", "side: proposed or received; limit: 1 to 100; cursor: as answered in next, with the same side.");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        var reader = visit.Reader();
        var found = await proposals.OfAsync(side == "received" ? visit.Estate : [visit.Member.Id], side == "received", after, most + 1, ct);
        var page = found.Take(most).Select(stored => ProposalView.Of(reader, stored, vault)).OfType<(ProposalView View, Told? Told)>().ToList();
        var next = found.Count > most ? new Place(found[most - 1].Proposal.At, found[most - 1].Proposal.Id).Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<ProposalView>([.. page.Select(item => item.View)], next), [.. page.Select(item => item.Told).OfType<Told>()]);
    }
}
