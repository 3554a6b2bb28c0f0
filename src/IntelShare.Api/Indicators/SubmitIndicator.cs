using FluentValidation;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>The answer to a submission: the same bytes each time the same key is sent with the same body, whoever else holds the value.</summary>
internal sealed record Submitted(Guid Id);

/// <summary>Sizes only. What may be submitted is decided, with reasons, in <see cref="Indicator.Submit"/>.</summary>
internal sealed class SubmitIndicatorShape : AbstractValidator<SubmitIndicator>
{
    public SubmitIndicatorShape(IValidator<Release> release) => RuleFor(submit => submit.Release!).SetValidator(release).When(submit => submit.Release is not null);
}

internal static class SubmitIndicatorEndpoint
{
    [Published(Problems = ["member-left"])]
    public static async Task<Answer> Post(Body<SubmitIndicator> body, Visit visit, Streams streams, Idempotency idempotency, Budget budget, ETags etags, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        var claim = idempotency.Claim(visit.Member.Id, "submit", key, body.Raw);
        var decision = Indicator.Submit(body.Command, visit.Member, visit.Registry, visit.Now);
        if (!decision.IsAccepted)
        {
            // What was once accepted under this key stays so, even where the same body would be refused today.
            return await idempotency.ReplayAsync(claim, Created, ct) ?? Problems.Refused(decision.Refusals);
        }

        if (await budget.SpendAsync(body.Command.Content!.MatchValues().Distinct(StringComparer.Ordinal).Count(), ct) is { } exhausted)
        {
            return await idempotency.ReplayAsync(claim, Created, ct) ?? exhausted;
        }

        var id = ids.Next(visit.Member.Id);
        try
        {
            await streams.StartAsync(id, decision.Facts, claim, trail.EntryOf(visit, "ok", [new(visit.Member.Id, id, Level.Full)]), ct);
        }
        catch (KeyTakenException)
        {
            return (await idempotency.ReplayAsync(claim, Created, ct))!;
        }

        visit.IsEntered = true;
        return Created(id);

        Answer Created(Guid record) => Answer.Json(StatusCodes.Status201Created, new Submitted(record), new Told(visit.Member.Id, record, Level.Full))
            .With("Location", $"/v1/indicators/{record}").With("ETag", etags.Of(record, version: 1));
    }
}
