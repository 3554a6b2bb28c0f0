namespace IntelShare.FaultLab.Faults;

/// <summary>Something that goes wrong and is put right.</summary>
/// <param name="Name">In the report and on the command line.</param>
/// <param name="StrikeAsync">Breaks, waits, and puts right again.</param>
/// <param name="Recovered">Then completes when the hub works again as before; null: when every node answers.</param>
internal sealed record Fault(string Name, Func<Task> StrikeAsync, Func<Task>? Recovered = null);

/// <summary>A fault that happened.</summary>
/// <param name="Name">Of the fault.</param>
/// <param name="Lasted">From the strike until it was put right.</param>
/// <param name="Answered">Requests answered well meanwhile.</param>
/// <param name="Recovery">From then until the hub worked again.</param>
internal sealed record Struck(string Name, TimeSpan Lasted, int Answered, TimeSpan Recovery);
