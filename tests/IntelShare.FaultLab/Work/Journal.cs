using System.Collections.Concurrent;
using IntelShare.Audit;
using IntelShare.FaultLab.Checks;

namespace IntelShare.FaultLab.Work;

/// <summary>A request and what came of it. Moments are of <see cref="TimeProvider.GetTimestamp"/>.</summary>
/// <param name="Officer">Of this request alone, so that its entry in the trail can be told from every other's.</param>
/// <param name="Member">Who asked.</param>
/// <param name="Operation">Its method and kind of address.</param>
internal sealed record Exchange(string Officer, string Member, string Operation, long Began, long Ended, Reply Reply);

/// <summary>What was sent and what came back, kept outside the hub.</summary>
internal sealed class Journal
{
    private readonly ConcurrentDictionary<int, int> excused = new();
    private int officers;
    private int acknowledged;

    /// <summary>Requests answered well so far.</summary>
    public int Acknowledged => acknowledged;

    public ConcurrentQueue<Exchange> Exchanges { get; } = new();

    /// <summary>Every record that a partner wanted to exist.</summary>
    public ConcurrentQueue<LabRecord> Records { get; } = new();

    /// <summary>What was found that must not be, in words.</summary>
    public ConcurrentQueue<(Check Check, string What)> Findings { get; } = new();

    /// <summary>Checkpoints that agencies took of their logs on the way, and kept.</summary>
    public ConcurrentQueue<(string Member, Checkpoint Checkpoint)> Kept { get; init; } = new();

    public string NextOfficer() => $"lab-{Interlocked.Increment(ref officers)}";

    public void Blame(Check check, string what) => Findings.Enqueue((check, what));

    /// <summary>From now on a node may refuse tokens: its clock is wrong.</summary>
    public void ExcuseTokens(int node) => excused[node] = 0;

    public void ExcuseNoMore(int node) => excused.TryRemove(node, out _);

    /// <summary>Writes down a request that is over.</summary>
    /// <param name="exchange">Whole.</param>
    /// <param name="node">That answered, or did not.</param>
    /// <param name="awaited">A refusal that is right, too.</param>
    public void Enter(Exchange exchange, int node, int? awaited = null)
    {
        Exchanges.Enqueue(exchange);
        var reply = exchange.Reply;
        if (reply.Outcome == Outcome.Ok)
        {
            Interlocked.Increment(ref acknowledged);
        }

        // A dead database is 503; anything a partner did is right, so every other refusal is wrong.
        if (reply.Status is >= 400 and not 503 && reply.Status != awaited && !(reply.Status == 401 && excused.ContainsKey(node)))
        {
            Blame(Check.WrongAnswers, $"{exchange.Operation} answered {reply.Status} {reply.Body?["code"]}");
        }
    }
}
