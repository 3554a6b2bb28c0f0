using System.Collections.Concurrent;

namespace IntelShare.FaultLab;

/// <summary>What was sent and what came back, kept outside the hub.</summary>
internal sealed class Journal
{
    private int officers;
    private int acknowledged;

    /// <summary>Requests answered well so far.</summary>
    public int Acknowledged => acknowledged;

    /// <summary>Every request: its officer, address and outcome.</summary>
    public ConcurrentQueue<(string Officer, string Path, Reply Reply)> Entries { get; } = new();

    public ConcurrentQueue<Submission> Submissions { get; } = new();

    /// <summary>Answers that no fault excuses, in words.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    public string NextOfficer() => $"lab-{Interlocked.Increment(ref officers)}";

    public void Enter(string officer, string path, Reply reply)
    {
        Entries.Enqueue((officer, path, reply));
        if (reply.Outcome == Outcome.Ok)
        {
            Interlocked.Increment(ref acknowledged);
        }

        // A dead database is 503; anything the partner did is right, so every other refusal is wrong.
        if (reply.Status is >= 400 and not 503)
        {
            Violations.Enqueue($"{path} answered {reply.Status} {reply.Body?["code"]}");
        }
    }
}
