using FluentValidation;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>The conditions of a record under H3 as they stand, and whether the asking officer has accepted them.</summary>
internal sealed record ConditionsView(Guid Indicator, string Conditions, bool Acknowledged);

/// <summary>Sizes only. Whether these are the conditions in force is decided in <see cref="Acknowledging"/>.</summary>
internal sealed class AcknowledgeConditionsShape : AbstractValidator<AcknowledgeConditions>
{
    public AcknowledgeConditionsShape() => RuleFor(acknowledge => acknowledge.Conditions).Refusing(conditions => Text.Required(conditions, "", 1000));
}

/// <summary>H3: an officer reads the owner's own conditions, accepts them word by word, and from then on reads the record.</summary>
internal static class AcknowledgeConditionsEndpoint
{
    /// <summary>The owner or another officer was faster: the same is decided on the record as it then stands, but not for ever.</summary>
    private const int Attempts = 5;

    public static async Task<Answer> ReadConditions(string id, Visit visit, Records records, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        var reader = visit.Reader();
        return Ids.TryRead(id, out var record) && await records.FindAsync(record, ct) is { } stored && Acknowledging.ConditionsFor(reader, stored.Record) is { } conditions
            ? Shown(stored.Record, conditions, AccessPolicy.Decide(reader, stored.Record).Level)
            : Problems.NotFound();
    }

    [Published(Problems = ["conditions-changed", "version-mismatch", "outcome-unknown"])]
    public static async Task<Answer> AcknowledgeConditions(string id, Body<AcknowledgeConditions> body, Visit visit, Streams streams, Trail trail, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record))
        {
            return Problems.NotFound();
        }

        var reader = visit.Reader();
        for (var attempt = 1; ; attempt++)
        {
            await using var open = await streams.OpenAsync(record, stored => Acknowledging.ConditionsFor(reader, stored) is not null, ct, alone: attempt > 1);
            if (open is null)
            {
                return Problems.NotFound();
            }

            var decision = Acknowledging.Acknowledge(body.Command, reader, open.Record);
            if (!decision.IsAccepted)
            {
                return Problems.Refused(decision.Refusals);
            }

            var shown = Shown(open.Record, open.Record.Handling.Conditions!, Level.Full);
            if (decision.Facts.Count == 0)
            {
                return shown;
            }

            try
            {
                await streams.ChangeAsync(open, decision.Facts, trail.EntryOf(visit, shown.Outcome, shown.Told), ct);
                visit.IsEntered = true;
                return shown;
            }
            catch (VersionMovedException) when (attempt < Attempts)
            {
            }
            catch (VersionMovedException)
            {
                return Problems.Of("version-mismatch");
            }
        }
    }

    /// <summary>On record as a hit: nothing of the content is told.</summary>
    private static Answer Shown(Indicator record, string conditions, Level level) =>
        Answer.Json(StatusCodes.Status200OK, new ConditionsView(record.Id, conditions, level == Level.Full), new Told(record.Owner, record.Id, Level.Hit));
}
