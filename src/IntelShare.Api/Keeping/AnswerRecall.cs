using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>
/// A recipient says what it did, for the whole agency. No If-Match: a version would move with the answers of others, whom a
/// recipient does not know. Who loses a race answers again.
/// </summary>
internal static class AnswerRecallEndpoint
{
    private const int Attempts = 5;

    [Published(Problems = ["answer-stands", "version-mismatch", "outcome-unknown"])]
    public static async Task<Answer> Post(string id, Body<AnswerRecall> body, Visit visit, Streams streams, Trail trail, CancellationToken ct)
    {
        if (!Ids.TryRead(id, out var recall))
        {
            return Problems.NotFound();
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var open = await streams.OpenRecallAsync(recall, stored => stored.Asks(visit.Member.Id), ct, alone: attempt > 1);
            if (open is null)
            {
                return Problems.NotFound();
            }

            var decision = open.Record.Answer(body.Command, visit.Member.Id, visit.Now);
            if (!decision.IsAccepted)
            {
                return Problems.Refused(decision.Refusals);
            }

            if (decision.Facts is not [var fact])
            {
                return Shown(open.Record);
            }

            try
            {
                var after = await streams.ChangeAsync(open, fact, trail.EntryOf(visit, "ok", []), ct);
                visit.IsEntered = true;
                return Shown(after);
            }
            catch (VersionMovedException) when (attempt < Attempts)
            {
            }
            catch (VersionMovedException)
            {
                return Problems.Of("version-mismatch");
            }
        }

        Answer Shown(Recall answered) => Answer.Json(StatusCodes.Status200OK, ReceivedRecallView.Of(answered, visit));
    }
}
